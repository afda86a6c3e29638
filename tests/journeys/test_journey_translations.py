"""Translations that are there: compared, tagged, repeated with changes, thrown away and brought back, by a person."""

import shlex
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.conftest import make_domain
from tests.journeys.terms_on_screen import unexplained
from tests.journeys.test_journey_compare import pick
from tests.journeys.test_journey_translate import choose, done, learn, translate_at_once
from tests.journeys.use import PATIENCE, adapt, finish, open_folders
from workbench.core.domain import Side
from workbench.core.events import Judged, Warned
from workbench.core.translation_checks import failed_checks, is_early
from workbench.core.translation_quality import quality_sentence
from workbench.gui.records.compare_sheet import SAMPLES
from workbench.gui.shell.window import Window

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def source(qtbot: QtBot, window: Window, tmp_path: Path) -> Path:
    """The source of the project that is open: five images a class, as in its target, which is their negative."""
    source = make_domain(tmp_path / "source", seed=1, count=5)
    open_folders(qtbot, window, source, make_domain(tmp_path / "target", seed=2, count=5, negative=True))
    return source


@pytest.mark.usefixtures("source")
def test_that_the_banner_follows_the_latest_figures(qtbot: QtBot, window: Window) -> None:
    step, translating = window.translate, window.translate.translations
    shown: list[tuple[Judged, str]] = []

    def look(event: object) -> None:
        if isinstance(event, Judged):
            shown.append((event, step.previews.warnings.text()))

    translating.event_received.connect(look)
    learn(qtbot, window, steps=60)
    done(qtbot, window)
    assert len(shown) >= 3
    for judged, text in shown:
        failed = {} if is_early(judged.step, 60) else failed_checks(judged.quality)
        assert text == "\n".join(failed.values()), judged.step
    last = "\n".join(failed_checks(shown[-1][0].quality).values())
    assert step.previews.warnings.text() == last
    assert step.form.sentence.text() == quality_sentence(shown[-1][0].quality)

    folder = translating.folder
    assert folder is not None
    folder.append(Warned("Told by an earlier version, of earlier figures.", "collapse"))
    translating.show(translating.displayed_id)
    assert step.previews.warnings.text() == last


@pytest.mark.usefixtures("source")
def test_that_translations_are_compared_tagged_repeated_and_thrown_away(qtbot: QtBot, window: Window) -> None:
    for name in ("fourier", "histogram"):
        translate_at_once(qtbot, window, name)
    step, sheet = window.translate, window.compare_sheet
    table, translating = step.translations_panel.table, step.translations
    first, second = translating.all()
    assert table.shown() == 2
    assert translating.displayed_id == second.id
    assert step.translations.quality is not None
    worried = list(failed_checks(step.translations.quality, trained=False).values())
    assert step.previews.warnings.text() == "\n".join(worried), "what the last figures say, and nothing else"

    table.selectRow(1)
    assert translating.displayed_id == first.id, "what is chosen is looked at; the latest stands first"
    table.setFocus()
    table.selectAll()
    qtbot.mouseClick(step.translations_panel.compare, LEFT)
    assert sheet.isVisible()
    assert not unexplained(window)
    assert sheet.title.text() == "Compare translations t1, t2"
    assert sheet.measure.currentText() == SAMPLES
    assert {"source", *sheet.shown.names} == set(sheet.grid.rows[0].pictures)  # type: ignore[union-attr]  # it is shown
    told = [sheet.scores.item(row, 0).text() for row in range(sheet.scores.rowCount())]  # type: ignore[union-attr]
    assert told[1:4] == ["Compared with none", "Before (FID)", "Distance (FID)"]
    assert all("→" not in sheet.scores.item(3, column).text() for column in (1, 2))  # type: ignore[union-attr]
    commands = sheet.commands.toPlainText().split("\n\n")
    assert [shlex.split(one)[:2] for one in commands] == [["workbench", "translate"]] * 2
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)

    table.tagged.emit(first.id, ("calm",))
    assert translating.all()[0].tags == ("calm",)
    table.clearSelection()
    table.selectRow(1)
    actions = step.translations_panel.actions_
    pick(actions.menu(), "Copy command")
    assert QGuiApplication.clipboard().text() == commands[0]
    choose(window, "reinhard")
    pick(actions.menu(), "Run again")
    assert step.form.translator.currentData() == "fourier"

    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert [one.number for one in translating.all()] == [2]
    assert "t1 moved to the trash" in step.translations_panel.words.text()
    qtbot.mouseClick(step.translations_panel.undo, LEFT)
    assert [one.number for one in translating.all()] == [1, 2]
    table.selectRow(1)
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    pick(actions.menu(), "Empty trash (1 translation)")
    assert not translating.session.project.run_folder(first.id).exists()  # type: ignore[union-attr]  # one is open


