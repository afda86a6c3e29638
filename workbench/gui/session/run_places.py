"""Where the runs of a project are executed: on this computer, or on a host."""

from pathlib import Path

from workbench.store.project import RunRecord
from workbench.store.record_table import RESUMABLE
from workbench.store.remote_run import goes_on_elsewhere, place_of
from workbench.store.run_folder import RunFolder
from workbench.worker.commands import Run


def going_on_at(record: RunRecord, place: Path) -> str:
    """Return the host on which a run of a closed project goes on; empty if it does not. `place`: its folder."""
    return goes_on_elsewhere(place) if record.status in RESUMABLE else ""


def resuming(record: RunRecord, place: Path, finish: bool) -> Run:
    """Return the command that resumes a run where it was executed. Raises UserError if its folder is damaged."""
    folder = RunFolder(place)
    job = folder.job() if folder.has_job() else record.job
    return Run(job, str(place), resume=True, finish=finish, place=place_of(place))
