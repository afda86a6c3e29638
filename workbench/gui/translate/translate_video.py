"""Videos in another look: asked for, under way, done."""

from PySide6.QtCore import QObject, Signal

from workbench.core.errors import UserError
from workbench.core.video import VideoReport, VideoRequest
from workbench.gui.kit.number_format import count, duration
from workbench.gui.session.session import Session
from workbench.gui.session.single_call import SingleCall
from workbench.gui.translate.translations_controller import TranslationsController
from workbench.worker.commands import TranslateVideo
from workbench.worker.replies import VideoTranslated


class VideoTranslationController(QObject):
    """One video at a time, in a worker of its own.

    Signals:
        changed(): it began, went on, ended or failed.
    """

    changed = Signal()

    def __init__(self, session: Session, translating: TranslationsController) -> None:
        super().__init__(session)
        self.translating = translating
        self.call = SingleCall(session.workers, self)
        self.call.changed.connect(self.changed)
        session.project_changed.connect(self.changed)

    @property
    def can_start(self) -> bool:
        """Whether one may begin."""
        return self.call.free and self.translating.usable is not None

    def start(self, request: VideoRequest) -> None:
        """Translate a video, by the translator that is looked at."""
        if not self.can_start:
            return
        try:
            command = TranslateVideo(request.checked())
        except UserError as error:
            self.call.end_in_trouble(error)
            self.changed.emit()
        else:
            self.call.begin(command).finished.connect(self._done)

    def _done(self, translated: VideoTranslated) -> None:
        self.call.end_well(told(translated.report))


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
