"""The choice of the method: in groups, each with its expected time on this machine."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QPainter, QPalette, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from workbench.core.catalogue import MethodCard
from workbench.core.job import AUTO
from workbench.core.method_groups import ABOUT, MethodGroup, grouped
from workbench.gui.kit.combo_box import ComboBox
from workbench.gui.kit.core_words import word
from workbench.gui.kit.language import tr
from workbench.gui.kit.plain_text import plain_tip

TIME = Qt.ItemDataRole.UserRole + 1  # the expected time of a method, as text
WIDTH = 300  # least width of the list, in pixels
DIM, FAINT = 0.75, 0.45  # opacity of headings and times, and of methods that cannot be chosen
MARGIN = 8  # pixels on the right of a time
ALL_TRIED = tr("Tries a short list of methods, and continues with the one that labels or evidence choose.")


class MethodPicker(ComboBox):
    """A list of methods under the headings of their groups. Typing goes to the next method that begins so."""

    def __init__(self) -> None:
        super().__init__()
        self.view().setItemDelegate(_TimedDelegate(self))
        self.view().setMinimumWidth(WIDTH)
        self.setMaxVisibleItems(18)

    def offer(self, cards: Iterable[MethodCard], task: str) -> None:
        """Offer *Automatic* and the methods, grouped for a task. The current choice stays, if it is offered."""
        chosen, groups = self.currentData(), grouped(cards, task)
        self.blockSignals(True)
        self.clear()
        for group in MethodGroup:
            members = groups.get(group, [])
            automatic = group is MethodGroup.RECOMMENDED and bool(groups)
            if members or automatic:
                self._head(group)
            if automatic:
                self.addItem(tr("Automatic"), AUTO)
                self.setItemData(self.count() - 1, plain_tip(ALL_TRIED), Qt.ItemDataRole.ToolTipRole)
            for card in members:
                self.addItem(word(card.title), card.name)
        self.blockSignals(False)
        self.setCurrentIndex(self.findData(chosen))

    def tell(self, reason: Callable[[str], str], summary: Callable[[str], str], time: Callable[[str], str]) -> None:
        """Disable the methods that have a reason against them, and tell the expected time of the others.

        The tooltip of a method is the reason, or else its summary.
        """
        items = self.model()
        assert isinstance(items, QStandardItemModel)
        for row in range(items.rowCount()):
            name = self.itemData(row)
            if name is None:
                continue
            against = reason(name)
            item: QStandardItem = items.item(row)
            item.setEnabled(not against)
            item.setToolTip(plain_tip(against or summary(name)))
            item.setData("" if against else time(name), TIME)
            told = f"{item.text()}, {item.data(TIME)}" if item.data(TIME) else item.text()
            item.setData(told, Qt.ItemDataRole.AccessibleTextRole)

    def _head(self, group: MethodGroup) -> None:
        self.addItem(group.value)
        items = self.model()
        assert isinstance(items, QStandardItemModel)
        item = items.item(self.count() - 1)
        item.setEnabled(False)
        item.setToolTip(plain_tip(ABOUT[group]))
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        font.setPixelSize(11)
        item.setFont(font)


class _TimedDelegate(QStyledItemDelegate):
    """Draws the time of a method on the right."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
        painter.save()
        painter.setOpacity(1.0 if enabled else FAINT if index.data(Qt.ItemDataRole.UserRole) else DIM)
        super().paint(painter, option, index)
        painter.restore()
        time = index.data(TIME)
        if time:
            style = option.widget.style() if option.widget else QApplication.style()
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            area = option.rect.adjusted(MARGIN, 0, -MARGIN, 0)
            painter.save()
            painter.setOpacity(DIM)
            style.drawItemText(painter, area, flags.value, option.palette, enabled, time, QPalette.ColorRole.Text)
            painter.restore()
