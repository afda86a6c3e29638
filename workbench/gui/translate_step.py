"""The Translate step: what it is made of, and who hears whom in it."""

from PySide6.QtWidgets import QWidget

from workbench.core.domain import Side
from workbench.gui.before_after import BeforeAfter
from workbench.gui.filming import Filming
from workbench.gui.imaging import Imaging
from workbench.gui.inspectors.translate import TranslateInspector
from workbench.gui.inspectors.translated import TranslatedInspector
from workbench.gui.inspectors.video import VideoInspector
from workbench.gui.panels.source_notice import SourceNotice
from workbench.gui.panels.translation import Translation
from workbench.gui.panels.translation_progress import TranslationProgress
from workbench.gui.session import Session
from workbench.gui.styling import Styling
from workbench.gui.theme import Tokens
from workbench.gui.translating import Translating
from workbench.gui.views.ids import Id
from workbench.gui.widgets import column
from workbench.gui.writing import Writing

TRANSLATE = "translate"


class TranslateStep:
    """The window places `samples` above the grid, `progress` below it, `inspector` beside, `notice` above all."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.translating = Translating(session)
        self.imaging = Imaging(session, self.translating)
        self.styling = Styling(session, self.translating, self.imaging)
        self.writing = Writing(session, self.translating)
        self.filming = Filming(session, self.translating)
        self.samples = Translation(session, self.translating, self.styling)
        self.progress = TranslationProgress(session, self.translating)
        self.form = TranslateInspector(session, self.translating, self.styling)
        self.result = TranslatedInspector(session, self.translating, self.styling, self.writing)
        self.video = VideoInspector(session, self.translating, self.styling, self.filming)
        self.result.direction_of = self.video.direction_of = lambda: self.form.wanted
        self.inspector = QWidget()
        self.inspector.setLayout(column(self.form, self.result, self.video, -1, spacing=16))
        self.notice = SourceNotice(session, self.writing)
        self.before_after: BeforeAfter | None = None
        self.samples.start_wanted.connect(self.form.start.click)
        self.samples.chosen.connect(lambda one: session.select(frozenset({one})))
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
