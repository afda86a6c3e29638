"""A chip whose click opens a menu of things to choose from."""

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton

from workbench.gui.kit.plain_text import plain_tip


class MenuChip(QToolButton):
    """A chip with a menu, `choices`, which `offer` fills each time before it opens."""

    def __init__(self, tip: str, offer: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("chip", True)
        self.setFixedHeight(24)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolTip(plain_tip(tip))
        self.choices = QMenu(self)
        self.choices.aboutToShow.connect(self.choices.clear)
        self.choices.aboutToShow.connect(offer)
        self.setMenu(self.choices)

    def add_choice(self, text: str, chosen: bool, choose: Callable[[], object]) -> None:
        """Add an entry with a mark if it is the chosen one."""
        action = self.choices.addAction(text)
        action.setCheckable(True)
        action.setChecked(chosen)
        action.triggered.connect(choose)
