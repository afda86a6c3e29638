"""The sheet with the history of labels, which can return to an earlier step."""

import time
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from workbench.core.domain import Side
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count
from workbench.gui.kit.sample_ids import Ids
from workbench.gui.kit.sheet import MARGIN, Sheet
from workbench.gui.kit.widgets import button, column, label, row
from workbench.gui.session.session import Session
from workbench.gui.views.tables.sheet_table import SheetTable
from workbench.store.history import Action, Change
from workbench.store.label_value import LabelMark

SIZE = (640, 420)  # in pixels, if the window is large enough
PAGE = 200  # actions that are loaded at once
ALL_CHANGES = 10_000_000  # limit of changes of one action


class HistorySheet(Sheet):
    """Lists the latest step first. Going back is a new step, which can be undone.

    Signals: shown(object, str): the user asked to show these samples, a set of (side, path); a title for them.
    """

    shown = Signal(object, str)

    def __init__(self, over: QWidget, session: Session) -> None:
        self.session = session
        self.steps: list[Action] = []
        self.table = SheetTable(tr("History of labels"))
        self.table.itemSelectionChanged.connect(self._offer)
        self.words = label("", "dim", wrap=True)
        self.back = button(tr("Go back to here"), self._go_back)
        self.back.setToolTip(tr("Restores all labels to their state after this step; Ctrl+Z undoes it"))
        self.look = button(tr("Show its images"), self._show_images)
        self.more = button(tr("Show earlier steps"), self._load, flat=True)
        content = column(self.table, self.words, row(self.back, self.look, -1, self.more))
        super().__init__(over, tr("History of labels"), content)
        session.labels.changed.connect(lambda _paths: self._fill() if self.isVisible() else None)
        session.project_changed.connect(self.hide)

    def open(self) -> None:
        """Open the sheet with the latest steps."""
        self._fill()
        super().open()
        self.table.setFocus()

    def _fill(self) -> None:
        self.steps = []
        self._load()

    def _load(self) -> None:
        project = self.session.project
        if project is None:
            return
        before = self.steps[-1].number if self.steps else None
        page = project.labels.history(PAGE, before)
        self.steps += page
        today = time.strftime("%x")
        self.table.show_rows(
            (tr("what"), tr("who"), tr("when")),
            [(describe(step), step.user or "–", when(step.time, today)) for step in self.steps],
        )
        self.more.setVisible(len(page) == PAGE)
        self.words.setText("" if self.steps else tr("There are no labels yet. Each step will be listed here."))
        self.words.setVisible(not self.steps)
        self._offer()

    def _chosen(self) -> Action | None:
        row = self.table.chosen_row()
        return self.steps[row] if row is not None and row < len(self.steps) else None

    def _offer(self) -> None:
        chosen = self._chosen()
        self.back.setEnabled(chosen is not None and chosen is not self.steps[0])
        self.look.setEnabled(chosen is not None)

    def _go_back(self) -> None:
        project, chosen = self.session.project, self._chosen()
        if project is not None and chosen is not None:
            self.session.labels.change(lambda: project.labels.restore_after(chosen.number))

    def _show_images(self) -> None:
        project, chosen = self.session.project, self._chosen()
        if project is not None and chosen is not None:
            (action,) = project.labels.history(1, chosen.number + 1, ALL_CHANGES)
            touched = [*(change.path for change in action.changes), *(stroke.path for stroke in action.painted)]
            touched += [draw.sample.path for draw in action.drawn]
            corrected = [change.correction.path for change in action.corrected]
            present = Ids(*((sample.path for sample in self.session.domains.samples(side)) for side in Side))
            self.shown.emit(Ids(corrected, touched) & present, describe(action))

    # -- Qt --------------------------------------------------------------------------------------------------------

    def _place(self) -> None:
        room = self.over.rect()
        self.setFixedSize(min(SIZE[0], room.width() - 2 * MARGIN), min(SIZE[1], room.height() - 2 * MARGIN))
        super()._place()


def describe(action: Action) -> str:
    """Return the description of an action: “3 images labelled “cat””."""
    text = _changed(action.changes, action.total) if action.total else _painted(action) if action.strokes else ""
    if not text:
        return _corrected(action) if action.corrections else _drawn(action)
    reason = f" ({action.why})" if action.why else ""
    return {"undo": tr("Undone: {text}", text=text), "redo": tr("Redone: {text}", text=text)}.get(
        action.kind, text
    ) + reason


def _drawn(action: Action) -> str:
    """Describe an action on the measuring set: “30 images drawn to measure”."""
    images = count(action.draws, "image")
    stands = action.drawn[0].stands != (action.kind == "undo")
    text = tr("{images} drawn to measure", images=images) if stands else tr("{images} released to teach", images=images)
    return {"undo": tr("Undone: {text}", text=text), "redo": tr("Redone: {text}", text=text)}.get(action.kind, text)


def _corrected(action: Action) -> str:
    """Describe an action on labels of the source: “source a/1.png corrected to “b””."""
    made = [change.correction for change in action.corrected if change.stands != (action.kind == "undo")]
    first, number = (made or [change.correction for change in action.corrected])[0], action.corrections
    which = tr("source {path}", path=first.path) if number == 1 else count(number, "source image")
    text = (
        tr("{which} corrected to “{label}”", which=which, label=first.label)
        if not first.confirms
        else tr("{which}: label confirmed", which=which)
    )
    text = text if made else tr("{which}: correction withdrawn", which=which)
    reason = f" ({action.why})" if action.why else ""
    return {"undo": tr("Undone: {text}", text=text), "redo": tr("Redone: {text}", text=text)}.get(
        action.kind, text
    ) + reason


def _painted(action: Action) -> str:
    """Describe an action on strokes: “x.png painted “road””."""
    first, number = action.painted[0], action.strokes
    if action.kind == "label" and not first.stands:
        return tr("{path}: {strokes} removed", path=first.path, strokes=count(number, "stroke"))
    names = list(dict.fromkeys(stroke.label for stroke in action.painted if stroke.label))
    listed = ", ".join(f"“{name}”" for name in names[:3]) + (" …" if len(names) > 3 else "")
    return (
        tr("{path} painted {listed}", path=first.path, listed=listed) if names else tr("{path} erased", path=first.path)
    )


def when(seconds: float, today: str) -> str:
    """Return the time, with the date if it is not today."""
    moment = time.localtime(seconds)
    return time.strftime("%H:%M:%S" if time.strftime("%x", moment) == today else tr("%d %b %Y %H:%M"), moment)


def _changed(changes: Sequence[Change], number: int) -> str:
    """Describe an action on `number` samples, of which `changes` are the first."""
    after = list(dict.fromkeys(change.after for change in changes))
    which = changes[0].path if number == 1 else count(number, "image")
    if len(after) > 1 or not after:
        names = ", ".join(
            f"“{name}”" if isinstance(name, str) else tr("unsure") if name else tr("no label") for name in after[:3]
        )
        return f"{which}: {names}{' …' if len(after) > 3 else ''}"
    if after[0] is LabelMark.UNSURE:
        return tr("{which} marked unsure", which=which)
    return (
        tr("{which} labelled “{after}”", which=which, after=after[0])
        if after[0] is not None
        else tr("{which}: label removed", which=which)
    )
