"""Translates videos with the displayed translator."""

from PySide6.QtCore import QObject, Signal

from workbench.core.counting import count
from workbench.core.errors import UserError
from workbench.core.video import VideoReport, VideoRequest
from workbench.gui.kit.number_format import duration
from workbench.gui.session.session import Session
from workbench.gui.session.single_call import SingleCall
from workbench.gui.translate.translations_controller import TranslationsController
from workbench.worker.commands import TranslateVideo
from workbench.worker.replies import VideoTranslated


class VideoTranslationController(QObject):
    """Requests one video at a time from a worker.

    Signals:
        changed(): a video began, progressed or ended.
    """

    changed = Signal()

    def __init__(self, session: Session, translations: TranslationsController) -> None:
        super().__init__(session)
        self.translations = translations
        self.call = SingleCall(session.workers, self)
        self.call.changed.connect(self.changed)
        session.project_changed.connect(self.changed)

    @property
    def can_start(self) -> bool:
        """Whether a video can be translated."""
        return self.call.free and self.translations.usable is not None

    def start(self, request: VideoRequest) -> None:
        """Translate a video."""
        if not self.can_start:
            return
        try:
            command = TranslateVideo(request.checked())
        except UserError as error:
            self.call.end_with_error(error)
            self.changed.emit()
        else:
            self.call.begin(command).finished.connect(self._done)

    def _done(self, translated: VideoTranslated) -> None:
        self.call.end_with_success(report_text(translated.report))


def report_text(report: VideoReport) -> str:
    """Return the report on a translated video as sentences."""
    sound = {"": "no sound", "copied": "sound copied"}.get(report.sound, f"sound as {report.sound}")
    sentences = [
        f"{report.out}: {count(report.frames, 'frame')}, {report.width} × {report.height}, {sound}, "
        f"in {duration(report.seconds)}."
    ]
    if report.flicker is not None:
        source, written = 255 * report.flicker.source, 255 * report.flicker.written
        sentences.append(
            f"Apart from motion, adjacent frames differ by {written:.1f} grey levels; in the source by {source:.1f}."
        )
    return " ".join([*sentences, *report.notes])
