"""A button whose text ends in dots where there is no room for all of it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter


class ElidedButton(QPushButton):
    """`text` is the whole text. The owner shows it in the tooltip."""

    def shown_text(self) -> str:
        """Return the text as far as there is room for it."""
        return self._option().text

    def _option(self) -> QStyleOptionButton:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self).width()
        option.text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        return option

    # -- Qt --------------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, self._option())
