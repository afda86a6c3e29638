"""Translated images written to a folder: asked for, under way, done; and the project's source changed to them."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.core.translation import Direction
from workbench.gui.kit.number_format import count
from workbench.gui.session.session import Session
from workbench.gui.session.workers import Errand
from workbench.gui.translate.translations_controller import TranslationsController
from workbench.store.translations import TranslationRecord
from workbench.worker.commands import ExportTranslated, Stop
from workbench.worker.replies import AnalysisProgress, AnyReply, Refused, TranslatedExported


class FolderTranslationController(QObject):
    """One folder at a time, in a worker of its own.

    Signals:
        changed(): writing began, went on, ended or failed.
    """

    changed = Signal()

    def __init__(self, session: Session, translating: TranslationsController) -> None:
        super().__init__(session)
        self.session, self.translating = session, translating
        self.asked: ExportTranslated | None = None
        self.looking: AnalysisProgress | None = None
        self.outcome, self.failed = "", False
        self.then: Callable[[], object] | None = None
        session.workers.translated.connect(self._progress)
        session.workers.received.connect(self._take)
        session.project_changed.connect(self._project_changed)

    @property
    def busy(self) -> bool:
        """Whether a folder is being written."""
        return self.asked is not None

    @property
    def can_start(self) -> bool:
        """Whether one may begin."""
        free = not self.busy and Errand.WRITING not in self.session.workers.away
        return free and self.translating.usable is not None

    def export(self, out: Path, styles: tuple[str, ...] = (), direction: Direction = Direction.TO_TARGET) -> None:
        """Write the domain's images, by the translator that is looked at, to a folder."""
        folder = self.translating.folder
        if folder is None or not self.can_start:
            return
        self.outcome, self.failed, self.looking = "", False, None
        self.asked = ExportTranslated(str(folder.path), str(out), styles=styles, direction=direction)
        if not self.session.workers.write(self.asked):
            self.asked = self.then = None
        self.changed.emit()

    def stop(self) -> None:
        """End it early; what is written stays."""
        self.session.workers.tell(Errand.WRITING, Stop())

    def adapt_on(self, styles: tuple[str, ...] = ()) -> None:
        """Make the translated source images the project's source, written first where they are not, and go to Adapt."""
        record, kept = self.translating.record, self.translating.kept
        if record is None or kept is None:
            return
        if record.written and Path(record.written).is_dir():
            self._switch(record.written)
        elif self.can_start:
            try:
                place = kept.clear_images(record.id)
            except UserError as error:
                self.session.failed.emit(error.message, error.hint)
                return
            self.then = lambda: self._switch(str(place))
            self.export(place, styles)

    def switched(self) -> TranslationRecord | None:
        """The translation whose images are the project's source now; it may have been thrown away since."""
        root, kept = self.session.domains.wanted.get(Side.SOURCE), self.translating.kept
        return next((one for one in kept.all_ever() if one.written and one.written == root), None) if kept else None

    def go_back(self) -> None:
        """Give the project its own source again."""
        if (record := self.switched()) is not None:
            self.session.change_folder(Side.SOURCE, Path(record.job.source))
            self.changed.emit()

    def _switch(self, folder: str) -> None:
        self.session.change_folder(Side.SOURCE, Path(folder))
        self.session.go_to("adapt")
        self.changed.emit()

    def _progress(self, errand: Errand, reply: AnyReply) -> None:
        if errand is Errand.WRITING and isinstance(reply, AnalysisProgress):
            self.looking = reply
            self.changed.emit()

    def _take(self, reply: AnyReply) -> None:
        match reply:
            case TranslatedExported() if self.asked is not None:
                self._done(self.asked, reply)
            case Refused(command="ExportTranslated", message=message, hint=hint) if self.asked is not None:
                self._end(f"{message} {hint}".strip(), failed=True)
                self.then = None
            case TranslatedExported() | Refused(command="ExportTranslated"):  # of a project that was left
                self.changed.emit()

    def _done(self, asked: ExportTranslated, told: TranslatedExported) -> None:
        kept = self.translating.kept
        if kept is not None and asked.direction is Direction.TO_TARGET and not asked.folder:
            try:
                kept.set_written(Path(told.run).name, told.out)
            except UserError as error:
                self.session.failed.emit(error.message, error.hint)
            self.translating.forget()
        masks = f" and {count(told.masks, 'mask')}" if told.masks else ""
        aside = f" {count(told.set_aside, 'file')} could not be read." if told.set_aside else ""
        self._end(
            f"{count(told.images, 'image')}{masks} in {told.out}, in the same class folders.{aside}", failed=False
        )
        then, self.then = self.then, None
        if then is not None:
            then()

    def _end(self, outcome: str, *, failed: bool) -> None:
        self.asked, self.looking = None, None
        self.outcome, self.failed = outcome, failed
        self.changed.emit()

    def _project_changed(self) -> None:
        if self.busy:
            self.stop()
        self.then = None
        self._end("", failed=False)
