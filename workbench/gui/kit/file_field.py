"""A form field for an optional file: a button that opens a file dialog, and one that clears the field."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from workbench.gui.kit.language import tr
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import button, row

WIDEST = 130  # longer file names are elided, in pixels


class FileField(QWidget):
    """Holds the path of a file, or an empty string.

    Signals: changed(): the file was chosen or cleared.
    """

    changed = Signal()

    def __init__(self, asks: str, title: str, kinds: str, tip: str) -> None:
        """`asks`: text of the button while no file is chosen. `title`, `kinds`: title and name filter of the dialog."""
        super().__init__()
        self.asks, self.title, self.kinds, self.tip = asks, title, kinds, tip
        self.path = ""
        self.choose = button(asks, self._choose)
        self.forget = button("×", self.clear, flat=True)
        self.forget.setAccessibleName(tr("Clear: {title}", title=title))
        fields = row(self.choose, self.forget, spacing=4)
        fields.setStretch(0, 1)
        self.setLayout(fields)
        self.show_path("")

    def show_path(self, path: str) -> None:
        """Set the path; an empty string clears the field."""
        self.path = path
        name = self.choose.fontMetrics().elidedText(Path(path).name, Qt.TextElideMode.ElideMiddle, WIDEST)
        self.choose.setText(name or self.asks)
        self.choose.setToolTip(plain_tip(path or self.tip))
        self.forget.setVisible(bool(path))
        self.changed.emit()

    def clear(self) -> None:
        """Clear the field."""
        self.show_path("")

    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.title, self.path, self.kinds)
        if path:
            self.show_path(path)
