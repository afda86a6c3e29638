"""Notes how long runs take on this machine, and expects from them how long others will."""

from PySide6.QtCore import QObject, Signal

from workbench.core.domain import Side
from workbench.core.events import Compared, Finished, Progressed, Started
from workbench.core.job import AUTO, Job
from workbench.gui.session.records import RecordMessage
from workbench.gui.session.runs_controller import RunsController
from workbench.store.run_times import RunTime, expected_seconds, read_run_times, remember_run_time
from workbench.worker.replies import Failed, Stopped

FIRST = 10  # a run that is first heard of after this step was resumed, and its wall time says little


class RunTimes(QObject):
    """Signals: changed(): the time of a run was added."""

    changed = Signal()

    def __init__(self, runs: RunsController) -> None:
        super().__init__(runs)
        self.runs, self.times = runs, read_run_times()
        self.job: Job | None = None  # the complete job of the run in progress
        self.compared = False  # whether it tried several methods
        self.rate, self.from_start = 0.0, False
        runs.event_received.connect(self._handle)

    def expected(self, job: Job) -> float | None:
        """Return the expected seconds of a job on the project's domains; None if no run is a guide to it."""
        return expected_seconds(self.times, job, self._images())

    def _images(self) -> int:
        return sum(len(self.runs.session.domains.samples(side)) for side in Side)

    def _handle(self, event: RecordMessage) -> None:
        match event:
            case Started(job=job):
                self.compared = self.compared or bool(self.runs.trial)
                self.job, self.rate = job, 0.0
                self.from_start = False
            case Compared():
                self.compared = True
            case Progressed(step=step, rate=rate):
                self.from_start = self.from_start or 0 < step <= FIRST
                self.rate = rate or self.rate
            case Finished(seconds=seconds):
                self._note(seconds)
                self._forget()
            case Stopped() | Failed():
                self._forget()

    def _note(self, seconds: float) -> None:
        job = self.job
        if job is None or not (self.from_start or self.compared):
            return
        method, rate = (AUTO, 0.0) if self.compared else (job.method, self.rate)
        time = RunTime(
            method, job.backbone, job.tune, job.batch, job.image_size, self._images(), job.steps, rate, seconds
        )
        remember_run_time(time)
        self.times = [time, *self.times]
        self.changed.emit()

    def _forget(self) -> None:
        self.job, self.compared, self.from_start = None, False, False
