"""The sheet that shows two people's labels side by side where they differ, and takes one of each."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from workbench.analysis.label_review import Conflict
from workbench.core.domain import Side
from workbench.gui.kit.number_format import count, percent
from workbench.gui.kit.sheet import MARGIN, Sheet
from workbench.gui.kit.widgets import button, column, label, row
from workbench.gui.session.session import Session
from workbench.gui.tasks.classification.label_files_controller import Incoming

SIZE = (680, 460)  # pixels, where the window has room
PATH, LEFT, RIGHT = range(3)


class MergeSheet(Sheet):
    """Left and Right choose for the chosen rows, which are seen in the grid; nothing changes before “Take these”.

    Signals:
        taken(object, object): the Incoming, and the label that each conflict came to.
        shown(object, str): these samples, a set of (side, path), are to be looked at, and what they are.
    """

    taken = Signal(object, object)
    shown = Signal(object, str)

    def __init__(self, over: QWidget, session: Session) -> None:
        self.session = session
        self.incoming: Incoming | None = None
        self.right: list[bool] = []  # of each conflict, whether the file's label is taken
        self.words = label("", "dim", wrap=True)
        self.table = _Table(self._choose)
        self.left_all = button("All yours", partial(self._choose_all, False))
        self.right_all = button("All theirs", partial(self._choose_all, True))
        self.take = button("Take these", self._take, accent=True)
        content = column(self.words, self.table, row(self.left_all, self.right_all, -1, self.take))
        super().__init__(over, "Two labels for one image", content)
        self.table.itemSelectionChanged.connect(self._show_chosen)
        self.table.cellClicked.connect(lambda y, x: self._choose(x == RIGHT, stay=True) if x != PATH else None)
        session.project_changed.connect(self.hide)

    def show_conflicts(self, incoming: Incoming) -> None:
        """Ask which labels are to be taken; yours, until something else is chosen."""
        self.incoming, conflicts = incoming, incoming.merged.conflicts
        self.right = [False] * len(conflicts)
        differ = f"{count(len(conflicts), 'image')} {'has' if len(conflicts) == 1 else 'have'} another label in"
        agreement, kappa = incoming.merged.agreement, incoming.merged.kappa
        alike = f" You agree on {percent(agreement)} of the images that both named" if agreement is not None else ""
        alike += f" (Cohen's κ {kappa:.2f})." if kappa is not None else "." if alike else ""
        self.words.setText(
            f"{differ} {incoming.name}. Click a label, or choose rows and press ← or →; its "
            f"{count(incoming.merged.only_second, 'label')} of other images come along.{alike}"
        )
        self.table.setRowCount(len(conflicts))
        for y, one in enumerate(conflicts):
            for x, text in enumerate((one.path, one.first, one.second)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(y, x, item)
        self.table.setHorizontalHeaderLabels(["image", "yours", incoming.name])
        self._mark()
        self.open()
        if conflicts:
            self.table.setFocus()
            self.table.selectRow(0)

    def chosen(self) -> dict[str, str]:
        """The label of each conflict as it stands now."""
        conflicts = self._conflicts()
        return {one.path: one.second if right else one.first for one, right in zip(conflicts, self.right, strict=True)}

    def _conflicts(self) -> Sequence[Conflict]:
        return self.incoming.merged.conflicts if self.incoming else ()

    def _choose(self, right: bool, stay: bool = False) -> None:
        rows = sorted({index.row() for index in self.table.selectedIndexes()})
        for y in rows:
            self.right[y] = right
        self._mark()
        if not stay and len(rows) == 1 and rows[0] + 1 < self.table.rowCount():
            self.table.selectRow(rows[0] + 1)

    def _choose_all(self, right: bool) -> None:
        self.right = [right] * len(self.right)
        self._mark()

    def _mark(self) -> None:
        """What is taken is in bold, with a tick."""
        conflicts = self._conflicts()
        for y, one in enumerate(conflicts):
            for x, text, on in ((LEFT, one.first, not self.right[y]), (RIGHT, one.second, self.right[y])):
                if (item := self.table.item(y, x)) is not None:
                    font = item.font()
                    font.setBold(on)
                    item.setFont(font)
                    item.setText(f"✓ {text}" if on else text)

    def _show_chosen(self) -> None:
        rows = sorted({index.row() for index in self.table.selectedIndexes()})
        if self.incoming is not None and rows:
            paths = [self._conflicts()[y].path for y in rows]
            self.shown.emit({(Side.TARGET, path) for path in paths}, "two labels")

    def _take(self) -> None:
        incoming, chosen = self.incoming, self.chosen()
        self.hide()
        if incoming is not None:
            self.taken.emit(incoming, chosen)

    # -- Qt --------------------------------------------------------------------------------------------------------

    def _place(self) -> None:
        room = self.over.rect()
        self.setFixedSize(min(SIZE[0], room.width() - 2 * MARGIN), min(SIZE[1], room.height() - 2 * MARGIN))
        super()._place()


class _Table(QTableWidget):
    """Three columns; Left and Right are told instead of moving the cursor."""

    def __init__(self, choose: Callable[[bool], None]) -> None:
        super().__init__(0, 3)
        self.choose = choose
        self.setAccessibleName("Conflicts")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(26)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.choose(event.key() == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)