def test_that_one_click_adapts_on_translated_images_and_the_source_comes_back_without_the_translation(
    qtbot: QtBot, window: Window, source: Path
) -> None:
    translate_at_once(qtbot, window, "histogram")
    step, session = window.translate, window.session
    (record,) = step.translations.all()
    written = str(session.project.folder / "translated" / record.id)  # type: ignore[union-attr]  # one is open
    make_domain(Path(written), seed=1, classes="ax", count=1)  # as an attempt that was stopped leaves it
    qtbot.mouseClick(step.result.adapt, LEFT)
    qtbot.waitUntil(
        lambda: Side.SOURCE in session.domains.by_side and session.domains.by_side[Side.SOURCE].root == written,
        timeout=PATIENCE,
    )
    assert session.step == "adapt"
    assert session.domains.counts == {"a": 5, "b": 5, "c": 5}

    session.go_to("translate")
    step.translations_panel.table.selectRow(0)
    qtbot.keyClick(step.translations_panel.table, Qt.Key.Key_Delete)
    pick(step.translations_panel.actions_.menu(), "Empty trash")
    step.source_notice.refresh()
    assert step.source_notice.isVisible(), "its images are still the source"
    qtbot.mouseClick(step.source_notice.undo, LEFT)
    qtbot.waitUntil(lambda: session.domains.complete, timeout=PATIENCE)
    assert session.domains.by_side[Side.SOURCE].root == str(source)


@pytest.mark.usefixtures("source")
def test_that_the_translator_of_a_run_can_be_looked_at_and_used(qtbot: QtBot, window: Window) -> None:
    method = window.adapt.form.method
    method.setCurrentIndex(method.findData("cycada"))
    adapt(window, steps=8)
    finish(qtbot, window)
    step = window.translate
    (record,) = step.translations.all()
    assert record.tags == ("run 1",)
    assert step.translations.displayed_id == record.id
    assert any("The translations are shown in the Translate step." in note for note in window.runs.notes)
    assert step.previews.grid.rows, "source samples beside their translations"
    assert step.translations.command(record)[:2] == ["workbench", "adapt"]
    command = step.translations.images((str(step.translations.source_file("a/000.png")),))
    assert command is not None
    with qtbot.waitSignal(window.workers.call(command, window).finished, timeout=PATIENCE) as translated:
        pass
    assert translated.args is not None
    assert translated.args[0].images[0].after.startswith(b"\x89PNG")


@pytest.mark.usefixtures("source")
def test_that_a_trained_few_shot_translator_gives_samples_the_look_of_an_image_in_a_slot(
    qtbot: QtBot, window: Window
) -> None:
    choose(window, "coco_funit")
    step, session = window.translate, window.session
    step.form.steps.setValue(4)
    step.form.batch.setValue(2)
    step.form.image_size.setValue(16)
    step.form.form.set_values({"light": True})
    qtbot.mouseClick(step.form.start, LEFT)
    done(qtbot, window)
    assert step.translations.usable is not None, step.translations.all()[0].message

    with qtbot.waitSignal(step.styles.styled, timeout=PATIENCE) as told:
        step.styles.slots.set_files([str(session.domains.file((Side.TARGET, "a/000.png")))])
    rows, line = told.args
    assert "In the look of your 1 image" in line
    assert {row.path for row in rows} <= {sample.path for sample in session.domains.samples(Side.SOURCE)}
    assert [row.pictures["translated"] for row in step.previews.grid.rows] == [row.translated for row in rows]
    assert all(row.translated not in (b"", row.source) for row in rows)
    first = rows[0].translated
    with qtbot.waitSignal(step.styles.styled, timeout=PATIENCE) as told:
        step.styles.slots.set_files([str(session.domains.file((Side.TARGET, "b/000.png")))])
    assert told.args[0][0].translated != first, "another image, another look"
