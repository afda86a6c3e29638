"""What the scatter shows: how the run at hand saw both domains last, or, in the Inspect step, what was inspected."""

import numpy as np
from PySide6.QtCore import QObject

from workbench.core.domain import Side, with_named
from workbench.core.events import Embedding, Event, Points, Progressed, Started
from workbench.core.job import Job
from workbench.gui.inspecting import Inspecting
from workbench.gui.runs import Runs
from workbench.gui.session import Session
from workbench.gui.views.scatter import ScatterPoints, ScatterView
from workbench.store.run_folder import RunFolder

INSPECT = "inspect"


class Scattering(QObject):
    """Fills the scatter."""

    def __init__(self, session: Session, runs: Runs, inspecting: Inspecting, scatter: ScatterView) -> None:
        super().__init__(scatter)
        self.session, self.runs, self.inspecting, self.scatter = session, runs, inspecting, scatter
        self.of_run: tuple[ScatterPoints, ScatterPoints, int] | None = None
        self.inspected: tuple[ScatterPoints, ScatterPoints] | None = None
        self.run_classes: list[str] = []
        self.progress = (0, 0)
        scatter.empty_acted.connect(self._act)
        session.step_changed.connect(lambda _step: self.refresh())
        runs.told.connect(self._told)
        runs.shown.connect(self._run_shown)
        inspecting.placed.connect(self._placed)
        inspecting.inspected.connect(self._inspected)
        self.refresh()

    @property
    def inspects(self) -> bool:
        """Whether the step at hand is about the domains, not about a run."""
        return self.session.step == INSPECT

    def refresh(self) -> None:
        """Show what belongs to the step."""
        if self.inspects:
            self.scatter.set_empty("An inspection lays the images of both domains out here, alike beside alike.", "")
            self._draw_inspection()
        else:
            told = "A run shows here how source and target move together as the model adapts."
            self.scatter.set_empty(told, "Adapt")
            self._draw_run()

    def _act(self) -> None:
        self.session.go_to("adapt")

    # -- runs --------------------------------------------------------------------------------------------------------

    def _run_shown(self, folder: RunFolder | None) -> None:
        embedding = folder.embedding() if folder else None
        self.of_run, self.progress = None, (0, 0)
        if folder is not None and embedding is not None:
            self._name_classes(folder.job())
            self.of_run = (points(embedding.source), points(embedding.target), embedding.step)
            self.progress = (1, 1)
        if not self.inspects:
            self._draw_run()

    def _told(self, event: Event) -> None:
        if isinstance(event, Embedding):
            self.of_run = (points(event.source), points(event.target), event.step)
            if not self.inspects:
                self._draw_run()
        elif isinstance(event, Started):
            self._name_classes(event.job)
        elif isinstance(event, Progressed):
            self.progress = (event.step, event.steps)
            if not self.inspects:
                self.scatter.set_progress(*self.progress)

    def _name_classes(self, job: Job) -> None:
        """The classes of a run's model, as its pictures number them."""
        self.run_classes = with_named(self.session.counts, (shot.label for shot in job.shots))

    def _draw_run(self) -> None:
        self.scatter.set_class_names(self.run_classes)
        if self.of_run is None:
            self.scatter.clear()
        else:
            self.scatter.set_points(*self.of_run)
        self.scatter.set_progress(*self.progress)

    # -- inspections -------------------------------------------------------------------------------------------------

    def _inspected(self) -> None:
        self.inspected = None
        if self.inspects:
            self._draw_inspection()

    def _placed(self, _layout: str, source: object, target: object) -> None:
        found = self.inspecting.inspection
        if found is None:
            return
        names = self._class_names()
        made = []
        for side, table, xy in ((Side.SOURCE, found.source_table, source), (Side.TARGET, found.target_table, target)):
            said = self.inspecting.named(side).get("label" if side is Side.SOURCE else "prediction", [])
            numbers = np.array([names.get(name or "", -1) for name in said] or [-1] * len(table.paths), np.int64)
            column = next((one for one in table.columns if one.name == "confidence"), None)
            sure = np.frombuffer(column.values, "<f4") if column else np.zeros(len(table.paths), np.float32)
            made.append(ScatterPoints(list(table.paths), np.asarray(xy, np.float32), numbers, sure))
        self.inspected = (made[0], made[1])
        if self.inspects:
            self._draw_inspection()

    def _class_names(self) -> dict[str, int]:
        return {name: index for index, name in enumerate(self.session.classes)}

    def _draw_inspection(self) -> None:
        self.scatter.set_class_names(self.session.classes)
        self.scatter.set_progress(0, 0)
        if self.inspected is None:
            self.scatter.clear()
        else:
            self.scatter.set_points(*self.inspected, None)


def points(of: Points) -> ScatterPoints:
    """What was told of a domain, as the scatter takes it."""
    return ScatterPoints(
        paths=list(of.paths),
        xy=np.frombuffer(of.xy, "<f4").reshape(-1, 2),
        classes=np.frombuffer(of.predicted, "<i2").astype(np.int64),
        confidence=np.frombuffer(of.confidence, "<f4"),
    )
