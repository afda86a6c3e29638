"""The Translate step: its parts and their connections."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from workbench.core.domain import Side
from workbench.gui.browse.samples_panel import SamplesPanel
from workbench.gui.kit.language import tr
from workbench.gui.kit.sample_ids import Id
from workbench.gui.kit.step import Step, done
from workbench.gui.kit.widgets import column
from workbench.gui.records.compare_sheet import CompareSheet
from workbench.gui.records.log_sheet import LogSheet
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.theme import Tokens
from workbench.gui.translate.before_after import BeforeAfter
from workbench.gui.translate.inspector import TranslateInspector
from workbench.gui.translate.preview_panel import PreviewPanel
from workbench.gui.translate.result_inspector import TranslatedInspector
from workbench.gui.translate.source_notice import SourceNotice
from workbench.gui.translate.style_controller import StyleController
from workbench.gui.translate.translate_folder import FolderTranslationController
from workbench.gui.translate.translate_video import VideoTranslationController
from workbench.gui.translate.translation_comparison import compare_translations
from workbench.gui.translate.translations_controller import TranslationsController
from workbench.gui.translate.translations_panel import TranslationsPanel
from workbench.gui.translate.video_inspector import VideoInspector
from workbench.store.translations import TranslationRecord


class TranslateStep(Step):
    """The form that starts translations, their previews and results, folders and videos."""

    name, title, question = "translate", tr("Translate"), tr("What does the difference look like?")

    def __init__(
        self, session: Session, runs: RunsController, pictures: SamplesPanel, log: LogSheet, compare: CompareSheet
    ) -> None:
        """`pictures`: the panel that is covered by the viewer of images before and after translation."""
        super().__init__(session)
        self.session, self.compare = session, compare
        self.translations = TranslationsController(session, runs)
        self.styles = StyleController(session, self.translations)
        self.folders = FolderTranslationController(session, self.translations)
        self.videos = VideoTranslationController(session, self.translations)
        self.previews = self.above = PreviewPanel(session, self.translations, self.styles)
        self.translations_panel = self.panel = TranslationsPanel(session, self.translations)
        self.splitters = {"translation": self.translations_panel}
        self.form = TranslateInspector(session, self.translations, self.styles)
        self.foot = self.form.actions_
        self.result = TranslatedInspector(session, self.translations, self.styles, self.folders)
        self.video = VideoInspector(session, self.translations, self.styles, self.videos)
        self.result.direction_of = self.video.direction_of = lambda: self.form.wanted
        for part in (self.result, self.video):  # above the form, so that a low window shows them
            self.form.results.addWidget(part)
        self.inspector = QWidget()
        self.inspector.setLayout(column(self.form, -1))
        self.source_notice = self.notice = SourceNotice(session, self.folders)
        self.before_after = BeforeAfter(session, self.translations, self.styles, pictures)
        self.previews.start_wanted.connect(self.form.start.click)
        self.previews.chosen.connect(lambda sample: session.selection.choose(frozenset({sample})))
        self.previews.opened.connect(lambda path: self.open((Side.SOURCE, path)))
        self.translations_panel.log_wanted.connect(log.show_run)
        self.translations_panel.actions_.compare_wanted.connect(self._compare)
        self.translations_panel.actions_.repeat_wanted.connect(self.form.fill)
        self.previews.offer(pictures.views.images_action)
        for signal in (self.tick_changed, self.panel_changed):
            self.translations.state_changed.connect(signal)

    @property
    def panel_filled(self) -> bool:
        return self.translations.busy or bool(self.translations.all())

    @property
    def tick(self) -> str:
        return done(bool(self.translations.finished()))

    def open(self, sample: Id) -> bool:
        """Show a sample before and after translation. Returns False if there is no translator."""
        return self.before_after.open(sample)

    def set_theme(self, tokens: Tokens) -> None:
        for part in (self.previews, self.translations_panel, self.styles, self.before_after, self.video.player):
            part.set_theme(tokens)

    def _compare(self, records: Sequence[TranslationRecord]) -> None:
        self.compare.compare(compare_translations(self.translations, records))
