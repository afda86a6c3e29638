"""Runs as the window drives them: start, pause, resume, stop, and what becomes of them."""

import msgspec
from PySide6.QtCore import Signal

from workbench.analysis.agreement import LOW, agreement
from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.core.events import (
    Compared,
    Event,
    Finished,
    Prepared,
    Progressed,
    StageStarted,
    Started,
    TranslatorKept,
    Warned,
)
from workbench.core.job import Job
from workbench.core.run_selection import REFERENCE, harm
from workbench.core.translation import quality_sentence
from workbench.gui.kit.number_format import percent
from workbench.gui.session.records import RecordMessage, Records
from workbench.gui.session.session import Session
from workbench.store.project import RunRecord
from workbench.store.record_table import RecordTable, Status
from workbench.store.run_folder import RunFolder
from workbench.worker.commands import Run
from workbench.worker.replies import Failed, Stopped


class RunsController(Records[RunRecord]):
    """The runs of the open project, and the one under way.

    Signals, besides those of a ledger:
        shown(object): the RunFolder of a run that is looked at, or None when there is none to look at.
    """

    shown = Signal(object)
    word, sign = "run", ""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        session.project_changed.connect(self._project_changed)

    @property
    def shelf(self) -> RecordTable[RunRecord] | None:
        """The project's table of runs."""
        return self.session.project.run_table if self.session.project else None

    def command(self, record: RunRecord) -> list[str]:
        """The words of `workbench adapt …` that repeat a run."""
        assert self.shelf is not None
        place = RunFolder(self.shelf.place(record.id))
        return place.command(place.job() if place.has_job() else record.job)

    def harm(self, record: RunRecord) -> str:
        """Why a finished run is worse than the last one without adaptation; empty when it is not, or there is none."""
        job = record.job
        for other in self.finished():
            alike = (other.job.backbone, other.job.tune, other.job.validator) == (job.backbone, job.tune, job.validator)
            if alike and other.job.method == REFERENCE and other.scores and record.scores:
                return harm(record.scores, other.scores) if job.method != REFERENCE else ""
        return ""

    def best_step(self, run: str) -> int:
        """The step at which a finished run's validator liked its model best; 0 when that is not known."""
        if self.session.project is None:
            return 0
        try:
            return RunFolder(self.session.project.run_folder(run)).result().best_step
        except UserError:
            return 0

    def start(self, job: Job) -> None:
        """Run a job on the project's domains, with all its labels as shots."""
        project = self.session.project
        if project is None or not self.can_start or not self.session.domains.complete:
            return
        source, target = (self.session.domains.by_side[side].root for side in (Side.SOURCE, Side.TARGET))
        try:
            shots, lost = self.session.domains.task.shots(self.session, project, job)
            job = msgspec.structs.replace(job, source=source, target=target, shots=shots, cache=str(project.cache))
            record = project.add_run(job)
        except UserError as error:
            self.session.failed.emit(error.message, error.hint)
        else:
            self._begin(record, resume=False)
            if lost:
                gone = "their image is no longer there, or their class is none that this run has"
                self.notes.append(f"{lost:,} labels are left out: {gone}.")

    def resume(self, record: RunRecord) -> None:
        """Go on with a run that was stopped, failed or interrupted, from its checkpoint."""
        if self.resumable(record) and self.shelf is not None:
            place = RunFolder(self.shelf.place(record.id))
            job = place.job() if place.has_job() else record.job
            self._begin(msgspec.structs.replace(record, job=job), resume=True)

    def show(self, name: str) -> None:
        """Show what the model of a run says of the target, and how it saw both domains last."""
        project, self.looked_at, self.notes = self.session.project, name, []
        folder = RunFolder(project.run_folder(name)) if project is not None and name else None
        self.session.predictions.replace(folder.predictions() if folder else [])
        if folder is not None:
            comparison = folder.comparison()
            self.notes = [note for event in folder.events() if (note := _note(event))]
            self.notes += [comparison.reason] if comparison else []
            self.notes += [*self._agreement(name), *self._held_out(name)]
        self.failure = self._kept_failure()
        self.shown.emit(folder)

    def _held_out(self, run: str) -> list[str]:
        """How many of the held-out shots a finished run gets right."""
        found = next((one.scores.shot_accuracy for one in self.finished() if one.id == run and one.scores), None)
        if found is None:
            return []
        shots = "1 held-out shot is" if found.count == 1 else f"{found.count} held-out shots are"
        right = f"{percent(found.value, 0)} of {shots} right"
        return [f"{right}: the target's accuracy lies between {percent(found.low, 0)} and {percent(found.high, 0)}."]

    def _agreement(self, run: str) -> list[str]:
        """How often the last run of the same recipe with another seed says the same of the target."""
        assert self.session.project is not None
        shown = next((record for record in self.finished() if record.id == run), None)
        ours = {one.path: one.predicted for one in self.session.predictions.by_path.values()}
        for other in self.finished():
            if shown is None or other is shown or _but_for_the_seed(other.job) != _but_for_the_seed(shown.job):
                continue
            predictions = RunFolder(self.session.project.run_folder(other.id)).predictions()
            theirs = {one.path: one.predicted for one in predictions}
            if ours.keys() & theirs.keys():
                share = agreement(ours, theirs)
                doubt = " Neither is to be trusted." if share < LOW else ""
                return [f"Run {other.number}, with another seed, agrees on {percent(share, 0)} of the target.{doubt}"]
        return []

    def _begin(self, record: RunRecord, resume: bool) -> None:
        self.notes.clear()
        if not self._enter(record):
            return
        assert self.shelf is not None
        self._send(Run(record.job, str(self.shelf.place(record.id)), resume))

    def _event(self, event: RecordMessage) -> None:
        match event:
            case Started(job=job):
                self._keep(Status.RUNNING, job=job)
            case Prepared():
                self.preparing = event
            case StageStarted():
                self.preparing = None
            case Progressed():
                self.progress = event
            case Compared(reason=reason):
                self.notes.append(reason)
            case Warned() | TranslatorKept():
                self.notes.append(_note(event))
            case Finished(scores=scores, seconds=seconds):
                self._end(Status.FINISHED, scores=scores, seconds=seconds)
            case Stopped():
                self._end(Status.STOPPED)
            case Failed(message=message):
                self.failure = event
                self._end(Status.FAILED, message=message)
        self.told.emit(event)

    def _end(self, status: Status, **values: object) -> None:
        assert self.current is not None
        ended, failure = self.current.id, self.failure
        self._close(status, **values)
        self.show(ended)
        self.failure = failure
        self.state_changed.emit()

    def _project_changed(self) -> None:
        self._leave()
        self._show_last()
        self.state_changed.emit()

    def _show_last(self) -> None:
        if self.busy:  # the curves stay those of the run under way
            self.looked_at = ""
            self.session.predictions.replace([])
        else:
            super()._show_last()


def _note(event: Event) -> str:
    """What a person is to know of an event for as long as its run is looked at; empty for most."""
    match event:
        case Warned(message=message):
            return message
        case TranslatorKept(quality=quality):
            said = quality_sentence(quality).rstrip(".")
            return f"{said}. They can be looked at in the Translate step."
    return ""


def _but_for_the_seed(job: Job) -> Job:
    return msgspec.structs.replace(job, seed=0)
