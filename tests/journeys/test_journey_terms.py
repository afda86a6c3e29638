"""The terms of the field on screen: each is explained by a click and by the keyboard, in every step."""

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from tests.journeys.terms_on_screen import shown, unexplained
from tests.journeys.use import open_project
from tests.made_projects import MadeProject
from workbench.core.glossary import mentions, terms
from workbench.gui.kit.terms import TermLabel
from workbench.gui.shell.manual import manual_page
from workbench.gui.shell.window import Window


def walk(qtbot: QtBot, window: Window) -> None:
    window.adapt.form.advanced.setChecked(True)
    left: dict[tuple[str, str], str] = {}
    for step in window.steps:
        window.session.go_to(step.name)
        qtbot.waitUntil(step.inspector.isVisible)
        left |= {(step.title, term.name): where for term, where in unexplained(window).items()}
    assert not left


def test_that_every_term_of_every_step_is_explained(
    qtbot: QtBot, window: Window, classification_project: MadeProject, segmentation_project: MadeProject
) -> None:
    for project in (classification_project, segmentation_project):
        open_project(qtbot, window, project)
        window.runs.show(project.with_shots)
        walk(qtbot, window)


def test_that_a_click_and_the_keyboard_explain_a_term_and_lead_to_the_glossary(
    qtbot: QtBot, window: Window, classification_project: MadeProject
) -> None:
    open_project(qtbot, window, classification_project)
    window.session.go_to("inspect")
    (name,) = [one for one in shown(window, TermLabel) if isinstance(one, TermLabel) and one.text() == "Features"]
    assert isinstance(name, TermLabel)
    assert name.focusPolicy() is Qt.FocusPolicy.NoFocus, "a label without a term is no stop of Tab"
    window.session.go_to("adapt")
    window.adapt.form.advanced.setChecked(True)
    (title,) = [one for one in shown(window, TermLabel) if isinstance(one, TermLabel) and one.text() == "Validator"]
    assert isinstance(title, TermLabel)
    card = window.help.terms.card
    qtbot.mouseClick(title, Qt.MouseButton.LeftButton, pos=title.place_of(title.mentions[0]).toPoint())
    assert card.isVisible()
    assert [term.name for term in card.shown] == ["validator"]
    qtbot.keyClick(card, Qt.Key.Key_Escape)
    assert not card.isVisible()
    title.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(title, Qt.Key.Key_Return)
    box = window.adapt.form.validator
    assert [term.name for term in card.shown] == ["validator", box.currentText().lower()], "also the choice beside it"
    assert card.shown[1].sentence in card.accessibleDescription()
    qtbot.keyClick(card.more, Qt.Key.Key_Space)
    sheet = window.help.terms.sheet
    assert sheet.isVisible()
    assert sheet.text.textCursor().selectedText().lower() == "validator"
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert title.hasFocus()
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert sheet.isVisible()


class Opener(QObject):
    """Stands where the system's browser would open a page."""

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.url = url


def test_that_the_documentation_opens_by_key_and_by_click(qtbot: QtBot, window: Window) -> None:
    opener, press = Opener(), Qt.KeyboardModifier.ShiftModifier
    QDesktopServices.setUrlHandler("file", opener, "open")  # type: ignore[arg-type]  # bytes, as typed, are refused
    qtbot.keyClick(window, Qt.Key.Key_F1, press)
    assert opener.url.toLocalFile() == str(manual_page())
    opener.url = QUrl()
    window.help.keys.toggle()
    qtbot.mouseClick(window.help.keys.manual, Qt.MouseButton.LeftButton)
    assert opener.url.toLocalFile() == str(manual_page())
    QDesktopServices.unsetUrlHandler("file")


def test_that_the_glossary_has_every_validator_and_strategy(qtbot: QtBot, window: Window) -> None:
    qtbot.waitUntil(lambda: window.session.catalogue is not None, timeout=120_000)
    catalogue = window.session.catalogue
    assert catalogue is not None
    sentences = {term.name: term.sentence for term in terms()}
    summaries = {card.title: card.summary for card in catalogue.validators}
    summaries |= {card.title: card.summary for card in catalogue.strategies}
    assert {title: sentences.get(title) for title in summaries} == summaries


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Uses 3 shots.", ["shot"]),
        ("Distance (FID)", ["FID"]),
        ("a fid of wire", []),
        ("48.1 % mean IoU", ["mean IoU"]),
        ("Information", ["information"]),
        ("more information below", []),
        ("no term here", []),
        ("/home/score/domain-workbench.shots", []),
        ("the score of one run is no score of another", ["score"]),
    ],
)
def test_that_terms_are_found_as_they_are_written(text: str, names: list[str]) -> None:
    assert [mention.term.name for mention in mentions(text)] == names
