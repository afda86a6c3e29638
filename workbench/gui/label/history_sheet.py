"""The sheet that says who named what, and when; from it a person can go back."""

import time
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from workbench.core.domain import Side
from workbench.gui.kit.number_format import count
from workbench.gui.kit.sample_ids import Ids
from workbench.gui.kit.sheet import MARGIN, Sheet
from workbench.gui.kit.widgets import button, column, label, row
from workbench.gui.session.session import Session
from workbench.gui.views.tables.sheet_table import SheetTable
from workbench.store.history import Action, Change
from workbench.store.label_value import LabelMark

SIZE = (640, 420)  # pixels, where the window has room
PAGE = 200  # actions
EVERY = 10_000_000  # changes of one action


class HistorySheet(Sheet):
    """The latest at the top; going back is a step of its own, which can be undone.

    Signals: shown(object, str): these samples, a set of (side, path), are to be looked at, and what they are.
    """

    shown = Signal(object, str)

    def __init__(self, over: QWidget, session: Session) -> None:
        self.session = session
        self.steps: list[Action] = []
        self.table = SheetTable("History of labels")
        self.table.itemSelectionChanged.connect(self._offer)
        self.words = label("", "dim", wrap=True)
        self.back = button("Go back to here", self._go_back)
        self.back.setToolTip("All labels become what they were just after this step; Ctrl+Z takes that back")
        self.look = button("Show its images", self._show_images)
        self.more = button("Earlier ones", self._load, flat=True)
        content = column(self.table, self.words, row(self.back, self.look, -1, self.more))
        super().__init__(over, "History of labels", content)
        session.labels.changed.connect(lambda _paths: self._fill() if self.isVisible() else None)
        session.project_changed.connect(self.hide)

    def open(self) -> None:
        """Show what was done last."""
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
        found = project.labels.history(PAGE, before)
        self.steps += found
        today = time.strftime("%x")
        self.table.show_rows(
            ("what", "who", "when"), [(told(one), one.user or "–", when(one.time, today)) for one in self.steps]
        )
        self.more.setVisible(len(found) == PAGE)
        self.words.setText("" if self.steps else "Nothing was named yet. Each step will be listed here.")
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
            (whole,) = project.labels.history(1, chosen.number + 1, EVERY)
            touched = [*(one.path for one in whole.changes), *(one.path for one in whole.painted)]
            present = Ids((), (sample.path for sample in self.session.domains.samples(Side.TARGET)))
            self.shown.emit(Ids((), touched) & present, told(whole))

    # -- Qt --------------------------------------------------------------------------------------------------------

    def _place(self) -> None:
        room = self.over.rect()
        self.setFixedSize(min(SIZE[0], room.width() - 2 * MARGIN), min(SIZE[1], room.height() - 2 * MARGIN))
        super()._place()


def told(action: Action) -> str:
    """An action in words: “3 images named cat”."""
    what = _changed(action.changes, action.total) if action.total else _painted(action)
    beside = f" ({action.why})" if action.why else ""
    return {"undo": f"Undone: {what}", "redo": f"Done again: {what}"}.get(action.kind, what) + beside


def _painted(action: Action) -> str:
    """What became of strokes: “x.png painted “road””."""
    first, number = action.painted[0], action.strokes
    if action.kind == "label" and not first.stands:
        return f"{first.path}: {count(number, 'stroke')} taken away"
    names = list(dict.fromkeys(one.label for one in action.painted if one.label))
    listed = ", ".join(f"“{name}”" for name in names[:3]) + (" …" if len(names) > 3 else "")
    return f"{first.path} painted {listed}" if names else f"{first.path} erased"


def when(seconds: float, today: str) -> str:
    """The time of today, or else the date and the time."""
    moment = time.localtime(seconds)
    return time.strftime("%H:%M:%S" if time.strftime("%x", moment) == today else "%d %b %Y %H:%M", moment)


def _changed(changes: Sequence[Change], number: int) -> str:
    """What became of so many samples, of which these changes are the first."""
    after = list(dict.fromkeys(one.after for one in changes))
    which = changes[0].path if number == 1 else count(number, "image")
    if len(after) > 1 or not after:
        names = ", ".join(f"“{one}”" if isinstance(one, str) else "unsure" if one else "no label" for one in after[:3])
        return f"{which}: {names}{' …' if len(after) > 3 else ''}"
    if after[0] is LabelMark.UNSURE:
        return f"{which} marked unsure"
    return f"{which} named “{after[0]}”" if after[0] is not None else f"{which} taken the label away"
