"""The centre of the Translate step: previews of fixed samples over the time of training."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QProgressBar, QSizePolicy, QStackedWidget, QWidget

from workbench.core.domain import Side
from workbench.core.events import Event, Judged, Prepared, Preview, Warned
from workbench.core.translation import PreviewRow
from workbench.gui.kit.core_words import word
from workbench.gui.kit.empty_state import EmptyState
from workbench.gui.kit.fitted_area import FittedArea
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import amount_done
from workbench.gui.kit.widgets import action_button, button, column, label, row
from workbench.gui.session.session import Session
from workbench.gui.theme import Tokens
from workbench.gui.translate.style_controller import StyleController
from workbench.gui.translate.translations_controller import TranslationsController
from workbench.gui.views.charts.history_slider import HistorySlider
from workbench.gui.views.pictures.preview_grid import PreviewGrid
from workbench.gui.views.pictures.sample_row import SampleRow, Shape, sample

NOTHING = tr(
    "Source images in the look of the target appear here, each beside the original, its reconstruction and the nearest "
    "target image. Choose the translator in the form on the right."
)
NO_DOMAINS = tr("Translation needs two domains. It can start once both folders are read.")


class PreviewPanel(QWidget):
    """Signals:
    opened(str): the user asked to show the source sample with this path before and after translation.
    chosen((Side, path)): the user selected this sample.
    start_wanted(): the user asked to start a translation with the settings of the form.
    """

    opened = Signal(str)
    chosen = Signal(object)
    start_wanted = Signal()

    def __init__(self, session: Session, translations: TranslationsController, styles: StyleController) -> None:
        super().__init__()
        self.setAccessibleName(tr("Previews"))
        self.session, self.translations, self.styles = session, translations, styles
        self.title, self.facts = label("", "heading"), label("", "dim")
        self.history_slider = HistorySlider(160)
        self.back = button(tr("Back to the previews"), lambda: self._show_styled((), ""), flat=True)
        self.warning, self.warnings = QFrame(), label("", "caution", wrap=True)
        self.warning.setProperty("card", True)
        self.warning.setLayout(column(self.warnings, margin=8))
        self.warnings.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)  # its lines
        self.grid = PreviewGrid()
        self.nothing = EmptyState(NOTHING)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(280)
        self.doing = label("", "dim")
        self.working = QWidget()
        self.working.setLayout(column(-1, row(-1, self.doing, -1), row(-1, self.bar, -1), -1))
        self.pages = QStackedWidget()
        for page in (self.nothing, self.working, self.grid):
            self.pages.addWidget(page)
        head = self.head = row(self.title, self.facts, -1, self.back, self.history_slider)
        head.setContentsMargins(12, 8, 12, 0)
        self.warning_area = FittedArea(self.warning)  # long notes scroll
        warning = row(self.warning_area)
        warning.setContentsMargins(12, 0, 12, 0)
        self.setLayout(column(head, warning, self.pages))
        self.steps: list[int] = []
        self.styled: tuple[PreviewRow, ...] = ()
        self.history_slider.chosen.connect(lambda _place: self._show_moment())
        self.grid.opened.connect(self.opened)
        self.grid.chosen.connect(self.chosen)
        self.nothing.acted.connect(self.start_wanted)
        styles.styled.connect(self._show_styled)
        translations.event_received.connect(self._handle_event)
        translations.shown.connect(self._look_at)
        translations.state_changed.connect(self.refresh)
        session.catalogue_changed.connect(self.refresh)
        session.domains.changed.connect(lambda _side: self._domain_read())
        self._look_at()

    def offer(self, action: QAction) -> None:
        """Add a button for an action at the end of the head."""
        self.head.addWidget(action_button(action))

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self.grid.set_theme(tokens)

    def refresh(self) -> None:
        """Update the title, the notes and the page."""
        translations, record = self.translations, self.translations.record
        catalogue = self.session.catalogue
        titles = {card.name: word(card.title) for card in catalogue.translators} if catalogue else {}
        if record is not None and not self.styled:
            self.title.setText(f"t{record.number} · {titles.get(record.job.translator, record.job.translator)}")
            size = tr(" · {image_size} px", image_size=record.job.image_size) if record.job.image_size else ""
            self.facts.setText(f"{word(record.status)}{size}")
        elif record is None:
            self.title.setText("")
            self.facts.setText("")
        notes = list(dict.fromkeys(translations.notes))
        self.warning_area.setVisible(bool(notes))
        self.warnings.setText("\n".join(notes))
        self.back.setVisible(bool(self.styled))
        self.history_slider.setVisible(not self.styled)
        ready = self.session.domains.complete and translations.can_start and catalogue is not None
        if self.session.domains.complete:
            self.nothing.set_text(NOTHING, tr("Translate") if ready else "")
        else:
            self.nothing.set_text(NO_DOMAINS)
        current = translations.current
        waiting = current is not None and current.id == translations.displayed_id
        if self.styled or self.steps:
            self.pages.setCurrentWidget(self.grid)
        else:
            self.pages.setCurrentWidget(self.working if waiting else self.nothing)
        if waiting and not self.steps and translations.preparing is None:
            self._say(tr("The first samples follow after the first steps."), 0, 0)

    def _look_at(self) -> None:
        """Show the latest preview of the displayed translation."""
        folder = self.translations.folder
        self.steps = self._worth_seeing(folder.pictures() if folder else [])
        self.styled = ()
        self.history_slider.set_count(0)
        self.history_slider.set_count(len(self.steps))
        self._show_moment()
        self.refresh()

    def _show_moment(self) -> None:
        folder = self.translations.folder
        if folder is None or not self.steps or self.styled:
            return
        step = self.steps[self.history_slider.slider.value()]
        preview = folder.preview(step)
        self.history_slider.set_step(step if len(self.steps) > 1 else None)
        if preview is not None:
            self.grid.set_rows(self._in_shape(preview.rows))

    def _domain_read(self) -> None:
        """Show the samples again: the shapes of their files are known now."""
        self._show_moment()
        self.refresh()

    def _in_shape(self, rows: Sequence[PreviewRow]) -> list[SampleRow]:
        """Return rows of the grid, in the shapes of the files."""
        source = self._shapes(Side.SOURCE, {row.path for row in rows})
        target = self._shapes(Side.TARGET, {row.nearest_path for row in rows})
        return [sample(row, source.get(row.path), target.get(row.nearest_path)) for row in rows]

    def _shapes(self, side: Side, paths: set[str]) -> dict[str, Shape]:
        samples = self.session.domains.samples(side)
        return {known.path: (known.width, known.height) for known in samples if known.path in paths}

    def _show_styled(self, rows: tuple[PreviewRow, ...], line: str) -> None:
        had_rows = bool(self.styled)
        self.styled = rows
        if rows:
            self.title.setText(line)
            self.facts.setText("")
            self.grid.set_rows(self._in_shape(rows))
        elif had_rows:
            self._show_moment()
        self.refresh()

    def _handle_event(self, event: Event) -> None:
        match event:
            case Prepared(what=what, done=done, total=total):
                self._say(amount_done(what, done, total), done, total)
            case Preview(step=step):
                self._take(step, event)
            case Judged() | Warned():
                self.refresh()

    def _take(self, step: int, preview: Preview) -> None:
        """Add a preview; show it if the slider is at the end."""
        current = self.translations.current
        if current is not None and current.id != self.translations.displayed_id:
            return
        self.steps = self._worth_seeing([earlier for earlier in self.steps if earlier < step] + [step])
        self.history_slider.set_count(len(self.steps))
        if self.history_slider.at_end and not self.styled:
            self.history_slider.set_step(step if len(self.steps) > 1 else None)
            self.grid.set_rows(self._in_shape(preview.rows))
        self.refresh()

    def _worth_seeing(self, steps: list[int]) -> list[int]:
        """Return the steps to show. A translator without training has equal previews at its start and end."""
        record = self.translations.record
        return steps[-1:] if record is not None and record.job.steps == 1 else steps

    def _say(self, text: str, done: int, total: int) -> None:
        self.doing.setText(text)
        self.bar.setRange(0, total)
        self.bar.setValue(done)
