"""The sheet that shows conflicting labels side by side, of which the user chooses one for each image."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from workbench.analysis.label_review import Conflict
from workbench.core.domain import Side
from workbench.gui.kit.number_format import count, percent
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.sheet import MARGIN, Sheet
from workbench.gui.kit.widgets import button, column, label, row
from workbench.gui.session.session import Session
from workbench.gui.tasks.classification.label_files_controller import Incoming

SIZE = (680, 460)  # in pixels, if the window is large enough
PATH, LEFT, RIGHT = range(3)


class MergeSheet(Sheet):
    """Left and Right choose a label for the selected rows. No label changes before “Import these”.

    Signals:
        taken(object, object): the Incoming, and the chosen label of each conflict by path.
        shown(object, str): the user asked to show these samples, a set of (side, path); a title for them.
    """

    taken = Signal(object, object)
    shown = Signal(object, str)

    def __init__(self, over: QWidget, session: Session) -> None:
        self.session = session
        self.incoming: Incoming | None = None
        self.right: list[bool] = []  # for each conflict, whether the label of the file is chosen
        self.words = label("", "dim", wrap=True)
        self.table = _Table(self._choose)
        self.left_all = button("All yours", partial(self._choose_all, False))
        self.right_all = button("All theirs", partial(self._choose_all, True))
        self.take = button("Import these", self._take, accent=True)
        content = column(self.words, self.table, row(self.left_all, self.right_all, -1, self.take))
        super().__init__(over, "Two labels for one image", content)
        self.table.itemSelectionChanged.connect(self._show_chosen)
        self.table.cellClicked.connect(lambda y, x: self._choose(x == RIGHT, stay=True) if x != PATH else None)
        session.project_changed.connect(self.hide)

    def show_conflicts(self, incoming: Incoming) -> None:
        """Open the sheet for conflicts; at first, the labels of the project are chosen."""
        self.incoming, conflicts = incoming, incoming.merged.conflicts
        self.right = [False] * len(conflicts)
        differ = f"{count(len(conflicts), 'image')} {'has' if len(conflicts) == 1 else 'have'} another label in"
        agreement, kappa = incoming.merged.agreement, incoming.merged.kappa
        alike = f" You agree on {percent(agreement)} of the images that both labelled" if agreement is not None else ""
        alike += f" (Cohen's κ {kappa:.2f})." if kappa is not None else "." if alike else ""
        self.words.setText(
            f"{differ} {incoming.name}. Click a label, or select rows and press ← or →. Its "
            f"{count(incoming.merged.only_second, 'label')} of other images are imported, too.{alike}"
        )
        self.table.setRowCount(len(conflicts))
        for y, conflict in enumerate(conflicts):
            for x, text in enumerate((conflict.path, conflict.first, conflict.second)):
                item = QTableWidgetItem(text)
                item.setToolTip(plain_tip(text))
                self.table.setItem(y, x, item)
        self.table.setHorizontalHeaderLabels(["image", "yours", incoming.name])
        self._mark()
        self.open()
        if conflicts:
            self.table.setFocus()
            self.table.selectRow(0)

    def chosen(self) -> dict[str, str]:
        """Return the chosen label of each conflict by path."""
        rows = zip(self._conflicts(), self.right, strict=True)
        return {conflict.path: conflict.second if right else conflict.first for conflict, right in rows}

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
        """Show the chosen labels in bold, with a tick."""
        for y, conflict in enumerate(self._conflicts()):
            for x, text, on in ((LEFT, conflict.first, not self.right[y]), (RIGHT, conflict.second, self.right[y])):
                if (item := self.table.item(y, x)) is not None:
                    font = item.font()
                    font.setBold(on)
                    item.setFont(font)
                    item.setText(f"✓ {text}" if on else text)

    def _show_chosen(self) -> None:
        rows = sorted({index.row() for index in self.table.selectedIndexes()})
        if self.incoming is not None and rows:
            paths = [self._conflicts()[y].path for y in rows]
            self.shown.emit({(Side.TARGET, path) for path in paths}, "conflicting labels")

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
    """A table with three columns. Left and Right call `choose` instead of moving the cursor."""

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
