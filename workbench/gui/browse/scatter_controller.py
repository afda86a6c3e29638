"""Fills the scatter plot with the embedding of the current run or, in the Inspect step, of the inspection."""

from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject

from workbench.core.domain import Side, with_new_classes
from workbench.core.events import Embedding, Event, Points, Progressed, Started
from workbench.core.job import Job
from workbench.gui.kit.language import tr
from workbench.gui.session.inspection_controller import PCA, InspectionController
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.views.scatter.scatter_view import ScatterPoints, ScatterView
from workbench.store.run_folder import RunFolder

INSPECT = "inspect"
LAYOUTS = [PCA, "t-SNE", "UMAP"] if find_spec("umap") else [PCA, "t-SNE"]


class ScatterController(QObject):
    """Fills the scatter plot from runs and inspections, and shows the history of a run."""

    def __init__(
        self, session: Session, runs: RunsController, inspections: InspectionController, scatter: ScatterView
    ) -> None:
        super().__init__(scatter)
        self.session, self.runs, self.inspections, self.scatter = session, runs, inspections, scatter
        self.of_run: tuple[ScatterPoints, ScatterPoints, int] | None = None
        self.inspected: tuple[ScatterPoints, ScatterPoints] | None = None
        self.run_classes: list[str] = []
        self.progress = (0, 0)
        self.folder: RunFolder | None = None
        self._shown_of: tuple[object, ...] = ()  # see `_of`
        self._drawn: set[str] = set()  # the measuring set when the points were shown
        self.pictures: list[int] = []  # steps of the run with a saved embedding
        scatter.card.file_of = lambda sample: str(session.domains.file(sample))
        scatter.layout_chosen.connect(inspections.choose_layout)
        scatter.step_chosen.connect(self._look_back)
        session.step_changed.connect(lambda _step: self.refresh())
        session.labels.changed.connect(lambda _paths: self._labels_changed())
        runs.event_received.connect(self._handle_event)
        runs.shown.connect(self._run_shown)
        inspections.placed.connect(self._placed)
        inspections.inspected.connect(self._inspected)
        self.refresh()

    @property
    def inspects(self) -> bool:
        """Whether the current step shows the inspection instead of a run."""
        return self.session.step == INSPECT

    def refresh(self) -> None:
        """Show the embedding of the current step."""
        if self.inspects:
            self.scatter.empty.set_text(
                tr("An inspection shows the images of both domains here, with similar images close together."),
                tr("Inspect"),
            )
            self._draw_inspection()
        else:
            sentence = tr("A run shows here how the features of source and target align during adaptation.")
            self.scatter.empty.set_text(sentence, tr("Adapt"))
            self._draw_run()

    # -- runs --------------------------------------------------------------------------------------------------------

    def _run_shown(self, folder: RunFolder | None) -> None:
        folder = folder.training_folder() if folder else None
        embedding = folder.embedding() if folder else None
        self.folder, self.of_run, self.progress = folder, None, (0, 0)
        self.pictures = folder.pictures() if folder else []
        if folder is not None and embedding is not None:
            self._name_classes(folder.job())
            self.of_run = (points(embedding.source), points(embedding.target), embedding.step)
            self.progress = (1, 1)
        if not self.inspects:
            self._draw_run()

    def _handle_event(self, event: Event) -> None:
        if isinstance(event, Embedding):
            self.pictures.append(event.step)
            last = self._at_end()
            self.of_run = (points(event.source), points(event.target), event.step)
            if not self.inspects:
                self.scatter.bar.set_history(len(self.pictures))
                if last:  # an earlier position of the slider is kept
                    self._show(*self.of_run)
        elif isinstance(event, Started):
            self._name_classes(event.job)
            self.folder = RunFolder(Path(event.folder))
            self.pictures = [step for step in self.folder.pictures() if step <= self._step()]
        elif isinstance(event, Progressed):
            self.progress = (event.step, event.steps)
            if not self.inspects:
                self.scatter.bar.set_progress(*self.progress)

    def _step(self) -> int:
        """Return the step that the current run has reached."""
        return self.runs.progress.step if self.runs.progress else 0

    def _at_end(self) -> bool:
        slider = self.scatter.bar.history
        return slider.value() == slider.maximum()

    def _look_back(self, place: int) -> None:
        """Show an earlier embedding of the run."""
        if self.inspects or self.folder is None or not 0 <= place < len(self.pictures):
            return
        last = place == len(self.pictures) - 1
        picture = self.folder.embedding(until=self.pictures[place])
        if last and self.of_run is not None:
            self._show(*self.of_run)
        elif picture is not None:
            self._show(points(picture.source), points(picture.target), picture.step)

    def _name_classes(self, job: Job) -> None:
        """Set the class names of a run, in the order of the class numbers in its embeddings."""
        self.run_classes = with_new_classes(self.session.domains.counts, (shot.label for shot in job.shots))

    def _draw_run(self) -> None:
        self.scatter.set_shades([])
        self.scatter.bar.set_layouts([], "")
        self.scatter.bar.set_history(len(self.pictures))
        self.scatter.set_class_names(self.run_classes)
        if self.of_run is None:
            self.scatter.clear()
        else:
            self._show(*self.of_run)
        self.scatter.bar.set_progress(*self.progress)

    def _show(self, source: ScatterPoints, target: ScatterPoints, step: int | None) -> None:
        """Show points, without the predicted classes of drawn images that have no label yet."""
        blind = self.session.labels.blind
        if blind:
            classes, confidence = target.classes.copy(), target.confidence.copy()
            rows = [row for row, path in enumerate(target.paths) if path in blind]
            classes[rows], confidence[rows] = -1, 0
            target = replace(target, classes=classes, confidence=confidence)
        self.scatter.set_points(source, target, step)
        if (of := self._of()) != self._shown_of:
            self._shown_of = of
            self.scatter.canvas.fit()

    def _of(self) -> tuple[object, ...]:
        """Return what the points are of. A zoom is kept for one embedding over its steps, but not for another."""
        if self.inspects:
            return self.session.project and self.session.project.folder, self.inspections.layout
        return (self.folder and self.folder.path,)

    def _labels_changed(self) -> None:
        """Show the points again if other samples are drawn; for a label alone, 100,000 points are not painted again."""
        if (drawn := self.session.labels.drawn.keys()) != self._drawn:
            self._drawn = set(drawn)
            self.refresh()

    # -- inspections -------------------------------------------------------------------------------------------------

    def _inspected(self) -> None:
        self.inspected = None
        if self.inspects:
            self._draw_inspection()

    def _placed(self, _layout: str, source: object, target: object) -> None:
        inspection = self.inspections.inspection
        if inspection is None:
            return
        number = {name: index for index, name in enumerate(self.session.labels.classes)}
        points_by_side = []
        for side, table, xy in (
            (Side.SOURCE, inspection.source_table, source),
            (Side.TARGET, inspection.target_table, target),
        ):
            names = self.inspections.named(side)
            class_names = names.get("label" if side is Side.SOURCE else "prediction", [None] * len(table.paths))
            classes = np.array([number.get(name or "", -1) for name in class_names], np.int64)
            confidence = self.inspections.numbers(side).get("confidence", np.zeros(len(table.paths), np.float32))
            points_by_side.append(ScatterPoints(list(table.paths), np.asarray(xy, np.float32), classes, confidence))
        self.inspected = (points_by_side[0], points_by_side[1])
        if self.inspects:
            self._draw_inspection()

    def _draw_inspection(self) -> None:
        self.scatter.set_class_names(self.session.labels.classes)
        self.scatter.bar.set_progress(0, 0)
        self.scatter.bar.set_history(0)
        if self.inspected is None:
            self.scatter.set_shades([])
            self.scatter.bar.set_layouts([], "")
            self.scatter.clear()
        else:
            self._show(*self.inspected, None)
            self.scatter.set_shades(self.inspections.shades())
            self.scatter.bar.set_layouts(LAYOUTS, self.inspections.layout)


def points(of: Points) -> ScatterPoints:
    """Convert the points of an event to those of the scatter plot."""
    return ScatterPoints(
        paths=list(of.paths),
        xy=np.frombuffer(of.xy, "<f4").reshape(-1, 2),
        classes=np.frombuffer(of.predicted, "<i2").astype(np.int64),
        confidence=np.frombuffer(of.confidence, "<f4"),
    )
