"""The bottom panel of the Translate step: curves, controls and the table of translations."""

from workbench.core.catalogue import TranslatorCard
from workbench.core.events import Judged, Scalars, StageStarted
from workbench.gui.kit.core_words import word
from workbench.gui.kit.language import tr
from workbench.gui.records.record_panel import RecordPanel
from workbench.gui.session.records import RecordMessage
from workbench.gui.session.session import Session
from workbench.gui.theme import Tokens
from workbench.gui.translate.translations_controller import TranslationsController
from workbench.gui.views.charts.translation_curves import TranslationCurves
from workbench.gui.views.tables.translation_rows import TRANSLATION_COLUMNS, TranslationRow
from workbench.store.translations import TranslationRecord


class TranslationsPanel(RecordPanel):
    """Translations. Choosing one displays it."""

    def __init__(self, session: Session, translations: TranslationsController) -> None:
        self.translations, self.curves = translations, TranslationCurves()
        super().__init__(session, translations, self.curves, TRANSLATION_COLUMNS)
        translations.shown.connect(self._replay)
        self._replay()
        self.setSizes([390, 550])

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        super().set_theme(tokens)
        self.curves.set_theme(tokens)

    def rows(self) -> list[TranslationRow]:
        """Return all translations with their quality."""
        catalogue = self.session.catalogue
        cards = {card.name: card for card in catalogue.translators} if catalogue else {}
        return [_row(record, cards.get(record.job.translator)) for record in self.translations.all()]

    def active_record(self) -> TranslationRecord | None:
        """Return the displayed translation."""
        return self.translations.record

    def _choose(self, record: str) -> None:
        if record != self.translations.displayed_id:
            self.translations.show(record)

    def _replay(self) -> None:
        """Draw the saved events of the displayed translation, and select its row."""
        self.curves.clear()
        folder = self.translations.folder
        for event in folder.events() if folder else ():
            self._draw(event)
        self.refresh()
        self.table.select(self.translations.displayed_id)

    def _handle_event(self, event: RecordMessage) -> None:
        super()._handle_event(event)
        current = self.translations.current
        if current is None or current.id == self.translations.displayed_id:
            self._draw(event)

    def _draw(self, event: RecordMessage) -> None:
        match event:
            case StageStarted(name=name, start=start, count=count) if count > 1:
                self.curves.add_stage(start, name)
            case Scalars(step=step, values=values):
                self.curves.add_scalars(step, values)
            case Judged(step=step, quality=quality):
                self.curves.add_quality(step, quality)


def _row(record: TranslationRecord, card: TranslatorCard | None) -> TranslationRow:
    job, trained = record.job, card is None or card.trained
    return TranslationRow(
        id=record.id,
        number=record.number,
        status=record.status.value,
        seconds=record.seconds,
        tags=record.tags,
        translator=word(card.title) if card else job.translator,
        preset=job.preset if trained else None,
        steps=job.steps if trained else None,
        ways=tr("both ways") if card and card.two_way else tr("to the target"),
        quality=record.quality,
        kept=record.quality.kept if record.quality else None,
    )
