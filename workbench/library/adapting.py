"""Adapts a model to a target, from plain values."""

import contextlib
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Unpack

from workbench.analysis.measured_runs import stated_quality
from workbench.core.distributed_env import follower
from workbench.core.drawn_labels import DrawnLabel
from workbench.core.errors import UserError
from workbench.core.events import Event, Finished, Warned
from workbench.core.job import Job
from workbench.core.places import HERE
from workbench.library.adapted_run import AdaptedRun
from workbench.library.options import AdaptOptions, Place
from workbench.library.planning import planned
from workbench.library.work import Work
from workbench.store.run_folder import RunFolder
from workbench.worker.places import execute_at


class Adaptation(Work[Event, AdaptedRun]):
    """The run of a `job` in a `folder`; its events are those of `workbench.core.events`."""

    def __init__(
        self,
        job: Job,
        folder: Path,
        *,
        resume: bool = False,
        drawn: Sequence[DrawnLabel] = (),
        finish: bool = False,
        on: str = HERE,
        notes: Sequence[str] = (),
    ) -> None:
        """`on`, `drawn`, `finish`: as for `execute_at`; `notes`: yielded first.

        Raises UserError if the folder has a run already.
        """
        if not (resume or follower()) and RunFolder(folder).begun():
            raise UserError(
                f"The folder {folder} already contains a run.", f"Choose another --out, or: workbench resume {folder}"
            )
        self.job, self.folder = job, folder
        super().__init__(_adapted(notes, execute_at(on, job, folder, resume, drawn, finish)))


def adapt(
    source: Place | None = None,
    target: Place | None = None,
    method: str | None = None,
    *,
    recipe: Place | None = None,
    out: Place | None = None,
    project: Place | None = None,
    overlap: bool = False,
    on: str = HERE,
    **options: Unpack[AdaptOptions],
) -> Adaptation:
    """Adapt a model from a labelled source to an unlabelled target, as `workbench adapt` does.

    `recipe`: a recipe of a run; what is given besides comes first. `out`: the run folder, runs/METHOD-N by default.
    `project`: whose measuring set chooses the method “auto”. `overlap`: accept folders that share images. `on`: the
    place where it runs. `options`: those of AdaptOptions. Raises UserError for values that cannot be used, and while it
    runs if it cannot go on.
    """
    plan = planned(source, target, method, recipe=recipe, out=out, project=project, overlap=overlap, options=options)
    return Adaptation(plan.job, plan.folder, drawn=plan.drawn, on=on, notes=plan.notes)


def _adapted(notes: Sequence[str], events: Generator[Event, None, None]) -> Generator[Event, None, AdaptedRun]:
    finished: Finished | None = None
    with contextlib.closing(events):
        yield from map(Warned, notes)
        for event in events:
            finished = event if isinstance(event, Finished) else finished
            yield event
    if finished is None:
        raise UserError("Another process of this run has its result.", "See the process of rank 0.")
    folder = RunFolder(Path(finished.run))
    return AdaptedRun(folder.path, folder.job(), finished, stated_quality(folder))
