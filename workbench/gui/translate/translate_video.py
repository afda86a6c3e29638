"""Translates videos with the displayed translator."""

from PySide6.QtCore import QObject, Signal

from workbench.core.errors import UserError
from workbench.core.video import VideoPreview, VideoReport, VideoRequest
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count, decimal, duration
from workbench.gui.session.session import Session
from workbench.gui.session.single_call import SingleCall
from workbench.gui.translate.translations_controller import TranslationsController
from workbench.worker.commands import PreviewVideo, TranslateVideo
from workbench.worker.replies import VideoPreviewed, VideoTranslated


class VideoTranslationController(QObject):
    """Requests one video at a time from a worker, and the first seconds of one.

    Signals:
        changed(): a video or a preview began, progressed or ended.
        previewed(VideoPreview): the first seconds are translated.
    """

    changed = Signal()
    previewed = Signal(object)

    def __init__(self, session: Session, translations: TranslationsController) -> None:
        super().__init__(session)
        self.translations = translations
        self.call = SingleCall(session.workers, self)
        self.first_seconds = SingleCall(session.workers, self)
        self.call.changed.connect(self.changed)
        self.first_seconds.changed.connect(self.changed)
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
            self.first_seconds.forget()  # so that both do not share the processor
            self.call.begin(command).finished.connect(self._done)

    def preview(self, request: VideoRequest) -> None:
        """Translate the first seconds of a video. An earlier preview is dropped."""
        if not self.can_start:
            return
        try:
            command = PreviewVideo(request.checked())
        except UserError as error:
            self.first_seconds.end_with_error(error)
            self.changed.emit()
        else:
            self.first_seconds.begin(command).finished.connect(self._preview_done)

    def _preview_done(self, found: VideoPreviewed) -> None:
        self.first_seconds.end_with_success(preview_text(found.preview))
        self.previewed.emit(found.preview)

    def _done(self, translated: VideoTranslated) -> None:
        self.call.end_with_success(report_text(translated.report))


def preview_text(preview: VideoPreview) -> str:
    """Return what a preview shows, and how long the whole video takes, as sentences."""
    shown = tr("The first {length} s.", length=decimal(preview.length, 1))
    if not preview.count:
        return tr("{shown} The number of frames is not known.", shown=shown)
    return tr(
        "{shown} All {frames} take about {seconds}.",
        shown=shown,
        frames=count(preview.count, "frame"),
        seconds=duration(preview.seconds),
    )


def report_text(report: VideoReport) -> str:
    """Return the report on a translated video as sentences."""
    sound = {"": tr("no sound"), "copied": tr("sound copied")}.get(report.sound, f"sound as {report.sound}")
    sentences = [
        tr(
            "{out}: {frames}, {width} × {height}, {sound}, in {seconds}.",
            out=report.out,
            frames=count(report.frames, "frame"),
            width=report.width,
            height=report.height,
            sound=sound,
            seconds=duration(report.seconds),
        )
    ]
    if report.flicker is not None:
        source, written = 255 * report.flicker.source, 255 * report.flicker.written
        sentences.append(
            tr(
                "Apart from motion, adjacent frames differ by {written} grey levels; in the source by {source}.",
                written=decimal(written, 1),
                source=decimal(source, 1),
            )
        )
    return " ".join([*sentences, *report.notes])
