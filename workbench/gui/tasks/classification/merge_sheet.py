"""The sheet that shows what an import of labels does; of two labels of an image, the user chooses one."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from workbench.analysis.label_review import Conflict
from workbench.core.domain import Side
from workbench.data.labels.contract import EntryChoice
from workbench.gui.kit.combo_box import ComboBox
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count, decimal, percent, whole
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.sheet import MARGIN, Sheet
from workbench.gui.kit.widgets import button, column, label, row
from workbench.gui.session.session import Session
from workbench.gui.tasks.classification.label_files_controller import Incoming
from workbench.gui.views.tables.sheet_table import SheetTable

SIZE = (680, 460)  # in pixels, if the window is large enough
PATH, LEFT, RIGHT = range(3)


class MergeSheet(Sheet):
    """Shows what an import does. Left and Right choose a label for the selected rows.

    No label changes before “Import these”. What is left out is listed with the reason.

    Signals:
        taken(object, object): the Incoming, and the chosen label of each conflict by path.
        reading_wanted(object, object): read the file (Path) again, with an EntryChoice.
        shown(object, str): the user asked to show these samples, a set of (side, path); a title for them.
    """

    taken = Signal(object, object)
    reading_wanted = Signal(object, object)
    shown = Signal(object, str)

    def __init__(self, over: QWidget, session: Session) -> None:
        self.session = session
        self.incoming: Incoming | None = None
        self.right: list[bool] = []  # for each conflict, whether the label of the file is chosen
        self.words = label("", "dim", wrap=True)
        self.controls, self.annotators = ComboBox(), ComboBox()
        self.control_words, self.annotator_words = label(tr("Control"), "dim"), label(tr("Annotator"), "dim")
        self.table = _Table(self._choose)
        self.left_out = SheetTable(tr("Left out"))
        self.left_words = label("", "dim", wrap=True)
        self.left_all = button(tr("All yours"), partial(self._choose_all, False))
        self.right_all = button(tr("All theirs"), partial(self._choose_all, True))
        self.take = button(tr("Import these"), self._take, accent=True)
        choices = row(self.control_words, self.controls, self.annotator_words, self.annotators, -1)
        end = row(self.left_all, self.right_all, -1, self.take)
        content = column(choices, self.words, self.table, self.left_words, self.left_out, end)
        super().__init__(over, tr("Import labels"), content)
        self.controls.activated.connect(self._choose_entries)
        self.annotators.activated.connect(self._choose_entries)
        self.table.itemSelectionChanged.connect(self._show_chosen)
        self.table.cellClicked.connect(lambda y, x: self._choose(x == RIGHT, stay=True) if x != PATH else None)
        session.project_changed.connect(self.hide)

    def show_import(self, incoming: Incoming) -> None:
        """Open the sheet for the labels of a file; at first, the labels of the project are chosen."""
        self.incoming, conflicts = incoming, incoming.merged.conflicts
        self.right = [False] * len(conflicts)
        content, choice = incoming.content, incoming.choice
        _offer(self.controls, self.control_words, content.controls, choice.control, everything=False)
        _offer(self.annotators, self.annotator_words, content.annotators, choice.annotator, everything=True)
        self.words.setText(_summary(incoming))
        for widget in (self.table, self.left_all, self.right_all):
            widget.setVisible(bool(conflicts))
        self.table.setRowCount(len(conflicts))
        for y, conflict in enumerate(conflicts):
            for x, text in enumerate((conflict.path, conflict.first, conflict.second)):
                item = QTableWidgetItem(text)
                item.setToolTip(plain_tip(text))
                self.table.setItem(y, x, item)
        self.table.setHorizontalHeaderLabels([tr("image"), tr("yours"), incoming.name])
        self._mark()
        rows = _left_out(incoming)
        self.left_words.setText(tr("{entries} left out:", entries=count(len(rows), "entry", "entries")))
        self.left_out.show_rows((tr("image"), tr("label"), tr("reason")), rows)
        for part in (self.left_words, self.left_out):
            part.setVisible(bool(rows))
        self.take.setEnabled(bool(incoming.labels))
        self.open()
        if conflicts:
            self.table.setFocus()
            self.table.selectRow(0)
        else:
            self.take.setFocus()

    def _choose_entries(self) -> None:
        if self.incoming is not None:
            choice = EntryChoice(self.annotators.currentData() or "", self.controls.currentData() or "")
            self.reading_wanted.emit(self.incoming.path, choice)

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
            self.shown.emit({(Side.TARGET, path) for path in paths}, tr("conflicting labels"))

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


def _offer(box: QComboBox, words: QWidget, names: Sequence[str], chosen: str, *, everything: bool) -> None:
    """Fill a box with names, if there are several. `everything`: whether all together can be chosen too."""
    box.clear()
    for name in (*(("",) if everything else ()), *names):
        box.addItem(name or tr("all"), name)
    box.setCurrentIndex(max(box.findData(chosen), 0))
    for part in (box, words):
        part.setVisible(len(names) > 1)


def _summary(incoming: Incoming) -> str:
    merged = incoming.merged
    new, differing = count(merged.only_second, "new label"), len(merged.conflicts)
    equal = (
        tr(", and {same} that {verb} equal", same=whole(incoming.same), verb="is" if incoming.same == 1 else "are")
        if incoming.same
        else ""
    )
    parts = [tr("{name} has {new}{equal}.", name=incoming.name, new=new, equal=equal)]
    if differing:
        parts.append(
            tr(
                "{images} {verb} another label in it: click a label, or select rows and press ← or →.",
                images=count(differing, "image"),
                verb="has" if differing == 1 else "have",
            )
        )
        if merged.agreement is not None:
            kappa = tr(" (Cohen's κ {kappa})", kappa=decimal(merged.kappa, 2)) if merged.kappa is not None else ""
            parts.append(
                tr(
                    "You agree on {agreement} of the images that both labelled{kappa}.",
                    agreement=percent(merged.agreement),
                    kappa=kappa,
                )
            )
    if not incoming.labels:
        parts.append(tr("No entry has an image of the target."))
    return " ".join(parts)


def _left_out(incoming: Incoming) -> list[tuple[str, str, str]]:
    """Image, label and reason of each entry that is not imported; conflicts within the file have all their labels."""
    rows = []
    for conflict in incoming.conflicts:
        sides = " | ".join(f"{entry.label} ({entry.annotator or entry.where})" for entry in conflict.entries)
        rows.append((conflict.path, sides, tr("different labels")))
    return [*rows, *((entry.path or entry.where, entry.label, entry.problem) for entry in incoming.left_out)]


class _Table(QTableWidget):
    """A table with three columns. Left and Right call `choose` instead of moving the cursor."""

    def __init__(self, choose: Callable[[bool], None]) -> None:
        super().__init__(0, 3)
        self.choose = choose
        self.setAccessibleName(tr("Conflicts"))
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
