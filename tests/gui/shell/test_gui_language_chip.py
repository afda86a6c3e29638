"""The chip in the header that chooses the language of the window."""

from pytestqt.qtbot import QtBot

from workbench.gui.kit.language import FOLLOW_SYSTEM, chosen_language, languages, title_of_language
from workbench.gui.shell.language_chip import AT_START, LanguageChip


def open_menu(chip: LanguageChip) -> dict[str, bool]:
    """The entries of the menu, each with its mark."""
    chip.choices.aboutToShow.emit()
    return {action.text(): action.isChecked() for action in chip.choices.actions() if not action.isSeparator()}


def test_that_the_language_is_chosen_for_the_next_start(qtbot: QtBot) -> None:
    chip = LanguageChip()
    qtbot.addWidget(chip)
    assert chip.text().startswith("EN")
    titles = ["As the system", *map(title_of_language, languages())]
    assert [*open_menu(chip)] == [*titles, AT_START]
    assert chosen_language() == FOLLOW_SYSTEM
    for name, title in zip((*languages(), FOLLOW_SYSTEM), (*titles[1:], titles[0]), strict=True):
        next(action for action in chip.choices.actions() if action.text() == title).trigger()
        assert chosen_language() == name
        assert [text for text, chosen in open_menu(chip).items() if chosen] == [title]
    assert chip.text().startswith("EN"), "this start keeps its language"
