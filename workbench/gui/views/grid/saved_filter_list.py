"""The filters that were saved by name: shown, saved, renamed and deleted in a panel."""

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListWidget, QListWidgetItem, QWidget

from workbench.gui.kit.floating_panel import FloatingPanel
from workbench.gui.kit.language import tr
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import button, column, label, row

_ROLE = Qt.ItemDataRole.UserRole
_WIDTH, _ROW, _MOST = 300, 28, 10


class SavedFilterList(FloatingPanel):
    """Enter or a double click shows a filter, F2 renames it, Delete deletes it.

    Signals:
        chosen(str): the text of a filter to show.
        saved(str): the name under which the current filter is saved.
        renamed(str, str): the old and the new name of a filter.
        deleted(str): the name of a filter.
    """

    chosen = Signal(str)
    saved = Signal(str)
    renamed = Signal(str, str)
    deleted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._names: list[str] = []
        self._can_save = False
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Saved filters"))
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.list.itemDoubleClicked.connect(self._show)
        self.list.itemChanged.connect(self._rename)
        self.list.currentRowChanged.connect(lambda _row: self._tell())
        self.nothing = label(tr("No filter is saved yet."), "dim", wrap=True)
        self.show_ = button(tr("Show"), lambda: self._show(self.list.currentItem()))
        self.rename = button(tr("Rename"), lambda: self.list.editItem(self.list.currentItem()))
        self.rename.setToolTip("F2")
        self.delete = button(tr("Delete"), self._delete)
        self.delete.setToolTip(tr("Delete"))
        self.name = QLineEdit()
        self.name.setPlaceholderText(tr("Name for the current filter"))
        self.name.setAccessibleName(tr("Name for the current filter"))
        self.name.textChanged.connect(lambda _text: self._tell())
        self.name.returnPressed.connect(self._save)
        self.save = button(tr("Save"), self._save)
        acts, saving = row(self.show_, self.rename, self.delete, -1), row(self.name, self.save)
        title = label(tr("Saved filters"), "heading")
        self.setLayout(column(title, self.nothing, self.list, acts, saving, margin=12, spacing=8))
        self.setFixedWidth(_WIDTH)

    def show_saved(self, saved: Mapping[str, str], can_save: bool, current: str) -> None:
        """Show the saved filters. `current`: the text of the current filter, which can be saved."""
        self._names, self._can_save = list(saved), can_save and bool(current)
        with QSignalBlocker(self.list):
            self.list.clear()
            for name, text in saved.items():
                item = QListWidgetItem(name)
                item.setData(_ROLE, (name, text))
                item.setToolTip(plain_tip(text))
                if can_save:
                    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
                self.list.addItem(item)
            self.list.setCurrentRow(0)
        self.list.setFixedHeight(_ROW * min(max(len(saved), 1), _MOST) + 8)
        self.list.setVisible(bool(saved))
        self.nothing.setVisible(not saved)
        for action in (self.show_, self.rename, self.delete):
            action.setVisible(bool(saved))
        self.name.setEnabled(self._can_save)
        self._tell()
        self.adjustSize()

    def open_beside(self, widget: QWidget) -> None:
        """Open below a widget."""
        self.open_below(widget, self.name if self._can_save else self.list)

    def _tell(self) -> None:
        name = self._typed()
        self.save.setEnabled(self._can_save and bool(name))
        self.save.setText(tr("Replace") if name in self._names else tr("Save"))
        for action in (self.show_, self.rename, self.delete):
            action.setEnabled(self.list.currentItem() is not None)

    def _typed(self) -> str:
        return " ".join(self.name.text().split())

    def _save(self) -> None:
        if self.save.isEnabled():
            name = self._typed()
            self.name.clear()
            self.saved.emit(name)

    def _show(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.hide()
            self.chosen.emit(item.data(_ROLE)[1])

    def _rename(self, item: QListWidgetItem) -> None:
        old, new = item.data(_ROLE)[0], " ".join(item.text().split())
        if new and new != old and new not in self._names:
            self.renamed.emit(old, new)
        else:
            with QSignalBlocker(self.list):
                item.setText(old)

    def _delete(self) -> None:
        if (item := self.list.currentItem()) is not None:
            self.deleted.emit(item.data(_ROLE)[0])

    # -- Qt --------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.hasFocus():
            self._show(self.list.currentItem())
        elif event.key() == Qt.Key.Key_Delete and self.list.hasFocus():
            self._delete()
        else:
            super().keyPressEvent(event)
