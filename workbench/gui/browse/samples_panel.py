"""Scatter above thumbnails: two views of one set of samples."""

import os
from collections.abc import Set as AbstractSet

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QWidget

from workbench.core.domain import Side
from workbench.data.cache_paths import default_cache
from workbench.gui.browse.arrangement import BY_NAME, CONFIDENCE, Arrangement
from workbench.gui.kit.sample_ids import NONE, Id, Ids
from workbench.gui.kit.widgets import column, stack
from workbench.gui.session.inspection_controller import InspectionController
from workbench.gui.session.session import Session
from workbench.gui.theme import Tokens
from workbench.gui.views.grid.grid_bar import GridBar
from workbench.gui.views.grid.query import choices
from workbench.gui.views.grid.thumbnail_grid import GridItem, ThumbnailGrid
from workbench.gui.views.grid.thumbnail_store import ThumbnailStore
from workbench.gui.views.scatter.scatter_view import ScatterView

HEIGHTS = (440, 220)  # pixels at first, of the scatter and of the grid
SAID = {"shots", "unsure"}  # what shows only samples of which a person has said something


class SamplesPanel(QWidget):
    """What is selected in one view is selected in the other; a lasso narrows the grid to what it caught.

    Signals:
        opened(object): the person wants to see a sample large.
        class_shown(str): only samples of this class are shown from now on; empty: of all.
    """

    opened = Signal(object)
    class_shown = Signal(str)

    def __init__(self, session: Session, inspecting: InspectionController) -> None:
        super().__init__()
        self.session = session
        self.arrangement = Arrangement(session, inspecting)
        self.shown = {"source", "target"}
        self.only = NONE  # what the lasso caught, or a part of the findings holds
        self.why = ""  # that these are shown
        self.of_class = ""
        self.items: dict[Side, list[GridItem]] = {side: [] for side in Side}
        self.scatter = ScatterView()
        self.grid = ThumbnailGrid(store=ThumbnailStore(default_cache() / "thumbnails.sqlite"))
        self.bar = GridBar()
        self.below = QWidget()
        self.below.setLayout(column(self.bar, self.grid, spacing=4))
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.above = stack(self.scatter)
        self.splitter.addWidget(self.above)
        self.splitter.addWidget(self.below)
        self.splitter.setSizes(HEIGHTS)
        self.splitter.setChildrenCollapsible(False)
        self.setLayout(column(self.splitter))
        self.scatter.selected.connect(self._lassoed)
        self.grid.selection_changed.connect(lambda ids: session.selection.choose(ids, self.grid))
        self.grid.opened.connect(self.opened)
        self.grid.resized.connect(self.bar.size_.setValue)
        self.bar.size_changed.connect(self.grid.set_thumbnail_size)
        self.bar.sort_changed.connect(self._sort)
        self.bar.filter_changed.connect(self._filter)
        self.bar.left.connect(self.grid.setFocus)
        self.bar.all_wanted.connect(self._show_all)
        self.bar.choices_of = lambda: choices(self._within(), self.arrangement.named)
        QShortcut(QKeySequence("/"), self, self.bar.filter.setFocus)
        inspecting.inspected.connect(self._known_changed)
        session.project_changed.connect(self._project_changed)
        session.domains.changed.connect(self._domain_changed)
        session.selection.changed.connect(self._selection_changed)
        session.labels.changed.connect(self._labels_changed)
        session.predictions.changed.connect(self._predictions_changed)
        self.refresh()

    def show_only(self, shown: set[str]) -> None:
        """Restrict both views to domains, or to samples that are labelled or marked as unsure."""
        self.shown = shown
        self.scatter.set_shown("source" in shown, "target" in shown)
        self.refresh()

    def show_class(self, name: str) -> None:
        """Restrict both views to samples of a class, as labelled or else as predicted; or to none, if empty."""
        if name != self.of_class:
            self.of_class, self.only = name, NONE
            self.session.selection.choose(NONE)
            self.class_shown.emit(name)
        self._restrict()
        self.refresh()

    def show_samples(self, ids: AbstractSet[Id], why: str) -> None:
        """Restrict the grid to these samples, and select them; `why` says what they are."""
        if self.of_class:
            self.show_class("")
        self.only, self.why = Ids.of(ids), why
        self.session.selection.choose(self.only)
        self.refresh()

    def offer_above(self, *views: QWidget) -> None:
        """Take views that may stand in the scatter's place for a while."""
        for view in views:
            self.above.addWidget(view)
        self.below.setParent(None)
        self.splitter.addWidget(self.below)  # again, so that Tab comes to it after the views
        self.splitter.setSizes(HEIGHTS)

    def show_above(self, view: QWidget) -> None:
        """Put a view above the grid: the scatter or another."""
        self.above.setCurrentWidget(view)

    def set_theme(self, tokens: Tokens) -> None:
        """Take other colours."""
        self.scatter.set_theme(tokens)
        self.grid.set_theme(tokens)

    def refresh(self) -> None:
        """Fill the grid: target samples first, the least certain ones in front until another order is chosen."""
        items = self.arrangement.arranged(self._within())
        self.grid.set_items(items)
        self._describe(len(items))

    def sort_by(self, column: str) -> None:
        """Sort by a column, its largest values first, or the smallest where it is sorted so already."""
        arrangement = self.arrangement
        self.bar.set_sort(column, not (arrangement.sort == column and arrangement.descending))

    def review(self) -> None:
        """Put what the model is surest of first, and give the grid the keys."""
        self.bar.set_sort(CONFIDENCE, True)
        self.grid.setFocus()

    def _within(self) -> list[GridItem]:
        """The samples of the domains, of the class and of the set that are to be shown, before any filter."""
        session, said = self.session, self.shown & SAID
        items: list[GridItem] = []
        if said or "target" in self.shown:
            items += self.items[Side.TARGET]
        if not said and "source" in self.shown:
            items += self.items[Side.SOURCE]
        if said:
            labels = self._named() if "shots" in said else {}
            unsure = session.labels.unsure if "unsure" in said else set()
            items = [item for item in items if item.path in labels or item.path in unsure]
        if self.of_class:
            items = [item for item in items if self._class_of(item) == self.of_class]
        if self.only:
            only = {side: self.only.paths(side) for side in Side}
            items = [item for item in items if item.path in only[item.side]]
        return items

    def _named(self) -> dict[str, str]:
        """What is told of target samples that are labelled."""
        labels = self.session.labels
        return {**dict.fromkeys(labels.painted, "painted"), **labels.by_path} if labels.painted else labels.by_path

    def _sort(self, column: str, descending: bool) -> None:
        self.arrangement.sort, self.arrangement.descending, self.arrangement.chosen = column, descending, True
        self.refresh()

    def _filter(self, text: str) -> None:
        self.arrangement.text = text
        self.refresh()

    def _known_changed(self) -> None:
        """There is more, or something else, to sort and filter by."""
        self.arrangement.forget()
        self.arrangement.settle()
        with QSignalBlocker(self.bar):
            self.bar.set_sorts(self.arrangement.sorts, self.arrangement.sort)
            self.bar.order.setChecked(self.arrangement.descending)
        self.refresh()

    def advance(self) -> None:
        """After a keystroke: on to the next sample."""
        self.grid.focus_next()

    def _class_of(self, item: GridItem) -> str | None:
        if item.side is Side.SOURCE:
            return item.label
        label, predicted = self.session.labels.by_path.get(item.path), self.session.predictions.by_path.get(item.path)
        return label or (predicted.predicted if predicted else None)

    def _restrict(self) -> None:
        every = (item for items in self.items.values() for item in items)
        of_class = frozenset(item.id for item in every if self._class_of(item) == self.of_class)
        self.scatter.set_only(of_class if self.of_class else None)

    def _domain_changed(self, side: Side) -> None:
        session = self.session
        if side in session.domains.by_side:
            root, own = str(session.domains.by_side[side].folder), side is Side.SOURCE
            self.items[side] = [
                GridItem(side, one.path, os.path.join(root, one.path), one.label if own else None)
                for one in session.domains.samples(side)
            ]
        else:
            self.items[side] = []
        if side is Side.SOURCE:
            self._lay_predictions()  # what the labels are of is known now
        self._known_changed()

    def _predictions_changed(self) -> None:
        self._lay_predictions()
        self._restrict()
        self._known_changed()

    def _lay_predictions(self) -> None:
        """With the class, where it is one of the image: the one that most of its pixels have says little of it."""
        predictions, names = self.session.predictions.by_path.values(), self.session.domains.task.names_images
        told = {one.path: (one.predicted if names else None, one.confidence) for one in predictions}
        self.grid.set_predictions(told)

    def _describe(self, count: int) -> None:
        chosen, filtering = len(self.session.selection.ids), bool(self.arrangement.text)
        of_class = f" of “{self.of_class}”" if self.of_class else ""
        title = f"{chosen:,} selected" if chosen else f"{count:,} images{of_class}"
        arrangement = self.arrangement
        order = "target first" if arrangement.sort == BY_NAME else ""
        if arrangement.sort == CONFIDENCE:
            order = "most certain first" if arrangement.descending else "least certain first"
        why = (self.why or "caught by the lasso") if self.only else ""
        hint = ", ".join(part for part in (why, order) if part) if count else "nothing fits the filter" * filtering
        self.bar.describe(title, hint, bool(self.only or self.of_class or filtering))

    def _project_changed(self) -> None:
        self.show_class("")
        self.only, self.arrangement.chosen, self.arrangement.text = NONE, False, ""
        self.bar.clear_filter()
        for side in Side:
            self._domain_changed(side)
        self.grid.set_labels(self._named(), self.session.labels.unsure)
        for view in (self.grid, self.scatter):
            view.set_selection(self.session.selection.ids)
        self._predictions_changed()

    def _lassoed(self, ids: Ids) -> None:
        self.only, self.why = ids, ""
        self.session.selection.choose(self.only, self.scatter)
        self.refresh()

    def _show_all(self) -> None:
        self.only = NONE
        self.bar.clear_filter()
        self.arrangement.text = ""
        self.scatter.set_selection(NONE)
        self.session.selection.choose(NONE)
        self.show_class("")

    def _selection_changed(self, who: object) -> None:
        if who is not self.grid:
            self.grid.set_selection(self.session.selection.ids)
            if len(self.session.selection.ids) == 1:
                self.grid.show_current(next(iter(self.session.selection.ids)))
        if who is not self.scatter:
            self.scatter.set_selection(self.session.selection.ids)
        self._describe(self.grid.count())

    def _labels_changed(self, _paths: list[str]) -> None:
        self.grid.set_labels(self._named(), self.session.labels.unsure)
        if self.of_class:
            self._restrict()
        self.arrangement.forget()
        if self.shown & SAID or self.of_class:
            self.refresh()
