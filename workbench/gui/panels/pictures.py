"""Scatter above thumbnails: two views of one set of samples."""

import os
from collections.abc import Set as AbstractSet

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from workbench.core.domain import Side
from workbench.gui.session import Session
from workbench.gui.theme import Tokens
from workbench.gui.views.grid import GridItem, ThumbnailGrid
from workbench.gui.views.ids import NONE, Id, Ids
from workbench.gui.views.scatter import ScatterView
from workbench.gui.widgets import button, column, label, row

HINT = "1–9 name · Enter accept · Space look · S lasso · Esc clear"


class Pictures(QWidget):
    """What is selected in one view is selected in the other; a lasso narrows the grid to what it caught.

    Signals:
        opened(object): the person wants to see a sample large.
        class_shown(str): only samples of this class are shown from now on; empty: of all.
    """

    opened = Signal(object)
    class_shown = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.shown = {"source", "target"}
        self.only = NONE  # what the lasso caught, or a part of the findings holds
        self.why = ""  # that these are shown
        self.of_class = ""
        self.items: dict[Side, list[GridItem]] = {side: [] for side in Side}
        self.scatter = ScatterView()
        self.grid = ThumbnailGrid()
        self.title = label("", "heading")
        self.hint = label("", "dim")
        self.keys = label(HINT, "dim")
        self.everything = button("Show all", self._show_all, flat=True)
        bar = row(self.title, self.hint, self.everything, -1, self.keys)
        bar.setContentsMargins(12, 4, 12, 0)
        below = QWidget()
        below.setLayout(column(bar, self.grid, spacing=4))
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.addWidget(self.scatter)
        self.splitter.addWidget(below)
        self.splitter.setSizes([440, 220])
        self.splitter.setChildrenCollapsible(False)
        self.setLayout(column(self.splitter))
        self.scatter.selected.connect(self._lassoed)
        self.grid.selection_changed.connect(lambda ids: session.select(ids, self.grid))
        self.grid.opened.connect(self.opened)
        session.project_changed.connect(self._project_changed)
        session.domain_changed.connect(self._domain_changed)
        session.selection_changed.connect(self._selection_changed)
        session.labels_changed.connect(self._labels_changed)
        session.predictions_changed.connect(self._predictions_changed)
        self.refresh()

    def show_only(self, shown: set[str]) -> None:
        """Restrict both views to domains, or to labelled samples."""
        self.shown = shown
        self.scatter.set_shown("source" in shown, "target" in shown)
        self.refresh()

    def show_class(self, name: str) -> None:
        """Restrict both views to samples of a class, as labelled or else as predicted; or to none, if empty."""
        if name != self.of_class:
            self.of_class, self.only = name, NONE
            self.session.select(NONE)
            self.class_shown.emit(name)
        self._restrict()
        self.refresh()

    def show_samples(self, ids: AbstractSet[Id], why: str) -> None:
        """Restrict the grid to these samples, and select them; `why` says what they are."""
        if self.of_class:
            self.show_class("")
        self.only, self.why = Ids.of(ids), why
        self.session.select(self.only)
        self.refresh()

    def set_theme(self, tokens: Tokens) -> None:
        """Take other colours."""
        self.scatter.set_theme(tokens)
        self.grid.set_theme(tokens)

    def refresh(self) -> None:
        """Fill the grid: target samples first, the least certain ones in front."""
        session, shots = self.session, "shots" in self.shown
        items: list[GridItem] = []
        if shots or "target" in self.shown:
            items += self._by_certainty(self.items[Side.TARGET])
        if not shots and "source" in self.shown:
            items += self.items[Side.SOURCE]
        if shots:
            items = [item for item in items if item.path in session.labels]
        if self.of_class:
            items = [item for item in items if self._class_of(item) == self.of_class]
        if self.only:
            only = {side: self.only.paths(side) for side in Side}
            items = [item for item in items if item.path in only[item.side]]
        self.grid.set_items(items)
        self._describe(len(items))

    def advance(self) -> None:
        """After a keystroke: on to the next sample."""
        self.grid.focus_next()

    def _class_of(self, item: GridItem) -> str | None:
        if item.side is Side.SOURCE:
            return item.label
        label, predicted = self.session.labels.get(item.path), self.session.predictions.get(item.path)
        return label or (predicted.predicted if predicted else None)

    def _restrict(self) -> None:
        every = (item for items in self.items.values() for item in items)
        of_class = frozenset(item.id for item in every if self._class_of(item) == self.of_class)
        self.scatter.set_only(of_class if self.of_class else None)

    def _by_certainty(self, items: list[GridItem]) -> list[GridItem]:
        predictions = self.session.predictions
        if not predictions:
            return items
        return sorted(items, key=lambda item: predictions[item.path].confidence if item.path in predictions else 1.0)

    def _domain_changed(self, side: Side) -> None:
        session = self.session
        if side in session.domains:
            root, own = str(session.domains[side].folder), side is Side.SOURCE
            self.items[side] = [
                GridItem(side, one.path, os.path.join(root, one.path), one.label if own else None)
                for one in session.samples(side)
            ]
        else:
            self.items[side] = []
        self.refresh()

    def _predictions_changed(self) -> None:
        predictions = self.session.predictions.values()
        self.grid.set_predictions({one.path: (one.predicted, one.confidence) for one in predictions})
        self._restrict()
        self.refresh()

    def _describe(self, count: int) -> None:
        chosen = len(self.session.selection)
        of_class = f" of “{self.of_class}”" if self.of_class else ""
        self.title.setText(f"{chosen:,} selected" if chosen else f"{count:,} images{of_class}")
        order = "least certain first" if self.session.predictions else "target first"
        self.hint.setText("" if not count else f"{self.why or 'caught by the lasso'}, {order}" if self.only else order)
        self.everything.setVisible(bool(self.only or self.of_class))

    def _project_changed(self) -> None:
        self.show_class("")
        self.only = NONE
        for side in Side:
            self._domain_changed(side)
        self.grid.set_labels(self.session.labels)
        for view in (self.grid, self.scatter):
            view.set_selection(self.session.selection)
        self._predictions_changed()

    def _lassoed(self, ids: Ids) -> None:
        self.only, self.why = ids, ""
        self.session.select(self.only, self.scatter)
        self.refresh()

    def _show_all(self) -> None:
        self.only = NONE
        self.scatter.set_selection(NONE)
        self.session.select(NONE)
        self.show_class("")

    def _selection_changed(self, who: object) -> None:
        if who is not self.grid:
            self.grid.set_selection(self.session.selection)
        if who is not self.scatter:
            self.scatter.set_selection(self.session.selection)
        self._describe(self.grid.count())

    def _labels_changed(self, _paths: list[str]) -> None:
        self.grid.set_labels(self.session.labels)
        if self.of_class:
            self._restrict()
        if "shots" in self.shown or self.of_class:
            self.refresh()
