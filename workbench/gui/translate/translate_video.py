"""Videos in another look: asked for, under way, done."""

from PySide6.QtCore import QObject, Signal

from workbench.core.errors import UserError
from workbench.core.video import VideoReport, VideoRequest
from workbench.gui.kit.number_format import count, duration
from workbench.gui.session.session import Session
from workbench.gui.session.workers import Errand
from workbench.gui.translate.translations_controller import TranslationsController
from workbench.worker.commands import Stop, TranslateVideo
from workbench.worker.replies import AnalysisProgress, AnyReply, Refused, VideoTranslated


class VideoTranslationController(QObject):
    """One video at a time, in a worker of its own.

    Signals:
        changed(): it began, went on, ended or failed.
    """

    changed = Signal()

    def __init__(self, session: Session, translating: TranslationsController) -> None:
        super().__init__(session)
        self.session, self.translating = session, translating
        self.busy = False
        self.looking: AnalysisProgress | None = None
        self.outcome, self.failed = "", False
        session.workers.translated.connect(self._progress)
        session.workers.received.connect(self._take)
        session.project_changed.connect(self._project_changed)

    @property
    def can_start(self) -> bool:
        """Whether one may begin."""
        free = not self.busy and Errand.VIDEO not in self.session.workers.away
        return free and self.translating.usable is not None

    def start(self, request: VideoRequest) -> None:
        """Translate a video, by the translator that is looked at."""
        if not self.can_start:
            return
        try:
            command = TranslateVideo(request.checked())
        except UserError as error:
            self._end(f"{error.message} {error.hint}".strip(), failed=True)
            return
        self.outcome, self.failed, self.looking = "", False, None
        self.busy = self.session.workers.film(command)
        self.changed.emit()

    def stop(self) -> None:
        """End it early; no file is left."""
        self.session.workers.tell(Errand.VIDEO, Stop())

    def _progress(self, errand: Errand, reply: AnyReply) -> None:
        if errand is Errand.VIDEO and isinstance(reply, AnalysisProgress):
            self.looking = reply
            self.changed.emit()

    def _take(self, reply: AnyReply) -> None:
        match reply:
            case VideoTranslated(report=report) if self.busy:
                self._end(told(report), failed=False)
            case Refused(command="TranslateVideo", message=message, hint=hint) if self.busy:
                self._end(f"{message} {hint}".strip(), failed=True)
            case VideoTranslated() | Refused(command="TranslateVideo"):  # of a project that was left
                self.changed.emit()

    def _end(self, outcome: str, *, failed: bool) -> None:
        self.busy, self.looking = False, None
        self.outcome, self.failed = outcome, failed
        self.changed.emit()

    def _project_changed(self) -> None:
        if self.busy:
            self.stop()
        self._end("", failed=False)


def told(report: VideoReport) -> str:
    """A translated video in words."""
    sound = {"": "no sound", "copied": "sound as it was"}.get(report.sound, f"sound as {report.sound}")
    said = [
        f"{report.out}: {count(report.frames, 'frame')}, {report.width} × {report.height}, {sound}, "
        f"in {duration(report.seconds)}."
    ]
    if report.flicker is not None:
        before, made = 255 * report.flicker.source, 255 * report.flicker.written
        said.append(
            f"Neighbouring frames differ by {made:.1f} grey levels beside motion; the source's by {before:.1f}."
        )
    return " ".join([*said, *report.notes])
