"""A person looks at what the difference looks like: translators at work beside a run, their images taken away."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.conftest import make_domain
from tests.export.films import moving_frames, read_film, write_film
from tests.gui.views.test_views_translation import drop
from tests.journeys.use import PATIENCE, adapt, finish, open_folders, pid_of, wait_for_step
from tests.machine import KILLED, kill
from workbench.core.domain import Side
from workbench.core.translation_quality import Verdict, quality_sentence, verdict
from workbench.gui.shell.window import Window
from workbench.store.record_table import Status
from workbench.worker.commands import Translate

LEFT = Qt.MouseButton.LeftButton
SMALL = {"width": 4, "critic_width": 4, "blocks": 1, "critic_layers": 1}


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Domains as elsewhere, of five images a class: quality is measured quickly."""
    root = tmp_path_factory.mktemp("few")
    return (
        make_domain(root / "source", seed=1, count=5),
        make_domain(root / "target", seed=2, count=5, negative=True),
    )


def choose(window: Window, translator: str) -> None:
    form = window.translate.form
    window.session.go_to("translate")
    form.translator.setCurrentIndex(form.translator.findData(translator))


def learn(qtbot: QtBot, window: Window, steps: int) -> None:
    """CycleGAN with tiny networks on tiny images, by the form."""
    choose(window, "cyclegan")
    form = window.translate.form
    form.advanced.click()
    form.steps.setValue(steps)
    form.batch.setValue(2)
    form.image_size.setValue(16)
    form.form.set_values(SMALL)
    qtbot.mouseClick(form.start, LEFT)
    assert window.translate.translations.busy


def done(qtbot: QtBot, window: Window) -> None:
    qtbot.waitUntil(lambda: not window.translate.translations.busy, timeout=PATIENCE)


def translate_at_once(qtbot: QtBot, window: Window, translator: str = "fourier") -> None:
    choose(window, translator)
    qtbot.mouseClick(window.translate.form.start, LEFT)
    done(qtbot, window)
    record = window.translate.translations.record
    assert record is not None
    assert record.status is Status.FINISHED, record.message


def test_that_images_are_seen_in_another_look_one_by_one_and_in_that_of_chosen_ones(
    qtbot: QtBot, window: Window, few: tuple[Path, Path]
) -> None:
    open_folders(qtbot, window, *few)
    step, session = window.translate, window.session
    session.go_to("translate")
    assert step.previews.nothing.isVisible()
    translate_at_once(qtbot, window)
    assert step.previews.grid.isVisible()
    assert step.previews.grid.rows[0].pictures["translated"]
    quality = step.translations.quality
    assert quality is not None
    assert step.form.sentence.text() == quality_sentence(quality, trained=False)
    better = verdict(quality) is Verdict.CLOSER
    assert step.form.figure.text().startswith("FID") is better, "worse than none is said before any figure"
    assert step.result.caution.isVisible() is not better
    assert step.result.adapt.isEnabled()
    assert window.rail.ticks["translate"].text() == "✓"
    assert not step.previews.history_slider.slider.isVisible(), "nothing was trained: there is no past to look at"

    path = step.previews.grid.rows[0].path
    at = step.previews.grid.place(0, "translated").center().toPoint()
    qtbot.mouseDClick(step.previews.grid.viewport(), LEFT, pos=at)
    split = step.before_after
    assert split is not None
    qtbot.waitUntil(lambda: not split.viewer.picture.after.isNull(), timeout=PATIENCE)
    assert (split.viewer.name.text(), split.viewer.isVisible()) == (path, True)
    area = split.viewer.picture.area
    qtbot.mouseClick(split.viewer.picture, LEFT, pos=QPoint(round(area.left() + area.width() / 4), 100))
    assert abs(split.viewer.picture.share - 0.25) < 0.02
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert split.viewer.name.text() != path
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not split.viewer.isVisible()
    window.pictures.grid.opened.emit((Side.TARGET, "a/000.png"))
    qtbot.waitUntil(lambda: not split.viewer.picture.after.isNull(), timeout=PATIENCE)
    assert split.viewer.picture.names == ("target", "as source")
    split.close()

    session.selection.choose(frozenset({(Side.TARGET, "a/000.png"), (Side.TARGET, "b/000.png")}))
    dragged_files = [url.toLocalFile() for url in window.pictures.grid.dragged_files().urls()]
    drop(step.styles.slots, dragged_files)
    qtbot.waitUntil(lambda: bool(step.previews.styled), timeout=PATIENCE)
    assert "In the look of your 2 images" in step.previews.title.text()
    assert not step.styles.refused
    drop(step.styles.slots, [str(path) for path in sorted(few[1].rglob("*.png"))[:6]])
    assert len(step.styles.slots.files) == 5
    assert "At most 5 style images are allowed" in step.styles.words.text()
    assert step.previews.styled, "the images stand until those of the new look follow"
    qtbot.mouseClick(step.previews.back, LEFT)
    assert step.previews.grid.rows[0].pictures["nearest"]


