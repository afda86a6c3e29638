"""Starts, pauses, resumes and stops the translations of the open project."""

from pathlib import Path

import msgspec
from PySide6.QtCore import Signal

from workbench.core.command_line import translation_line
from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.core.events import (
    Finished,
    Judged,
    Prepared,
    Preview,
    Progressed,
    TranslationFinished,
    TranslationStarted,
    Warned,
)
from workbench.core.translation import Direction, Quality, TranslationJob
from workbench.core.translation_checks import KEEPS, OTHER, failed_checks, is_early
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count
from workbench.gui.session.records import RecordMessage, Records
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.store.record_table import Status
from workbench.store.run_folder import RunFolder
from workbench.store.translation_folder import TranslationFolder
from workbench.store.translations import TranslationRecord, Translations
from workbench.worker.commands import Translate, TranslateImages
from workbench.worker.replies import Failed, Stopped


class TranslationsController(Records[TranslationRecord]):
    """The translations of the open project, the current one, and the displayed one.

    Signals, in addition to those of `Records`:
        shown(): the displayed translation changed.
    """

    shown = Signal()
    word, words, sign = tr("translation"), tr("translations"), "t"

    def __init__(self, session: Session, runs: RunsController) -> None:
        super().__init__(session)
        self.kept: Translations | None = None
        self.warned: list[Warned] = []  # warnings of the displayed translation
        self.judged: Judged | None = None  # the last evaluation of the displayed translation
        runs.event_received.connect(self._after_a_run)
        session.project_changed.connect(self._project_changed)

    def counted(self, number: int) -> str:
        """Return a number of translations in words."""
        return count(number, "translation")

    @property
    def record_table(self) -> Translations | None:
        """The project's table of translations."""
        return self.kept

    def command(self, record: TranslationRecord) -> list[str]:
        """Return the command that repeats a translation, or the run that trained it."""
        if record.job.run and self.session.project is not None:
            place = RunFolder(self.session.project.run_folder(record.job.run))
            if place.has_job():
                return place.command(place.job())
        return translation_line(record.job)

    @property
    def quality(self) -> Quality | None:
        """The last quality of the displayed translation."""
        if self.judged is not None:
            return self.judged.quality
        return self.record.quality if self.record else None

    @property
    def folder(self) -> TranslationFolder | None:
        """The folder of the displayed translation."""
        return self.kept.files(self.displayed_id) if self.kept and self.displayed_id else None

    @property
    def usable(self) -> TranslationRecord | None:
        """The displayed translation, if its model has been saved."""
        record, folder = self.record, self.folder
        return record if folder is not None and folder.model.is_file() else None

    def source_file(self, path: str) -> Path | None:
        """Return the file of a source sample, from the source folder of the displayed translation if present."""
        record, own = self.record, self.session.domains.by_side.get(Side.SOURCE)
        if record is not None and (file := Path(record.job.source) / path).is_file():
            return file
        return own.folder / path if own is not None else None

    def images(
        self, inputs: tuple[str, ...], styles: tuple[str, ...] = (), direction: Direction = Direction.TO_TARGET
    ) -> TranslateImages | None:
        """Return the command that translates files with the displayed translation; None if its model is not saved."""
        if self.usable is None or self.folder is None:
            return None
        return TranslateImages(str(self.folder.path), inputs, styles, direction)

    def pace_of(self, job: TranslationJob) -> tuple[TranslationRecord, float] | None:
        """Return the last translation that a job resembles, and the seconds of its steps; None without one.

        The time of a step is taken as proportional to its number of images.
        """
        for record in self.finished():
            alike = (record.job.translator, record.job.preset) == (job.translator, job.preset)
            sized = job.image_size in (0, record.job.image_size)  # 0 is the size of the images
            if alike and sized and record.seconds and record.job.steps > 1 and record.job.batch:
                return record, record.seconds / record.job.steps * job.batch / record.job.batch
        return None

    def start(self, job: TranslationJob) -> None:
        """Train a translator on the project's domains, or prepare one that needs no training."""
        project, kept = self.session.project, self.kept
        if project is None or kept is None or not self.can_start or not self.session.domains.complete:
            return
        source, target = (self.session.domains.by_side[side].root for side in (Side.SOURCE, Side.TARGET))
        try:
            job = msgspec.structs.replace(job, **self.session.domains.deep_ranges())
            record = kept.add(msgspec.structs.replace(job, source=source, target=target, cache=str(project.cache)))
        except UserError as error:
            self.session.failed.emit(error.message, error.hint)
        else:
            self._begin(record, resume=False)

    def resume(self, record: TranslationRecord) -> None:
        """Resume a stopped, failed or interrupted translation from its checkpoint."""
        if self.resumable(record) and self.kept is not None:
            folder = self.kept.files(record.id)
            job = folder.job() if folder.has_job() else record.job
            self._begin(msgspec.structs.replace(record, job=job), resume=folder.has_job())

    def show(self, name: str) -> None:
        """Display a translation."""
        self.displayed_id = name
        self.failure = self._kept_failure()
        events = list(self.folder.events()) if self.folder else []
        self.warned = [event for event in events if isinstance(event, Warned)]
        judged = [event for event in events if isinstance(event, Judged)]
        self.judged = judged[-1] if judged else None
        self._note()
        self.shown.emit()

    def _note(self) -> None:
        """Update the notes: warnings of the data, and the checks that the last evaluation fails."""
        self.notes = [warning.message for warning in self.warned if not warning.about]
        record, quality = self.record, self.quality
        if record is None or quality is None:
            return
        cards = self.session.catalogue.translators if self.session.catalogue else ()
        trained = next((card.trained for card in cards if card.name == record.job.translator), True)
        if self.judged is None or not is_early(self.judged.step, record.job.steps, trained):
            self.notes += failed_checks(quality, KEEPS if record.job.run else OTHER, trained).values()

    def _begin(self, record: TranslationRecord, resume: bool) -> None:
        if not self._enter(record):
            return
        assert self.kept is not None
        self.show(record.id)
        self._send(Translate(record.job, str(self.kept.place(record.id)), resume))

    def _event(self, event: RecordMessage) -> None:
        assert self.current is not None
        displayed = self.current.id == self.displayed_id
        match event:
            case TranslationStarted(job=job):
                self._keep(Status.RUNNING, job=job)
            case Prepared():
                self.preparing = event
            case Progressed():
                self.progress, self.preparing = event, None
            case Preview():
                self.preparing = None
            case Judged(quality=quality):
                self._keep(Status.RUNNING, quality=quality)
                if displayed:
                    self.judged = event
                    self._note()
            case Warned() if displayed:
                self.warned.append(event)
                self._note()
            case TranslationFinished(quality=quality, seconds=seconds):
                self._end(Status.FINISHED, quality=quality, seconds=seconds)
            case Stopped():
                self._end(Status.STOPPED)
            case Failed(message=message):
                ended = self.current.id
                self._end(Status.FAILED, message=message)
                self.show(ended)
                self.failure = event
                self.state_changed.emit()
        self.event_received.emit(event)

    def _end(self, status: Status, **values: object) -> None:
        self._close(status, **values)
        self._note()
        self.state_changed.emit()

    def _after_a_run(self, event: RecordMessage) -> None:
        if isinstance(event, Finished) and (taken := self._take_over()) and not self.busy:
            self.show(taken[-1].id)

    def _take_over(self) -> list[TranslationRecord]:
        """Add the translators that runs trained to the translations of the project."""
        taken: list[TranslationRecord] = []
        if self.kept is not None and self.session.project is not None:
            try:
                taken = self.kept.take_over(self.session.project.runs())
            except UserError as error:
                self.session.failed.emit(error.message, error.hint)
        if taken:
            self.forget()
        return taken

    def _project_changed(self) -> None:
        self._leave()
        project = self.session.project
        self.kept = Translations(project) if project else None
        if self.kept is not None:
            try:
                self.kept.settle()
            except UserError as error:
                self.session.failed.emit(error.message, error.hint)
        self._take_over()
        self._show_last()
        self.state_changed.emit()
