"""Opens samples with their masks in a viewer over the images."""

from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from workbench.core.domain import Domain, Sample, Side
from workbench.core.errors import UserError
from workbench.data.mask_png import read_numbers
from workbench.data.regions import Mask
from workbench.gui.browse.samples_panel import SamplesPanel
from workbench.gui.kit.language import tr
from workbench.gui.kit.sample_ids import Id
from workbench.gui.session.background import Background
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.theme import Tokens
from workbench.gui.views.masks.mask_layer import class_palette
from workbench.gui.views.masks.mask_viewer import MaskViewer
from workbench.store.run_folder import RunFolder


class _LoadedMasks(NamedTuple):
    predicted: Mask | None
    truth: Mask | None


class MaskViewerController(QObject):
    """Shows prediction, truth and difference. Replaces the common viewer for segmentation."""

    def __init__(self, session: Session, runs: RunsController, pictures: SamplesPanel) -> None:
        super().__init__(pictures)
        self.session, self.runs, self.pictures = session, runs, pictures
        self.viewer = MaskViewer(pictures, thumbnails=pictures.grid.thumbnails)
        self.viewer.hide()
        self.shown: Id | None = None
        self.run: RunFolder | None = None
        self.background = Background(self)
        self._before: QWidget | None = None
        self.viewer.closed.connect(self.close)
        self.viewer.stepped.connect(self._step)
        self.viewer.filmstrip.chosen.connect(lambda row: self.open(pictures.grid.samples.items[row].id))
        pictures.refreshed.connect(self._show_neighbours)
        runs.shown.connect(self._run_shown)
        session.project_changed.connect(self._leave)
        session.step_changed.connect(lambda _step: self._leave())
        pictures.installEventFilter(self)

    def open(self, sample_id: Id) -> bool:
        """Show a sample with its masks. Returns False if the task is not segmentation."""
        side, path = sample_id
        domain = self.session.domains.by_side.get(side)
        sample = next((candidate for candidate in self.session.domains.samples(side) if candidate.path == path), None)
        if self.session.domains.table is None or domain is None or sample is None:
            return False
        self.shown = sample_id
        self.session.selection.choose(frozenset({sample_id}))
        told = side is Side.TARGET and not self.session.labels.is_blind(path)  # else no opinion of a model is shown
        predicted = self.run.mask_file(path) if self.run is not None and told else None
        work = partial(_read, predicted, domain, sample)
        self.background.do(work, lambda masks: self._show(sample_id, masks), self._failed)
        return True

    def close(self) -> None:
        """Close the viewer, and restore the focus."""
        self._leave()
        if self._before is not None:
            self._before.setFocus()

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self.viewer.set_theme(tokens)

    def _leave(self) -> None:
        self.shown = None  # discards masks that are still being read
        self.viewer.hide()

    def _show(self, sample: Id, masks: _LoadedMasks) -> None:
        table = self.session.domains.table
        if sample != self.shown or table is None or sample[0] not in self.session.domains.by_side:
            return
        if not self.viewer.isVisible():
            self._before = self.pictures.window().focusWidget()
        self.viewer.setGeometry(self.pictures.rect())
        self.viewer.show()
        self.viewer.raise_()
        self.viewer.setFocus()
        facts = " · ".join(filter(None, (sample[0].value, self._run_words() if masks.predicted is not None else "")))
        file, palette = str(self.session.domains.file(sample)), class_palette(table.colours)
        self.viewer.show_masks(file, sample[1], facts, palette, masks.predicted, masks.truth)
        self._show_neighbours()
        if sample[0] is Side.SOURCE:
            self.viewer.notice.hide()  # a run predicts only the target
        elif masks.predicted is None and self.session.labels.is_blind(sample[1]):
            self.viewer.notice.setText(tr("This image measures: its prediction is shown once it has a label."))
        elif masks.predicted is None and self.runs.busy:
            self.viewer.notice.setText(tr("The predicted mask follows at the end of the run in progress."))

    def _run_words(self) -> str:
        """Return which run predicted the mask."""
        name = self.run.path.name if self.run else ""
        return next((tr("run {number}", number=record.number) for record in self.runs.all() if record.id == name), "")

    def _failed(self, error: UserError) -> None:
        self.session.failed.emit(error.message, error.hint)

    def _run_shown(self, folder: RunFolder | None) -> None:
        self.run = folder
        if self.viewer.isVisible() and self.shown is not None:
            self.open(self.shown)

    def _step(self, by: int) -> None:
        """Show the image before or after the shown one in the grid; if it is not there, in its domain."""
        if self.shown is None:
            return
        rows, items = self.pictures.grid.samples.rows, self.pictures.grid.samples.items
        if self.shown in rows:
            self.open(items[(rows[self.shown] + by) % len(items)].id)
            return
        side, path = self.shown
        paths = [sample.path for sample in self.session.domains.samples(side)]
        if path in paths:
            self.open((side, paths[(paths.index(path) + by) % len(paths)]))

    def _show_neighbours(self) -> None:
        """Show the images around the shown one in the order of the grid."""
        if self.shown is not None:
            samples = self.pictures.grid.samples
            self.viewer.filmstrip.show_items(samples.items, samples.rows.get(self.shown, -1))

    # -- Qt --------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.viewer.setGeometry(self.pictures.rect())
        return False


def _read(predicted: Path | None, domain: Domain, sample: Sample) -> _LoadedMasks:
    size = (sample.width, sample.height)
    truth = read_numbers(domain.folder / sample.mask, size) if sample.mask else None
    return _LoadedMasks(read_numbers(predicted, size) if predicted else None, truth)
