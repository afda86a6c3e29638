"""The review of predictions as pictures: which are left, by class and part, and their acceptance."""

from collections.abc import Iterable, Sequence
from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from workbench.core.domain import UNKNOWN
from workbench.gui.browse.arrangement import CLASS, CONFIDENCE, FOLDER, MARK, PREDICTION, ROLE
from workbench.gui.browse.samples_panel import SamplesPanel
from workbench.gui.kit.language import tr
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.views.grid.gallery_rows import Section
from workbench.gui.views.grid.grid_model import GridItem

BY_CLASS, FOLDER_LEVEL = "", "folder level "
DEEPEST = 4  # folder levels that the breakdown offers
OTHER_COLUMNS = {CLASS, PREDICTION, MARK, ROLE, FOLDER, "labelled", "agreement", "domain", "error"}


class GalleryState(Enum):
    """NO_MODEL: no run has finished. COMPUTING: the first one is under way. EMPTY: none is left. READY: some are."""

    NO_MODEL = auto()
    COMPUTING = auto()
    EMPTY = auto()
    READY = auto()


class GalleryController(QObject):
    """Holds the predictions of the current model that nobody has decided, among the images that the filter leaves.

    Images with a label or a mark, those of the measuring set, and those that are predicted to be unknown are left out.

    Signals:
        changed(): the mode, the model, the predictions or what is left changed.
        shown_changed(): the review appeared or disappeared.
        passed(): the user passed over the current image.
    """

    changed = Signal()
    shown_changed = Signal()
    passed = Signal()

    def __init__(self, session: Session, runs: RunsController, pictures: SamplesPanel) -> None:
        super().__init__(session)
        self.session, self.runs, self.pictures, self.samples = session, runs, pictures, pictures.samples
        self.on = False  # whether the Label step reviews
        self.shown = False  # whether the current step is this one, too
        self.breakdown = BY_CLASS
        self.doubtful_first = False
        self.places: NDArray[np.int64] = np.zeros(0, np.int64)  # the rows of the images in the table of samples
        self.sections: list[Section] = []
        self.hidden = 0  # predictions that are left, but hidden by the filter
        session.project_changed.connect(self._project_changed)
        session.domains.task_changed.connect(lambda: self.turn(False))
        session.step_changed.connect(lambda _step: self._show())
        pictures.refreshed.connect(lambda: self.refresh() if self.on else None)
        runs.state_changed.connect(self._state_changed)
        runs.model_changed.connect(self._state_changed)

    @property
    def state(self) -> GalleryState:
        """The state of the review."""
        if not self.session.predictions.by_path:
            return GalleryState.COMPUTING if self.runs.busy else GalleryState.NO_MODEL
        return GalleryState.READY if len(self.places) else GalleryState.EMPTY

    @property
    def model(self) -> str:
        """The name of the current model; empty before the first finished run."""
        model = self.runs.model
        return (
            tr("run {number} ({title})", number=model.number, title=self.runs.title(model)) if model is not None else ""
        )

    @property
    def origin(self) -> str:
        """The origin of accepted labels, for the history."""
        return f"accepted predictions of {self.model}" if self.model else "accepted predictions"

    def turn(self, on: bool) -> None:
        """Review predictions, or do not."""
        if on != self.on:
            self.on = on
            self.refresh()
            self._show()

    def break_down(self, by: str) -> None:
        """Divide each class by a group or a level of folders; `BY_CLASS` does not."""
        self.breakdown = by
        self.refresh()

    def order(self, doubtful_first: bool) -> None:
        """Show the least certain predictions of each section first, or the most certain."""
        self.doubtful_first = doubtful_first
        self.refresh()

    def breakdowns(self) -> list[tuple[str, str]]:
        """Return the possible breakdowns, by name and title."""
        named = self.samples.arrangement.named
        groups = [(name, tr("Class · {name}", name=name)) for name in named if name not in OTHER_COLUMNS]
        folders = self.samples.table.names(FOLDER).names
        depth = min(max((name.count("/") + 1 for name in folders if name), default=0), DEEPEST)
        levels = [
            (f"{FOLDER_LEVEL}{level}", tr("Class · folder {level}", level=level)) for level in range(1, depth + 1)
        ]
        return [(BY_CLASS, tr("Class")), *groups, *levels]

    def refresh(self) -> None:
        """Find what is left, in its order."""
        self.places, self.sections = np.zeros(0, np.int64), []
        if self.on:
            left = self._left()
            shown = left & self.samples.rows()
            self.hidden = int(left.sum() - shown.sum())
            self._arrange(np.flatnonzero(shown))
        self.changed.emit()

    def items(self) -> list[GridItem]:
        """Return the images that are left, in the order of the sections."""
        return self.samples.table.at(self.places)

    def accept(self, paths: Iterable[str]) -> int:
        """Accept the predictions of images in one step of the history. Returns their number."""
        predictions, labels = self.session.predictions.by_path, self.session.labels
        wanted = [path for path in paths if path in predictions and path not in labels.drawn]
        accepted = {path: predictions[path].predicted for path in wanted}
        accepted = {path: name for path, name in accepted.items() if name != UNKNOWN or name in labels.classes}
        return len(accepted) if labels.apply(accepted, self.origin) else 0

    def _left(self) -> NDArray[np.bool_]:
        """Return which samples have a prediction that nobody has decided, (N,)."""
        table = self.samples.table
        decided = (table.names(CLASS).codes >= 0) | (table.names(MARK).codes >= 0) | table.called(ROLE, "measure")
        left: NDArray[np.bool_] = table.is_target & (table.names(PREDICTION).codes >= 0) & ~decided
        return left if UNKNOWN in self.session.labels.classes else left & ~table.called(PREDICTION, UNKNOWN)

    def _arrange(self, rows: NDArray[np.int64]) -> None:
        table, classes = self.samples.table, self.session.labels.classes
        codes, names = table.names(PREDICTION)
        ranks = {name: rank for rank, name in enumerate(sorted(names, key=lambda name: _place(name, classes)))}
        of_class = np.array([ranks[name] for name in names], np.int64)[codes[rows]]
        parts, of_part = self._parts(rows)
        confidence = table.numbers(CONFIDENCE)[rows]
        order = np.lexsort((confidence if self.doubtful_first else -confidence, of_part, of_class))
        self.places = rows[order]
        keys, counts = np.unique(of_class * max(len(parts), 1) + of_part, return_counts=True)
        by_rank = sorted(ranks, key=ranks.__getitem__)
        for key, number in zip(keys.tolist(), counts.tolist(), strict=True):
            rank, part = divmod(key, max(len(parts), 1))
            self.sections.append(Section(by_rank[rank], parts[part] if parts else "", number))

    def _parts(self, rows: NDArray[np.int64]) -> tuple[list[str], NDArray[np.int64]]:
        """Return the parts of the breakdown, in order of name, and the part of each row."""
        if self.breakdown == BY_CLASS:
            return [], np.zeros(len(rows), np.int64)
        level = self.breakdown.removeprefix(FOLDER_LEVEL)
        is_level = level != self.breakdown
        codes, names = self.samples.table.names(FOLDER if is_level else self.breakdown)
        titles = ["/".join(name.split("/")[: int(level)]) if is_level else f"{level} {name}" for name in names]
        parts = ["—", *sorted(set(titles))]  # first those without a part
        number = {title: place for place, title in enumerate(parts)}
        return parts, np.array([*(number[title] for title in titles), 0], np.int64)[codes[rows]]

    def _state_changed(self) -> None:
        if self.on:
            self.changed.emit()

    def _project_changed(self) -> None:
        self.on, self.breakdown, self.doubtful_first = False, BY_CLASS, False
        self.refresh()
        self._show()

    def _show(self) -> None:
        shown = self.on and self.session.step == "label"
        if shown != self.shown:
            self.shown = shown
            self.shown_changed.emit()


def _place(name: str, classes: Sequence[str]) -> tuple[int, str]:
    return (classes.index(name) if name in classes else len(classes), name)
