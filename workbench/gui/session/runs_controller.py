"""Starts, pauses, resumes and stops the runs of the open project."""

from pathlib import Path

import msgspec
from PySide6.QtCore import Signal

from workbench.analysis.agreement import agreement
from workbench.analysis.measuring import choosing_labels
from workbench.core.accuracy_range import FEWEST
from workbench.core.domain import Side
from workbench.core.drawn_labels import DrawnLabel
from workbench.core.errors import UserError
from workbench.core.events import (
    Compared,
    Finished,
    PrecisionChosen,
    Prepared,
    Progressed,
    StageStarted,
    Started,
    TranslatorKept,
    Warned,
)
from workbench.core.job import AUTO, Job
from workbench.core.name_matching import composed
from workbench.core.places import HERE
from workbench.core.run_selection import REFERENCE, degradation
from workbench.gui.kit.core_words import word
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count
from workbench.gui.session.records import RecordMessage, Records
from workbench.gui.session.run_notes import (
    agreement_note,
    ended_note,
    event_note,
    held_out_note,
    left_out_note,
    quoted_names,
)
from workbench.gui.session.run_places import going_on_at, resuming
from workbench.gui.session.run_quality import RunQuality
from workbench.gui.session.session import Session
from workbench.store.project import RunRecord
from workbench.store.record_table import RecordTable, Status
from workbench.store.run_folder import RunFolder
from workbench.worker.commands import Run
from workbench.worker.replies import Failed, Stopped


