"""A file that may be chosen in a form: the button that asks for it, then its name and a way to forget it."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from workbench.gui.kit.widgets import button, row

WIDEST = 130  # pixels of a name


class FileField(QWidget):
    """Signals: changed(): another file is chosen, or none."""

    changed = Signal()

    def __init__(self, asks: str, title: str, kinds: str, tip: str) -> None:
        """`asks`: the button's words before a file is chosen; `title` and `kinds` are the dialog's."""
        super().__init__()
        self.asks, self.title, self.kinds, self.tip = asks, title, kinds, tip
        self.path = ""
        self.choose = button(asks, self._choose)
        self.forget = button("×", self.clear, flat=True)
        self.forget.setAccessibleName(f"Forget: {title}")
        self.setLayout(row(-1, self.choose, self.forget, spacing=4))
        self.show_path("")

    def show_path(self, path: str) -> None:
        """As if it had been chosen; empty for none."""
        self.path = path
        name = self.choose.fontMetrics().elidedText(Path(path).name, Qt.TextElideMode.ElideMiddle, WIDEST)
        self.choose.setText(name or self.asks)
        self.choose.setToolTip(path or self.tip)
        self.forget.setVisible(bool(path))
        self.changed.emit()

    def clear(self) -> None:
        """Choose none."""
        self.show_path("")

    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.title, self.path, self.kinds)
        if path:
            self.show_path(path)
