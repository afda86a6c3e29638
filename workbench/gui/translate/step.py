"""The Translate step: what it is made of, and who hears whom in it."""

from PySide6.QtWidgets import QWidget

from workbench.core.domain import Side
from workbench.gui.kit.sample_ids import Id
from workbench.gui.kit.widgets import column
from workbench.gui.session.session import Session
from workbench.gui.theme import Tokens
from workbench.gui.translate.before_after import BeforeAfter
from workbench.gui.translate.inspector import TranslateInspector
from workbench.gui.translate.preview_panel import PreviewPanel
from workbench.gui.translate.result_inspector import TranslatedInspector
from workbench.gui.translate.source_notice import SourceNotice
from workbench.gui.translate.style_controller import StyleController
from workbench.gui.translate.translate_folder import FolderTranslationController
from workbench.gui.translate.translate_image import ImageTranslationController
from workbench.gui.translate.translate_video import VideoTranslationController
from workbench.gui.translate.translations_controller import TranslationsController
from workbench.gui.translate.translations_panel import TranslationsPanel
from workbench.gui.translate.video_inspector import VideoInspector

TRANSLATE = "translate"


class TranslateStep:
    """The window places `samples` above the grid, `progress` below it, `inspector` beside, `notice` above all."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.translating = TranslationsController(session)
        self.imaging = ImageTranslationController(session, self.translating)
        self.styling = StyleController(session, self.translating, self.imaging)
        self.writing = FolderTranslationController(session, self.translating)
        self.filming = VideoTranslationController(session, self.translating)
        self.samples = PreviewPanel(session, self.translating, self.styling)
        self.progress = TranslationsPanel(session, self.translating)
        self.form = TranslateInspector(session, self.translating, self.styling)
        self.result = TranslatedInspector(session, self.translating, self.styling, self.writing)
        self.video = VideoInspector(session, self.translating, self.styling, self.filming)
        self.result.direction_of = self.video.direction_of = lambda: self.form.wanted
        self.inspector = QWidget()
        self.inspector.setLayout(column(self.form, self.result, self.video, -1, spacing=16))
        self.notice = SourceNotice(session, self.writing)
        self.before_after: BeforeAfter | None = None
        self.samples.start_wanted.connect(self.form.start.click)
        self.samples.chosen.connect(lambda one: session.selection.choose(frozenset({one})))
        self.samples.opened.connect(lambda path: self.open((Side.SOURCE, path)))

    def open_over(self, pictures: QWidget) -> None:
        """Show single images before and after over these pictures."""
        self.before_after = BeforeAfter(self.session, self.translating, self.imaging, self.styling, pictures)

    def open(self, one: Id) -> bool:
        """Show a sample before and after; whether the step is in front, and a translator there."""
        return self.session.step == TRANSLATE and self.before_after is not None and self.before_after.open(one)

    def set_theme(self, tokens: Tokens) -> None:
        """Take other colours."""
        for part in (self.samples, self.progress, self.styling, self.before_after):
            if part is not None:
                part.set_theme(tokens)
