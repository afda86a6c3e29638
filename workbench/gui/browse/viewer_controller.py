"""Opens samples in the image viewer."""

from collections.abc import Collection

from PySide6.QtCore import QEvent, QObject, Signal

from workbench.core.domain import Side
from workbench.data.exif import camera_facts, has_place
from workbench.gui.browse.compare_controller import CompareController
from workbench.gui.browse.known_sample import known_of
from workbench.gui.browse.samples_panel import SamplesPanel
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import grouped, whole
from workbench.gui.kit.sample_ids import Id
from workbench.gui.session.inspection_controller import InspectionController
from workbench.gui.session.session import Session
from workbench.gui.session.view_choices import ViewChoices
from workbench.gui.theme import Tokens
from workbench.gui.views.pictures.image_viewer import ImageViewer


class ViewerController(QObject):
    """Shows the viewer over the panel of samples. Arrow keys step through the grid.

    Signals:
        opened(): a sample was opened in the viewer.
        known_changed(): the label of the shown sample changed.
    """

    opened = Signal()
    known_changed = Signal()

    def __init__(self, session: Session, inspections: InspectionController, pictures: SamplesPanel) -> None:
        super().__init__(pictures)
        self.session, self.inspections, self.pictures = session, inspections, pictures
        self.choices = ViewChoices(session)
        self.compare = CompareController(session, inspections, pictures, self.choices)
        self.nearest: list[str] = []  # paths of the nearest source samples of the shown one
        self.viewer = ImageViewer(pictures, thumbnails=pictures.grid.thumbnails)
        self.viewer.hide()
        self.shown: Id | None = None
        self.chosen_before: frozenset[Id] = frozenset()  # what was selected when the viewer was opened
        self.viewer.closed.connect(self.close)
        self.viewer.stepped.connect(self._step)
        self.viewer.filmstrip.chosen.connect(lambda row: self.open(pictures.grid.samples.items[row].id))
        pictures.refreshed.connect(self._show_neighbours)
        self.viewer.neighbour_chosen.connect(lambda place: self.open((Side.SOURCE, self.nearest[place])))
        for panel in (self.viewer.look.contrast, pictures.bar.contrast):
            panel.changed.connect(self.choices.set_display)
        self.choices.display_changed.connect(self._show_display)
        self.viewer.ruler_panel.scale_changed.connect(self.choices.set_scale)
        self.choices.scale_changed.connect(lambda: self.viewer.ruler_panel.show_scale(self.choices.settings.scale))
        session.project_changed.connect(self.viewer.hide)
        session.selection.changed.connect(lambda _who: self._follow())
        session.domains.changed.connect(self._corrected)
        session.labels.changed.connect(self._relabelled)
        pictures.installEventFilter(self)

    def _show_display(self) -> None:
        display = self.choices.display
        self.viewer.set_display(display)
        self.pictures.grid.set_display(display)
        self.pictures.bar.show_display(display)

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self.viewer.set_theme(tokens)
        self.compare.view.set_theme(tokens)

    def close(self) -> None:
        """Hide the viewer and focus the grid."""
        self.viewer.hide()
        self.pictures.take_focus()

    def open(self, sample_id: Id) -> None:
        """Show a sample and select it, so that class keys label it."""
        self.shown = sample_id
        if not self.viewer.isVisible():
            self.chosen_before = frozenset(self.session.selection.ids)
        self.session.selection.choose(frozenset({sample_id}))
        sample, side = self.session.domains.sample(sample_id), sample_id[0]
        if sample is None:
            return
        file = self.session.domains.file(sample_id)
        self.viewer.setGeometry(self.pictures.rect())
        self.viewer.show_image(
            file=str(file),
            name=sample.path,
            size=(sample.width, sample.height),
            side=side,
            facts=[(tr("Format"), sample.format), (tr("File"), _size(sample.bytes)), *camera_facts(file)],
            located=has_place(file),
            bounds=self._bounds(side),
        )
        self._show_known(sample_id)
        self._show_neighbours()
        self.viewer.show()
        self.viewer.raise_()
        self.viewer.setFocus()
        self.opened.emit()

    def _show_known(self, sample_id: Id) -> None:
        """Show what is known of the shown sample: its label, and the opinion of the model unless it is blind."""
        known = known_of(self.session, self.inspections, sample_id)
        if known is None:
            return
        (side, path), sample_of = sample_id, self.session.domains.sample
        nearest = self.inspections.nearest(path) if side is Side.TARGET and not known.blind else []
        neighbours = [near for one in nearest if (near := sample_of((Side.SOURCE, one))) is not None]
        self.nearest = [near.path for near in neighbours]
        self.viewer.show_known(
            label=known.label,
            predicted=known.predicted,
            confidence=known.confidence,
            nearest=[
                (str(self.session.domains.file((Side.SOURCE, near.path))), near.label or "") for near in neighbours
            ],
            likely=[] if known.blind else self.inspections.likely(sample_id),
        )
        awaited = side is Side.TARGET and not known.blind and self.session.domains.task.names_images
        if known.predicted is None and awaited:
            self.viewer.miss_prediction()

    def _show_neighbours(self) -> None:
        """Show the images around the shown one in the order of the grid."""
        if self.shown is not None:
            samples = self.pictures.grid.samples
            self.viewer.filmstrip.show_items(samples.items, samples.rows.get(self.shown, -1))

    def _bounds(self, side: Side) -> tuple[float, float]:
        """Return the values of a domain's images that are black and white without limits."""
        domain = self.session.domains.by_side.get(side)
        return (domain.deep.bounds if domain and domain.deep else None) or (0.0, 255.0)

    def _follow(self) -> None:
        """Show the sample that was selected after the last one was labelled."""
        if self.viewer.isVisible() and len(self.session.selection.ids) == 1:
            (sample,) = self.session.selection.ids
            if sample != self.shown:
                self.open(sample)

    def _relabelled(self, paths: Collection[str]) -> None:
        """Show the changed label of the shown sample, which may be drawn and without one again."""
        if not self.viewer.isVisible() or self.shown is None:
            return
        side, path = self.shown
        if side is Side.TARGET and path in paths:
            self._show_known(self.shown)
            self.known_changed.emit()

    def _corrected(self, side: Side) -> None:
        """Show the corrected label of the shown sample."""
        if self.viewer.isVisible() and self.shown is not None and side is Side.SOURCE is self.shown[0]:
            self.open(self.shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.viewer.setGeometry(self.pictures.rect())
        return False

    def _step(self, by: int) -> None:
        samples = self.pictures.grid.samples
        if self.shown in samples.rows:
            self.open(samples.items[(samples.rows[self.shown] + by) % len(samples.items)].id)


def _size(length: int) -> str:
    return f"{whole(length)} B" if length < 1024 else f"{grouped(length / 1024, 0)} kB"
