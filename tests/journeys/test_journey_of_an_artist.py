"""An artist with five images and a video: photographs in the look of the five, then the video, both taken away."""

from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.conftest import make_domain
from tests.export.films import moving_frames, read_film, write_film
from tests.journeys.hands import Dialogs, click, go_to, make_project, reach, scroll_to, tab_to
from tests.journeys.recording import Recording
from tests.journeys.test_journey_focus import press
from tests.journeys.test_journey_without_labels import flat
from tests.journeys.use import PATIENCE
from workbench.core.domain import Side
from workbench.gui.shell.window import Window
from workbench.store.record_table import Status

STYLES = 5
FRAMES = 4


def test_that_an_artist_gets_from_five_images_to_a_video_in_their_look(
    qtbot: QtBot, window: Window, tmp_path: Path
) -> None:
    photographs, _ = flat(make_domain(tmp_path / "taken", seed=1, count=4), tmp_path / "photographs")
    styles, _ = flat(
        make_domain(tmp_path / "drawn", seed=2, classes="s", count=STYLES, negative=True), tmp_path / "prints"
    )
    film = write_film(tmp_path / "walk.mp4", moving_frames(FRAMES))
    told = Recording(window, "c", "An artist with five images and a video")
    make_project(qtbot, window, (photographs, styles), "Prints")
    told.step("Choose a folder of photographs and one of five prints, name the project “Prints”, press Enter")
    translate(qtbot, window)
    told.step("Translate the photographs with Fourier (FDA)")
    choose_styles(qtbot, window, sorted(styles.iterdir()))
    told.step("Choose the five prints as the style: the photographs follow at once")
    save_images(qtbot, window, tmp_path / "made")
    told.step("Save the translated photographs as a folder")
    preview_film(qtbot, window, film)
    told.step("Choose a video: its first seconds play, before and after")
    save_film(qtbot, window, tmp_path / "made.mp4")
    told.step("Translate the whole video")
    told.end()


def translate(qtbot: QtBot, window: Window) -> None:
    go_to(qtbot, 4)
    form, translating = window.translate.form, window.translate.translations
    reach(qtbot, window, form.translator)
    qtbot.keyClicks(form.translator, "Fourier")
    assert form.translator.currentData() == "fourier"
    tab_to(qtbot, form.start)
    press(qtbot, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: translating.usable is not None and not translating.busy, timeout=PATIENCE)
    assert translating.record is not None
    assert translating.record.status is Status.FINISHED
    assert window.translate.previews.grid.rows[0].pictures["translated"]


def choose_styles(qtbot: QtBot, window: Window, files: list[Path]) -> None:
    slots, previews = window.translate.styles.slots, window.translate.previews
    dialogs = Dialogs(" ".join(f'"{file}"' for file in files))
    reach(qtbot, window, slots)
    press(qtbot, Qt.Key.Key_Return)
    dialogs.check(qtbot, window)
    assert len(slots.files) == STYLES
    qtbot.waitUntil(lambda: bool(previews.styled), timeout=PATIENCE)
    assert f"In the look of your {STYLES} images" in previews.title.text()


def save_images(qtbot: QtBot, window: Window, out: Path) -> None:
    out.mkdir()
    step = window.translate
    dialogs = Dialogs(out)
    click(qtbot, step.result.export)
    dialogs.check(qtbot, window)
    qtbot.waitUntil(lambda: not step.folders.call.busy, timeout=PATIENCE)
    assert not step.folders.call.problem
    made = sorted(out.rglob("*.png"))
    assert len(made) == 12
    given = window.session.domains.by_side[Side.SOURCE].folder / made[0].name
    with Image.open(made[0]) as after, Image.open(given) as before:
        assert after.size == before.size
        assert after.convert("RGB").tobytes() != before.convert("RGB").tobytes()
    scroll_to(step.result.words)


def preview_film(qtbot: QtBot, window: Window, film: Path) -> None:
    video = window.translate.video
    click(qtbot, video.fold)
    dialogs = Dialogs(film)
    click(qtbot, video.file)
    dialogs.check(qtbot, window)
    qtbot.waitUntil(video.player.isVisible, timeout=PATIENCE)
    assert len(video.player.frames) > 0
    assert f"All {FRAMES} frames take about" in video.first_words.text()
    scroll_to(video.start)


def save_film(qtbot: QtBot, window: Window, out: Path) -> None:
    step = window.translate
    dialogs = Dialogs(out)
    click(qtbot, step.video.start)
    dialogs.check(qtbot, window)
    qtbot.waitUntil(lambda: not step.videos.call.busy, timeout=PATIENCE)
    assert f"{FRAMES} frames" in step.video.words.text(), step.videos.call.outcome
    scroll_to(step.video.words)
    assert read_film(out).frames.shape == (FRAMES, 32, 48, 3)
