"""The list beside the review of predictions: its sections with their numbers of images."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import whole
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.views.grid.gallery_rows import Section


class SectionList(QTreeWidget):
    """A long name is elided; its number stays in sight.

    Signals: chosen(int): the user chose a section.
    """

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Classes and their numbers of images"))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.currentItemChanged.connect(lambda item, _before: self.chosen.emit(self.indexOfTopLevelItem(item)))

    def show_sections(self, sections: Sequence[Section]) -> None:
        """Replace the sections."""
        with QSignalBlocker(self):
            self.clear()
            for section in sections:
                title = " · ".join(filter(None, (section.name, section.part)))
                item = QTreeWidgetItem([title, whole(section.number)])
                item.setToolTip(0, plain_tip(title))
                item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.addTopLevelItem(item)

    def show_current(self, row: int) -> None:
        """Mark a section."""
        if (item := self.topLevelItem(row)) is not None:
            with QSignalBlocker(self):
                self.setCurrentItem(item)
