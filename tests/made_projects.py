"""Projects with runs that the engine made: one finished, one finished with shots, and one stopped on its way."""

import shutil
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import msgspec

from workbench.core.domain import Side
from workbench.core.events import Finished, Progressed
from workbench.core.job import Job, Shot
from workbench.engine.run import run
from workbench.store.project import Project, RunRecord
from workbench.store.record_table import Status

STOPPED_AT = 3  # steps


class MadeProject(NamedTuple):
    """A project and its two domains. `plain`, `with_shots` and `stopped` are the ids of its runs 1 to 3.

    The project has no labels; the shots were given to the run by hand.
    """

    folder: Path
    source: Path
    target: Path
    plain: str
    with_shots: str
    stopped: str

    def copied(self, to: Path) -> "MadeProject":
        """The same project over copies of its domains, which a test may change."""
        old = self.folder.parent
        shutil.copytree(old, to, dirs_exist_ok=True)
        source, target = (to / folder.relative_to(old) for folder in (self.source, self.target))
        copy = self._replace(folder=to / self.folder.name, source=source, target=target)
        with closing(Project.open(copy.folder)) as project:
            for side, folder in zip(Side, (source, target), strict=True):
                project.set_domain_folder(side, folder)
        return copy


def make_project(root: Path, job: Job, method: str, shots: tuple[Shot, ...]) -> MadeProject:
    """Run a job over the domains that it names, which lie in `root`: as it is, by another method with shots, and for a
    few steps only.
    """
    source, target = Path(job.source), Path(job.target)
    with closing(Project.create(root / "P.workbench")) as project:
        for side, folder in zip(Side, (source, target), strict=True):
            project.set_domain_folder(side, folder)
        job = msgspec.structs.replace(job, cache=str(project.cache))
        plain = _run(project, job)
        with_shots = _run(project, msgspec.structs.replace(job, method=method, shots=shots))
        stopped = _run(project, msgspec.structs.replace(job, seed=1), stop=True)
        return MadeProject(project.folder, source, target, plain.id, with_shots.id, stopped.id)


def _run(project: Project, job: Job, stop: bool = False) -> RunRecord:
    record = project.add_run(job)
    with closing(run(job, project.run_folder(record.id))) as events:
        for event in events:
            if isinstance(event, Finished):
                project.update_run(record.id, Status.FINISHED, scores=event.scores, seconds=event.seconds)
            elif stop and isinstance(event, Progressed) and event.step >= STOPPED_AT:
                project.update_run(record.id, Status.STOPPED)
                break
    return record
