"""The form that translates a video or a folder of frames."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDoubleSpinBox, QFileDialog, QProgressBar, QWidget

from workbench.core.translation import Direction
from workbench.core.video import READ, SUFFIXES, VideoPreview, VideoRequest
from workbench.gui.kit.form import form, pad
from workbench.gui.kit.inspector import fold_button
from workbench.gui.kit.language import tr
from workbench.gui.kit.widgets import button, column, label, row, set_role
from workbench.gui.session.session import Session
from workbench.gui.translate.style_controller import StyleController
from workbench.gui.translate.translate_video import VideoTranslationController
from workbench.gui.translate.translations_controller import TranslationsController
from workbench.gui.views.pictures.frame_player import FramePlayer

NO_VIDEO = tr("A video file, or a folder of frames.")
PATTERNS = " ".join(f"*{suffix}" for suffix in READ)


class VideoInspector(QWidget):
    """Folded at first. Visible once there is a translator."""

    def __init__(
        self,
        session: Session,
        translations: TranslationsController,
        styles: StyleController,
        videos: VideoTranslationController,
    ) -> None:
        super().__init__()
        self.session, self.translations, self.styles, self.videos = session, translations, styles, videos
        self.source = ""
        self.direction_of: Callable[[], Direction] = lambda: Direction.TO_TARGET  # the direction of the form
        self.fold = fold_button(tr("Video"))
        self.file = button(tr("File…"), self._choose_file)
        self.frames = button(tr("Frames…"), self._choose_folder)
        self.frames.setToolTip(tr("A folder of frames, in the order of their names"))
        self.chosen = label(NO_VIDEO, "faint", wrap=True)
        self.beside = QCheckBox(tr("Side by side with the source"))
        self.smooth = QDoubleSpinBox()
        self.smooth.setRange(0.0, 0.95)
        self.smooth.setSingleStep(0.1)
        self.smooth.setToolTip(tr("How strongly a frame follows the previous one: less flicker, but slower changes"))
        pad(self.smooth)
        self.player = FramePlayer()
        self.again = button(tr("Preview"), self.preview)
        self.again.setToolTip(tr("Translate the first two seconds with these settings"))
        self.first_words = label("", "dim", wrap=True)
        self.start = button(tr("Translate video…"), self._choose_out)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.cancel = button(tr("Cancel"), videos.call.stop)
        self.words = label("", "dim", wrap=True)
        self.inside = QWidget()
        self.inside.setLayout(
            column(
                row(self.file, self.frames, -1),
                self.chosen,
                form((tr("Smoothing"), self.smooth)),
                self.beside,
                self.player,
                self.first_words,
                row(self.start, self.again, -1),
                row(self.bar, self.cancel),
                self.words,
                spacing=8,
            )
        )
        self.inside.hide()
        self.setLayout(column(self.fold, self.inside, spacing=8))
        self.fold.toggled.connect(self._unfold)
        videos.previewed.connect(self._show_preview)
        session.project_changed.connect(self._forget)
        for signal in (translations.state_changed, translations.shown, videos.changed):
            signal.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Update the buttons and the progress."""
        call, progress = self.videos.call, self.videos.call.progress
        self.setVisible(self.translations.usable is not None)
        self.start.setEnabled(bool(self.source) and self.videos.can_start)
        self.bar.setVisible(call.busy)
        self.cancel.setVisible(call.busy)
        self.cancel.setEnabled(not call.stopping)
        self.bar.setRange(0, progress.total if progress else 0)
        self.bar.setValue(progress.done if progress else 0)
        first = self.videos.first_seconds
        self.again.setEnabled(bool(self.source) and self.videos.can_start and not first.busy)
        self.first_words.setText(first.words)
        self.first_words.setVisible(bool(first.words))
        set_role(self.first_words, "bad" if first.problem else "dim")
        self.words.setText(call.words)
        self.words.setVisible(bool(call.words))
        set_role(self.words, "bad" if call.problem else "dim" if call.busy else "good")

    def _forget(self) -> None:
        """Let go of the video of another project."""
        self.source = ""
        self.chosen.setText(NO_VIDEO)
        self.player.show_frames((), 1.0)
        self.refresh()

    def take(self, source: str) -> None:
        """Choose a video file or a folder of frames, and preview its first seconds."""
        self.source = source
        self.chosen.setText(source)
        self.player.show_frames((), 1.0)
        self.preview()
        self.refresh()

    def preview(self) -> None:
        """Translate the first seconds of the chosen video."""
        if (request := self._request(str(Path(self.source).with_suffix(".mp4")))) is not None:
            self.videos.preview(request)

    def save_to(self, out: str) -> None:
        """Translate the chosen video to a file."""
        if (request := self._request(out)) is not None:
            self.videos.start(request)

    def _request(self, out: str) -> VideoRequest | None:
        folder = self.translations.folder
        if folder is None or not self.source:
            return None
        return VideoRequest(
            run=str(folder.path),
            source=self.source,
            out=out,
            styles=self.styles.usable,
            direction=self.direction_of(),
            side_by_side=self.beside.isChecked(),
            smooth=self.smooth.value(),
        )

    def _show_preview(self, preview: VideoPreview) -> None:
        self.player.show_frames([(pair.before, pair.after) for pair in preview.frames], preview.rate)

    def _choose_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, tr("Video to translate"), "", tr("Videos ({patterns})", patterns=PATTERNS)
        )
        if name:
            self.take(name)

    def _choose_folder(self) -> None:
        if name := QFileDialog.getExistingDirectory(self, tr("Folder of frames")):
            self.take(name)

    def _choose_out(self) -> None:
        kinds = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        start = str(Path(self.source).with_name(f"{Path(self.source).stem}-translated.mp4"))
        name, _ = QFileDialog.getSaveFileName(
            self, tr("Save the translated video"), start, tr("Videos ({kinds})", kinds=kinds)
        )
        if name:
            self.save_to(name)

    def _unfold(self, open_: bool) -> None:
        self.fold.setArrowType(Qt.ArrowType.DownArrow if open_ else Qt.ArrowType.RightArrow)
        self.inside.setVisible(open_)