class RunsController(Records[RunRecord]):
    """The runs of the open project, and the current run.

    The current model is that of the displayed run, or else of the finished run that was displayed last. It stands
    behind all predictions that the window shows, accepts and exports.

    Attributes, in addition to those of `Records`:
        facts: what the displayed run chose that its job left open, as sentences.

    Signals, in addition to those of `Records`:
        shown(object): the RunFolder of the displayed run, or None.
        model_changed(): another model is the current one.
    """

    shown = Signal(object)
    model_changed = Signal()
    word, words, sign = tr("run"), tr("runs"), ""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.quality = RunQuality(session)
        self.model_id = ""  # the run of the current model
        self.facts: list[str] = []
        self.trial = ""  # the method that the current run tries, while “auto” compares methods
        self.place = HERE  # where the current run is executed
        session.project_changed.connect(self._project_changed)

    def counted(self, number: int) -> str:
        """Return a number of runs in words."""
        return count(number, "run")

    @property
    def record_table(self) -> RecordTable[RunRecord] | None:
        """The project's table of runs."""
        return self.session.project.run_table if self.session.project else None

    def command(self, record: RunRecord) -> list[str]:
        """Return the `workbench adapt …` command that repeats a run."""
        assert self.record_table is not None
        place = RunFolder(self.record_table.place(record.id))
        return place.command(place.job() if place.has_job() else record.job)

    def recipe(self, record: RunRecord) -> Path | None:
        """Return the recipe of a run; None if a version without recipes made it, or it has not begun."""
        assert self.record_table is not None
        file = RunFolder(self.record_table.place(record.id)).recipe_file
        return file if file.is_file() else None

    @property
    def model(self) -> RunRecord | None:
        """The run of the current model; None before the first finished run."""
        return next((record for record in self.finished() if record.id == self.model_id), None)

    def title(self, record: RunRecord) -> str:
        """Return the title of a run's method."""
        cards = self.session.catalogue.methods if self.session.catalogue else ()
        return next((word(card.title) for card in cards if card.name == record.job.method), record.job.method)

    def degradation(self, record: RunRecord) -> str:
        """Return why a run is worse than the last comparable run without adaptation; empty if it is not."""
        job = record.job
        for other in self.finished():
            alike = (other.job.backbone, other.job.tune, other.job.validator) == (job.backbone, job.tune, job.validator)
            if alike and other.job.method == REFERENCE and other.scores and record.scores:
                return degradation(record.scores, other.scores) if job.method != REFERENCE else ""
        return ""

    def best_step(self, run: str) -> int:
        """Return the step with the best validator score of a finished run; 0 if it is not known."""
        if self.session.project is None:
            return 0
        try:
            return RunFolder(self.session.project.run_folder(run)).result().best_step
        except UserError:
            return 0

    def start(self, job: Job) -> None:
        """Run a job on the project's domains, with all labels as shots."""
        project = self.session.project
        if project is None or not self.can_start or not self.session.domains.complete:
            return
        source, target = (self.session.domains.by_side[side].root for side in (Side.SOURCE, Side.TARGET))
        try:
            shots, lost = self.session.domains.task.shots(self.session.labels, project, job)
            job = msgspec.structs.replace(job, source=source, target=target, shots=shots, cache=str(project.cache))
            changed = tuple(each for each in self.session.domains.decided.values() if not each.confirms)
            job = msgspec.structs.replace(job, corrections=changed, **self.session.domains.deep_ranges())
            record = project.add_run(job)
        except UserError as error:
            self.session.failed.emit(error.message, error.hint)
        else:
            folder, drawn = str(project.run_folder(record.id)), self._choosing_labels(job)
            self._begin(record, Run(job, folder, drawn=drawn, place=self.session.place))
            if lost:
                self.notes.append(left_out_note(lost))

    def resume(self, record: RunRecord, finish: bool = False) -> None:
        """Resume a stopped, failed or interrupted run from its checkpoint, or `finish` it there."""
        if self.resumable(record) and self.record_table is not None:
            try:
                command = resuming(record, self.record_table.place(record.id), finish)
            except UserError as error:
                self.session.failed.emit(error.message, error.hint)
            else:
                self._begin(msgspec.structs.replace(record, job=command.job), command)

    def show(self, name: str) -> None:
        """Display a run: its notes and features. The model of a finished run becomes the current one."""
        project, self.displayed_id, self.notes, self.facts = self.session.project, name, [], []
        folder = RunFolder(project.run_folder(name)) if project is not None and name else None
        self._choose_model(name)
        if folder is not None:
            comparison = folder.comparison()
            events = list(folder.training_folder().events())
            self.notes = [note for event in events if (note := event_note(event))]
            self.facts = [event.reason for event in events if isinstance(event, PrecisionChosen)]
            self.notes += [comparison.reason] if comparison else []
            self.notes += self._on_result(folder) if self.model_id == name else []
            self.notes += [*self._agreement(name), *self._held_out(name)]
        self.failure = self._kept_failure()
        self.shown.emit(folder)

    def _choose_model(self, name: str) -> None:
        """Make the model of a finished run the current one; for another run, keep the current model."""
        project, finished = self.session.project, [record.id for record in self.finished()]
        kept = self.model_id if self.model_id in finished else next(iter(finished), "")
        self.model_id = name if name in finished else kept
        folder = RunFolder(project.run_folder(self.model_id)) if project is not None and self.model_id else None
        self.session.predictions.replace(folder.predictions() if folder else [])
        self.model_changed.emit()

    def _on_result(self, folder: RunFolder) -> list[str]:
        """Return notes on the current model: not trained to its last step, or with classes that it predicts nowhere."""
        result, known, notes = folder.result(), self.session.predictions.by_path, list[str]()
        if result.ended is not msgspec.UNSET:
            notes.append(ended_note(result.ended, folder.job().steps))
        predicted = {row.predicted for row in known.values()}
        missing = [name for name in result.classes if name not in predicted]
        if missing and self.session.domains.task.names_images and len(known) >= FEWEST:
            notes.append(tr("The model predicts no target image as {missing}.", missing=quoted_names(missing)))
        return notes

    def _held_out(self, run: str) -> list[str]:
        """Return a note on the accuracy of a finished run on its held-out shots."""
        scores = next((record.scores for record in self.finished() if record.id == run), None)
        share = scores.shot_accuracy if scores else None
        if share is None:
            return []
        return [held_out_note(share)]

    def _agreement(self, run: str) -> list[str]:
        """Return a note on the agreement with the last run that differs only in its seed."""
        assert self.session.project is not None
        shown = next((record for record in self.finished() if record.id == run), None)
        ours = {composed(path): row.predicted for path, row in self.session.predictions.by_path.items()}
        for other in self.finished():
            if shown is None or not shown.job.differs_in_seed(other.job):
                continue
            predictions = RunFolder(self.session.project.run_folder(other.id)).predictions()
            theirs = {composed(prediction.path): prediction.predicted for prediction in predictions}
            if ours.keys() & theirs.keys():
                return [agreement_note(other.number, agreement(ours, theirs))]
        return []

    def _choosing_labels(self, job: Job) -> tuple[DrawnLabel, ...]:
        """Return the labels of the measuring set, which choose among the methods of “auto”."""
        samples = self.session.domains.samples(Side.TARGET) if job.method == AUTO else []
        sizes = {sample.path: (sample.width, sample.height) for sample in samples}
        return choosing_labels(self.quality.measured.labels, sizes) if sizes else ()

    def _begin(self, record: RunRecord, command: Run) -> None:
        self.notes.clear()
        self.trial, self.place = "", command.place
        if self._enter(record):
            self._send(command)

    def _event(self, event: RecordMessage) -> None:
        match event:
            case Started(job=job, folder=folder):
                self._started(job, Path(folder))
            case Prepared():
                self.preparing = event
            case StageStarted():
                self.preparing = None
            case Progressed():
                self.progress = event
            case Compared(reason=reason):
                self.notes.append(reason)
            case Warned() | TranslatorKept():
                self.notes.append(event_note(event))
            case Finished(scores=scores, seconds=seconds):
                self._end(Status.FINISHED, job=self._final_job(), scores=scores, seconds=seconds)
            case Stopped():
                self._end(Status.STOPPED)
            case Failed(message=message):
                self.failure = event
                self._end(Status.FAILED, message=message)
        self.event_received.emit(event)

    def _started(self, job: Job, folder: Path) -> None:
        """Save the complete job. That of a trial is not the job of the run, which is still to choose a method."""
        assert self.current is not None
        assert self.record_table is not None
        trial = folder != self.record_table.place(self.current.id)
        self.trial = job.method if trial else ""
        self._keep(Status.RUNNING, job=None if trial else job)

    def _final_job(self) -> Job | None:
        """Return the job of the current run, with the method that “auto” chose; None if it cannot be read."""
        assert self.current is not None
        assert self.record_table is not None
        try:
            return RunFolder(self.record_table.place(self.current.id)).job()
        except UserError:
            return None

    def _end(self, status: Status, **values: object) -> None:
        assert self.current is not None
        ended, failure = self.current.id, self.failure
        self._close(status, **values)
        self.show(ended)
        self.failure = failure
        self.state_changed.emit()

    def elsewhere(self, record: RunRecord) -> str:
        """Return the host on which a run is executed or goes on; empty for this computer, and if it is over."""
        if self.current is not None and record.id == self.current.id:
            return "" if self.place == HERE else self.place
        return going_on_at(record, self.record_table.place(record.id)) if self.record_table else ""

    def _project_changed(self) -> None:
        self._leave()
        self._show_last()
        self.state_changed.emit()
        self._take_up()

    def _take_up(self) -> None:
        """Follow the latest run that goes on on a host since the project was open before."""
        project = self.session.project
        if project is not None and not project.read_only and self.can_start:
            for record in [record for record in self.all() if self.elsewhere(record)][-1:]:
                self.resume(record)

    def _show_last(self) -> None:
        if self.busy:  # the curves are still those of the current run
            self.displayed_id = ""
            self._choose_model("")
        else:
            super()._show_last()
