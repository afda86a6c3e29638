"""The central panel: the scatter plot above the thumbnails, two views of the same samples."""

import os
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from workbench.core.domain import Side
from workbench.data.cache_paths import default_cache
from workbench.gui.browse.arrangement import CONFIDENCE, SUSPICION
from workbench.gui.browse.image_views import ImageViews
from workbench.gui.browse.shown_samples import ShownSamples
from workbench.gui.browse.source_items import source_items
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count, whole
from workbench.gui.kit.sample_ids import NONE, Id, Ids
from workbench.gui.kit.widgets import column
from workbench.gui.session.inspection_controller import InspectionController
from workbench.gui.session.session import Session
from workbench.gui.theme import Tokens
from workbench.gui.views.grid.grid_bar import GridBar
from workbench.gui.views.grid.thumbnail_grid import GridItem, ThumbnailGrid
from workbench.gui.views.grid.thumbnail_store import ThumbnailStore
from workbench.gui.views.scatter.scatter_view import ScatterView

CALM = 120  # ms from a label to restricting the scatter plot again


class SamplesPanel(QWidget):
    """Both views share the selection. A lasso restricts the grid to the samples inside it.

    Signals:
        opened(object): the user opened a sample.
        class_shown(str): the views show only samples of this class; empty: of all classes.
        refreshed(): the grid was filled.
        relabelled(object, bool): labels of these paths changed; whether the grid was filled for that.
    """

    opened = Signal(object)
    class_shown = Signal(str)
    refreshed = Signal()
    relabelled = Signal(object, bool)

    def __init__(self, session: Session, inspections: InspectionController) -> None:
        super().__init__()
        self.session = session
        self.inspections, self.samples = inspections, ShownSamples(session, inspections)
        self.arrangement = self.samples.arrangement
        self.stand: QWidget | None = None  # another view that has the place of the grid, and all the height
        self.items: dict[Side, list[GridItem]] = {side: [] for side in Side}
        self.scatter = ScatterView()
        self.grid = ThumbnailGrid(store=ThumbnailStore(default_cache() / "thumbnails.sqlite"))
        self.bar = GridBar()
        self.below = QWidget()
        self.rows = column(self.bar, self.grid, spacing=4)
        self.below.setLayout(self.rows)
        self.views = ImageViews(self.scatter, self.below)
        self.above = self.views.above
        self.bar.offer(self.views.view_action)
        self.scatter.bar.offer(self.views.images_action)
        self.setLayout(column(self.views))
        self.scatter.selected.connect(self._lassoed)
        self.grid.selection_changed.connect(lambda ids: session.selection.choose(ids, self.grid))
        self.grid.opened.connect(self.opened)
        self.grid.resized.connect(self.bar.size_.setValue)
        self.bar.size_changed.connect(self.grid.set_thumbnail_size)
        self.bar.sort_changed.connect(self._sort)
        self.bar.filter_changed.connect(session.filter.choose)
        self.bar.left.connect(self.take_focus)
        self.bar.all_wanted.connect(self.show_all)
        self.bar.parts.facts, saved = self.samples, self.bar.parts.saved_list
        saved.saved.connect(lambda name: session.filter.save(name, session.filter.text))
        saved.renamed.connect(session.filter.rename)
        saved.deleted.connect(session.filter.forget)
        self._calm = QTimer(self, interval=CALM, singleShot=True)
        self._calm.timeout.connect(self._restrict)
        QShortcut(QKeySequence("/"), self, self._type_filter)
        inspections.inspected.connect(lambda: self._domain_changed(Side.SOURCE))
        session.project_changed.connect(self._project_changed)
        session.filter.changed.connect(self._filter_changed)
        session.filter.saved_changed.connect(self._show_saved)
        session.domains.changed.connect(self._domain_changed)
        session.selection.changed.connect(self._selection_changed)
        session.labels.changed.connect(self._labels_changed)
        session.predictions.changed.connect(self._predictions_changed)
        self.refresh()

    def show_only(self, shown: set[str]) -> None:
        """Restrict both views to domains, or to labelled samples or those marked as unsure."""
        self.samples.shown = shown
        self.scatter.set_shown("source" in shown, "target" in shown)
        self.refresh()

    def show_class(self, name: str) -> None:
        """Restrict both views to samples labelled, or else predicted, as a class; an empty name shows all classes."""
        if name != self.samples.of_class:
            self.samples.of_class, self.samples.only = name, NONE
            self.session.selection.choose(NONE)
            self.class_shown.emit(name)
        self._restrict()
        self.refresh()

    def show_samples(self, ids: AbstractSet[Id], why: str) -> None:
        """Restrict the grid to some samples and select them. `why` describes them in the bar."""
        if self.samples.of_class:
            self.show_class("")
        self.samples.only, self.samples.why = Ids.of(ids), why
        self.session.selection.choose(self.samples.only)
        self.refresh()
        self.views.show_images(alone=True)

    def show_ranked(self, paths: Sequence[str], why: str) -> None:
        """Show only these target samples in the grid, in this order; none shows all. `why` describes them."""
        self.samples.rank(paths, why)
        self.refresh()

    def show_suspects(self, paths: Sequence[str], first: str, why: str) -> None:
        """Restrict the grid to source samples, the most suspicious labels first, and select the sample `first`."""
        self.show_samples(Ids(paths), why)
        self.bar.set_sort(SUSPICION, True)
        self.session.selection.choose(Ids([first]))

    @property
    def home(self) -> QWidget:
        """The widget that takes the keys: the grid or what is in its place, or the view if the grid is hidden."""
        images = self.stand or self.grid
        return images if self.views.shown[1] else self.above.currentWidget() or images

    def take_focus(self) -> None:
        """Give the keyboard to the grid, or to the view in its place."""
        self.home.setFocus()

    def stand_in(self, view: QWidget, on: bool) -> None:
        """Show a view in place of the grid, below its bar, or the grid again."""
        if self.rows.indexOf(view) < 0:
            self.rows.addWidget(view)
        self.stand = view if on else None
        view.setVisible(on)
        self.grid.setVisible(not on)
        self._describe(self.grid.count())
        self.bar.offer_order(not on)
        if on:
            self.views.show_images(alone=True)

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self.scatter.set_theme(tokens)
        self.grid.set_theme(tokens)

    def refresh(self) -> None:
        """Fill the grid with the filtered and sorted samples."""
        items = self.samples.items()
        self.grid.set_items(items)
        self._describe(len(items))
        self.bar.parts.tell(len(items))
        self.refreshed.emit()

    def sort_by(self, column: str) -> None:
        """Sort by a column, the largest values first; if it is sorted so already, the smallest first."""
        arrangement = self.arrangement
        self.bar.set_sort(column, not (arrangement.sort == column and arrangement.descending))

    def review(self) -> None:
        """Show the most certain predictions first and focus the grid."""
        self.bar.set_sort(CONFIDENCE, True)
        self.grid.setFocus()

    def _named(self) -> dict[str, str]:
        """Return the labels of target samples; painted samples have the label “painted”."""
        labels = self.session.labels
        return {**dict.fromkeys(labels.painted, "painted"), **labels.by_path} if labels.painted else labels.by_path

    def _sort(self, column: str, descending: bool) -> None:
        self.arrangement.sort, self.arrangement.descending, self.arrangement.chosen = column, descending, True
        self.refresh()

    def _filter_changed(self) -> None:
        self._restrict()
        self.refresh()
        self._show_filter()

    def _type_filter(self) -> None:
        """Move the focus to the filter; the images are shown with it."""
        self.views.show_images()
        self.bar.filter.setFocus()

    def _show_filter(self) -> None:
        self.bar.show_filter(self.session.filter.text, self.arrangement.clauses)
        self._show_saved()

    def _show_saved(self) -> None:
        chosen = self.session.filter
        self.bar.parts.show_saved(chosen.saved, chosen.can_save, chosen.text)

    def _known_changed(self) -> None:
        """Update the columns to sort and to filter by after their data changed."""
        self.samples.forget()
        with QSignalBlocker(self.bar):
            self.bar.set_sorts(self.arrangement.sorts, self.arrangement.sort)
            self.bar.order.setChecked(self.arrangement.descending)
        self.bar.show_filter(self.session.filter.text, self.arrangement.clauses)
        self._restrict()
        self.refresh()

    def advance(self) -> None:
        """Go to the next sample without a label."""
        self.grid.focus_next()

    def _restrict(self) -> None:
        """Draw in the scatter plot what the filter and the class leave."""
        self._calm.stop()
        self.scatter.set_only(self.samples.drawn())

    def _domain_changed(self, side: Side) -> None:
        domain = self.session.domains.by_side.get(side)
        if domain is None:
            self.items[side] = []
        elif side is Side.TARGET:
            root = str(domain.folder)
            self.items[side] = [
                GridItem(side, sample.path, os.path.join(root, sample.path)) for sample in domain.samples
            ]
        else:
            self.items[side] = source_items(domain, self.inspections)
        self.samples.fill(self.items)
        if side is Side.SOURCE:
            self._lay_predictions()  # the task is known now
        self._known_changed()

    def _predictions_changed(self) -> None:
        self._lay_predictions()
        self._known_changed()

    def _lay_predictions(self) -> None:
        """Show predictions in the grid, with the class only if the task predicts a class for each image."""
        predictions, has_class = self.session.predictions.by_path.values(), self.session.domains.task.names_images
        shown = {
            prediction.path: (prediction.predicted if has_class else None, prediction.confidence)
            for prediction in predictions
        }
        self.grid.set_predictions(shown)

    def _describe(self, number: int) -> None:
        samples, filtering = self.samples, bool(self.session.filter.text)
        chosen = len(self.session.selection.ids)
        of_class = tr(" of “{of_class}”", of_class=samples.of_class) if samples.of_class else ""
        title = tr("{chosen} selected", chosen=whole(chosen)) if chosen else f"{count(number, 'image')}{of_class}"
        order = "" if self.stand or samples.ranking else self.arrangement.order_words
        why = (samples.why or tr("inside the lasso")) if samples.only else ""
        none = tr("no image matches the filter") * filtering
        hint = ", ".join(part for part in (why, order) if part) if number else none
        self.bar.describe(title, hint, samples.restricted)

    def _project_changed(self) -> None:
        self.show_class("")
        self.samples.only, self.arrangement.chosen = NONE, False
        for side in Side:
            self._domain_changed(side)
        self.grid.set_labels(self._named(), self.session.labels.unsure)
        self.grid.set_drawn(self.session.labels.drawn)
        for view in (self.grid, self.scatter):
            view.set_selection(self.session.selection.ids)
        self._predictions_changed()
        self._show_saved()

    def _lassoed(self, ids: Ids) -> None:
        self.samples.only, self.samples.why = ids, ""
        self.session.selection.choose(ids, self.scatter)
        self.refresh()
        if ids:
            self.views.show_images()

    def show_all(self) -> None:
        """Show all samples: without a filter, a class or a lasso."""
        self.samples.only = NONE
        self.session.filter.choose("")
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

    def _labels_changed(self, paths: list[str]) -> None:
        self.grid.set_labels(self._named(), self.session.labels.unsure)
        self.grid.set_drawn(self.session.labels.drawn)
        if followed := self.samples.relabel(paths):
            self._calm.start()
            self.refresh()
        self.relabelled.emit(paths, followed)
