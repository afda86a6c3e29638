"""The chip in the header with the language of the window, and a menu to choose another."""

from functools import partial

from PySide6.QtCore import QLocale

from workbench.gui.kit.language import (
    FOLLOW_SYSTEM,
    choose_language,
    chosen_language,
    language,
    languages,
    title_of_language,
    tr,
)
from workbench.gui.kit.menu_chip import MenuChip

TIP = tr("Language of the window")
AT_START = tr("Another language is shown from the next start of the program on.")


class LanguageChip(MenuChip):
    """Shows the code of the language; the choice is kept for the next start."""

    def __init__(self) -> None:
        super().__init__(TIP, self._offer)
        code = QLocale.languageToCode(QLocale(language()).language()).upper()
        self.setText(f"{code}  ▾")
        self.setAccessibleName(tr("Language: {title}", title=title_of_language(language())))

    def _offer(self) -> None:
        """List the languages, each by its own name."""
        chosen = chosen_language()
        self.add_choice(tr("As the system"), chosen == FOLLOW_SYSTEM, partial(choose_language, FOLLOW_SYSTEM))
        for name in languages():
            self.add_choice(title_of_language(name), chosen == name, partial(choose_language, name))
        self.choices.addSeparator()
        self.choices.addAction(AT_START).setEnabled(False)