def test_that_images_and_a_video_are_taken_away_and_adapted_on_and_the_source_comes_back(
    qtbot: QtBot, window: Window, few: tuple[Path, Path], tmp_path: Path
) -> None:
    open_folders(qtbot, window, *few)
    translate_at_once(qtbot, window, "histogram")
    step, session = window.translate, window.session
    out = tmp_path / "out"
    step.result.save_to(out)
    qtbot.waitUntil(lambda: not step.folders.call.busy, timeout=PATIENCE)
    assert not step.folders.call.problem
    names = sorted(path.relative_to(out) for path in out.rglob("*.png"))
    assert names == sorted(path.relative_to(few[0]) for path in few[0].rglob("*.png"))
    with Image.open(out / names[0]) as made, Image.open(few[0] / names[0]) as given:
        assert made.size == given.size
    assert "15 images in" in step.result.words.text()

    frames = moving_frames(4)
    write_film(tmp_path / "given.mp4", frames)
    step.video.fold.click()
    step.video.take(str(tmp_path / "given.mp4"))
    step.video.beside.setChecked(True)
    assert step.video.start.isEnabled()
    qtbot.waitUntil(step.video.player.isVisible, timeout=PATIENCE)
    assert len(step.video.player.frames) > 0
    assert "The first" in step.video.first_words.text()
    assert "All 4 frames take about" in step.video.first_words.text()
    first = step.video.player.frames[0]
    assert first[0].size() == first[1].size()
    assert first[0].toImage() != first[1].toImage()
    assert not (tmp_path / "given-translated.mp4").exists(), "nothing is written"
    step.video.save_to(str(tmp_path / "made.mp4"))
    assert step.videos.call.busy
    qtbot.waitUntil(lambda: not step.videos.call.busy, timeout=PATIENCE)
    assert "4 frames" in step.video.words.text(), step.videos.call.outcome
    assert read_film(tmp_path / "made.mp4").frames.shape == (4, 32, 96, 3)
    step.video.save_to(str(tmp_path / "made.txt"))
    assert "has no video extension" in step.video.words.text()

    qtbot.mouseClick(step.result.adapt, LEFT)
    qtbot.waitUntil(lambda: session.domains.complete, timeout=PATIENCE)
    assert session.step == "adapt"
    assert session.domains.by_side[Side.SOURCE].root == str(out)
    assert step.source_notice.isVisible()
    qtbot.mouseClick(step.source_notice.undo, LEFT)
    qtbot.waitUntil(lambda: session.domains.complete, timeout=PATIENCE)
    assert session.domains.by_side[Side.SOURCE].root == str(few[0])
    assert not step.source_notice.isVisible()


def test_that_a_run_on_translated_images_is_compared_with_one_on_their_originals(
    qtbot: QtBot, window: Window, few: tuple[Path, Path]
) -> None:
    open_folders(qtbot, window, *few)
    adapt(window, 4, "source_only")
    finish(qtbot, window)
    assert "against" not in window.adapt.form.sentence.text()
    translate_at_once(qtbot, window, "histogram")
    qtbot.mouseClick(window.translate.result.adapt, LEFT)
    qtbot.waitUntil(window.translate.source_notice.isVisible, timeout=PATIENCE)
    qtbot.waitUntil(lambda: window.session.domains.complete, timeout=PATIENCE)
    for number in (2, 3):
        adapt(window, 4, "source_only")
        finish(qtbot, window)
        assert len(window.runs.finished()) == number
        said = window.adapt.form.sentence.text()
        assert "points against source only on the untranslated images (run 1)" in said


def test_that_a_translator_learns_beside_a_run_and_both_are_stopped(
    qtbot: QtBot, window: Window, few: tuple[Path, Path]
) -> None:
    open_folders(qtbot, window, *few)
    step, translating = window.translate, window.translate.translations
    adapt(window, steps=20_000)
    wait_for_step(qtbot, window, 2)
    learn(qtbot, window, steps=500)
    qtbot.waitUntil(lambda: len(step.previews.steps) > 1, timeout=PATIENCE)
    assert translating.busy
    assert window.runs.busy
    qtbot.mouseClick(step.translations_panel.pause, LEFT)
    qtbot.waitUntil(lambda: translating.paused, timeout=PATIENCE)
    assert "Paused at step" in step.translations_panel.words.text()
    assert not window.runs.paused, "each is held alone"

    slider = step.previews.history_slider
    assert slider.slider.isVisible()
    latest = step.previews.grid.rows[0].pictures["translated"]
    slider.slider.setValue(0)
    assert step.previews.grid.rows[0].pictures["translated"] != latest
    assert slider.step.text() == f"step {step.previews.steps[0]:,}"

    qtbot.mouseClick(step.translations_panel.stop, LEFT)
    done(qtbot, window)
    assert translating.all()[0].status is Status.STOPPED
    assert step.translations_panel.resume.isVisible()
    assert window.runs.busy
    window.runs.stop()
    finish(qtbot, window)
    assert window.runs.all()[0].status is Status.STOPPED


def test_that_a_killed_translator_leaves_a_living_window_that_offers_to_resume(
    qtbot: QtBot, window: Window, few: tuple[Path, Path]
) -> None:
    open_folders(qtbot, window, *few)
    step, translating = window.translate, window.translate.translations
    learn(qtbot, window, steps=40)
    qtbot.waitUntil(lambda: translating.progress is not None and translating.progress.step > 2, timeout=PATIENCE)
    kill(pid_of(window, Translate))
    done(qtbot, window)
    record = translating.all()[0]
    assert (record.status, record.job.steps) == (Status.FAILED, 40)
    assert KILLED in step.translations_panel.problem.text()
    qtbot.mouseClick(step.translations_panel.resume, LEFT)
    assert not step.translations_panel.notes_area.isVisible()
    done(qtbot, window)
    record = translating.all()[0]
    assert record.status is Status.FINISHED, record.message
    assert record.quality is not None

    project = window.session.project
    assert project is not None
    folder = project.folder
    window.session.close_project()
    assert translating.all() == []
    window.session.open_project(folder)
    assert translating.record == record
    assert step.previews.steps[-1] == 40
