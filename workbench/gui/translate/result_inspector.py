"""The results of a translation: its images as a folder or as the source of the project, and its metrics."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QFrame, QProgressBar, QVBoxLayout, QWidget

from workbench.core.translation import Direction
from workbench.core.translation_quality import Verdict, verdict
from workbench.gui.kit.details import Details
from workbench.gui.kit.language import tr
from workbench.gui.kit.metric_text import Figure, figures
from workbench.gui.kit.number_format import count
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import button, clear, column, label, row, set_role
from workbench.gui.session.session import Session
from workbench.gui.translate.style_controller import StyleController
from workbench.gui.translate.translate_folder import FolderTranslationController
from workbench.gui.translate.translations_controller import TranslationsController

ADAPT_ON = tr(
    "“Adapt on them” makes the translated source images the source of the project. Your own folder does not change; "
    "one click below the header restores it."
)


WORSE = tr("A model that is adapted on them may be worse than one that is adapted on the original images.")


class TranslatedInspector(QWidget):
    """The part of the inspector below the answer, once there is a translation."""

    def __init__(
        self,
        session: Session,
        translations: TranslationsController,
        styles: StyleController,
        folders: FolderTranslationController,
    ) -> None:
        super().__init__()
        self.session, self.translations, self.styles, self.folders = session, translations, styles, folders
        self.direction_of: Callable[[], Direction] = lambda: Direction.TO_TARGET  # the direction of the form
        rows = QWidget()
        self.lines = QVBoxLayout(rows)
        self.lines.setContentsMargins(0, 0, 0, 0)
        self.lines.setSpacing(10)
        self.details = Details("translate", rows)
        self.export = button(tr("Save as folder…"), self._choose)
        self.export.setToolTip(tr("Keeps file names, class folders and masks, so that other programs can read it"))
        self.adapt = button(tr("Adapt on them"), self._adapt)
        self.adapt.setToolTip(plain_tip(ADAPT_ON))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.cancel = button(tr("Cancel"), folders.call.stop)
        self.words = label("", "dim", wrap=True)
        self.take_away = label(tr("Translated images"), "heading")
        self.caution = label(WORSE, "caution", wrap=True)
        self.setLayout(
            column(
                self.details,
                self.take_away,
                self.caution,
                row(self.export, self.adapt, -1),
                row(self.bar, self.cancel),
                self.words,
                spacing=8,
            )
        )
        for signal in (translations.state_changed, translations.shown, folders.changed, session.project_changed):
            signal.connect(self.refresh)
        session.domains.changed.connect(lambda _side: self.refresh())
        translations.event_received.connect(lambda _event: self._show_figures())
        self.refresh()

    def refresh(self) -> None:
        """Update the metrics, the buttons and the progress."""
        self._show_figures()
        usable, call = self.translations.usable is not None, self.folders.call
        busy, progress = call.busy, call.progress
        for widget in (self.take_away, self.export, self.adapt):
            widget.setVisible(usable)
        self.export.setEnabled(self.folders.can_start)
        self.adapt.setEnabled(self.folders.can_start and self.session.domains.complete)
        self.bar.setVisible(busy)
        self.cancel.setVisible(busy)
        self.cancel.setEnabled(not self.folders.call.stopping)
        self.bar.setRange(0, progress.total if progress else 0)
        self.bar.setValue(progress.done if progress else 0)
        self.words.setText(call.words)
        self.words.setVisible(bool(call.words))
        set_role(self.words, "bad" if call.problem else "dim" if busy else "good")

    def save_to(self, folder: Path) -> None:
        """Write the translated images of the chosen direction to a folder."""
        self.folders.export(folder, self.styles.usable, self.direction_of())

    def _show_figures(self) -> None:
        quality = self.translations.quality
        clear(self.lines)
        usable = self.translations.usable is not None
        self.caution.setVisible(usable and quality is not None and verdict(quality) is not Verdict.CLOSER)
        self.details.setVisible(quality is not None)
        if quality is not None:
            for figure in figures(quality):
                self.lines.addWidget(FigureRow(figure))
            self.details.show_lines([tr("Measured on {images}.", images=count(quality.images, "image"))])

    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Save translated images in"), str(Path.home()))
        record = self.translations.record
        if name and record is not None:
            self.save_to(Path(name) / record.id if any(Path(name).iterdir()) else Path(name))

    def _adapt(self) -> None:
        self.folders.adapt_on(self.styles.usable)


class FigureRow(QFrame):
    """A metric with its value and a sentence on its meaning."""

    def __init__(self, figure: Figure) -> None:
        super().__init__()
        self.setAccessibleName(f"{figure.title} {figure.value}")
        value = label(figure.value, "caution" if figure.careful else "")
        title = label(figure.title)
        title.setMinimumWidth(40)
        self.setLayout(column(row(title, -1, value), label(figure.sentence, "dim", wrap=True), spacing=2))
