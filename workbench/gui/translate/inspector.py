"""The inspector of the Translate step: the form that starts translations."""

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from workbench.core.catalogue import TranslatorCard
from workbench.core.defaults import TRANSLATION as DEFAULTS
from workbench.core.pace import about
from workbench.core.translation import Direction, Preset, TranslationJob, automatic_preset
from workbench.core.translation_quality import Verdict, quality_sentence, verdict
from workbench.gui.kit.combo_box import ComboBox
from workbench.gui.kit.core_words import word
from workbench.gui.kit.form import SettingsForm, form
from workbench.gui.kit.inspector import answer_card, enable_fitting, fold_button, offer, spin
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import grouped
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import button, column, label
from workbench.gui.session.session import Session
from workbench.gui.translate.style_controller import StyleController
from workbench.gui.translate.translations_controller import TranslationsController

DIRECTIONS = (
    (tr("To the target's look"), Direction.TO_TARGET),
    (tr("To the source's look"), Direction.TO_SOURCE),
)
NEEDS_CLASSES = "source classes"


class TranslateInspector(QWidget):
    """Direction, translator, preset and steps are always visible; Advanced unfolds the others."""

    def __init__(self, session: Session, translations: TranslationsController, styles: StyleController) -> None:
        super().__init__()
        self.session, self.translations, self.styles = session, translations, styles
        self.like = DEFAULTS
        summary, self.figure, self.sentence = answer_card(tr("What does the difference look like?"))
        self.direction, self.translator, self.preset = ComboBox(), ComboBox(), ComboBox()
        offer(self.direction, DIRECTIONS)
        self.direction.setToolTip(tr("The direction for opened images, folders and videos"))
        self.steps = spin(0, 1, 10_000_000)
        self.batch = spin(1, 1, 65_536)
        self.image_size = spin(0, 0, 4096)
        self.image_size.setSpecialValueText(tr("As the images"))
        self.image_size.setSuffix(tr(" px"))
        self.seed = spin(DEFAULTS.seed, 0, 2**31 - 1)
        self.summary = label("", "dim", wrap=True)
        self.form = SettingsForm()
        self.advanced, self.more = fold_button(tr("Advanced")), QWidget()
        self.numbers = form((tr("Batch"), self.batch), (tr("Image size"), self.image_size), (tr("Seed"), self.seed))
        self.more.setLayout(column(self.numbers, self.form, spacing=8))
        self.more.hide()
        self.start = button(tr("Translate"), self._start, accent=True)
        self.foot = label("", "dim", wrap=True)
        self.actions_ = QWidget()  # below the inspector, see `Step.foot`
        self.actions_.setLayout(column(self.start, self.foot, spacing=8))
        self.basic = form(
            (tr("Direction"), self.direction),
            (tr("Translator"), self.translator),
            (tr("Preset"), self.preset),
            (tr("Steps"), self.steps),
        )
        self.results = column(spacing=12)  # below the answer, see `TranslateStep`
        self.setLayout(
            column(
                column(summary, self.results, spacing=12),
                column(label(tr("Translate"), "heading"), self.basic, self.summary, spacing=12),
                column(styles.section, self.advanced, self.more, spacing=12),
                spacing=12,
            )
        )
        self.advanced.toggled.connect(self._fold)
        self.direction.currentIndexChanged.connect(self.refresh)
        self.translator.currentIndexChanged.connect(self._translator_chosen)
        self.preset.currentIndexChanged.connect(self._preset_chosen)
        for box in (self.steps, self.batch, self.image_size):
            box.valueChanged.connect(lambda _number: self.refresh())
        session.catalogue_changed.connect(self._fill)
        session.project_changed.connect(self._forget)
        session.domains.changed.connect(lambda _side: self.refresh())
        translations.state_changed.connect(self.refresh)
        translations.shown.connect(self.refresh)
        translations.event_received.connect(lambda _event: self._answer())
        self._fill()

    def _forget(self) -> None:
        """Show the defaults: what was chosen for another project is not meant for this one."""
        self.like = DEFAULTS
        self.direction.setCurrentIndex(0)
        self.translator.setCurrentIndex(0)
        self.image_size.setValue(DEFAULTS.image_size)
        self.seed.setValue(DEFAULTS.seed)
        self._translator_chosen()

    @property
    def wanted(self) -> Direction:
        """The chosen direction."""
        return Direction(self.direction.currentData())  # Qt stores a plain string

    def fill(self, job: TranslationJob) -> None:
        """Fill the form with the job of an earlier translation. Values without a field are kept from that job."""
        self.like = job
        self.translator.setCurrentIndex(max(self.translator.findData(job.translator), 0))
        self.preset.setCurrentIndex(max(self.preset.findText(job.preset.capitalize()), 0))
        for editor, number in ((self.steps, job.steps), (self.batch, job.batch)):
            if number:  # 0 in a job that never began: its preset has the values
                editor.setValue(number)
        self.image_size.setValue(job.image_size)
        self.seed.setValue(job.seed)
        preset, card = self._preset(), self.card()
        self.form.set_values({**(preset.settings if preset else {}), **job.settings})
        if card is not None and card.styled:
            self.styles.slots.set_files(job.styles)
        self.session.go_to("translate")
        self.start.setFocus()

    def job(self) -> TranslationJob:
        """Return the job of the form. The folders are added when it starts."""
        card, preset = self.card(), self._preset()
        return msgspec.structs.replace(
            self.like,
            translator=self.translator.currentData() or "",
            styles=self.styles.files if card and card.styled else (),
            preset=preset.name if preset else DEFAULTS.preset,
            steps=self.steps.value() if card and card.trained else 0,
            batch=self.batch.value() if card and card.trained else 0,
            image_size=self.image_size.value(),
            seed=self.seed.value(),
            settings=self.form.values(preset.settings if preset else {}),
        )

    def card(self) -> TranslatorCard | None:
        """Return the card of the chosen translator."""
        return self._cards().get(self.translator.currentData() or "")

    def refresh(self) -> None:
        """Update the summary, and whether a translation can start."""
        self._offer_fitting()
        card = self.card()
        reason = self._unfit(card) if card else ""
        ready = self.session.domains.complete and card is not None
        self.start.setEnabled(ready and self.translations.can_start and not reason)
        trained = card is not None and card.trained
        self.start.setText(tr("Train and translate") if trained else tr("Translate"))
        self.foot.setText(reason or self._foot(ready))
        self._answer()

    def _foot(self, ready: bool) -> str:
        if self.translations.busy:
            return tr("A translation is in progress; its controls are below the images.")
        if not self.translations.can_start:
            return tr("The translation of the other project is stopping; its checkpoint is kept.")
        if not ready:
            return tr("Available once both folders are read and the worker is ready.")
        return tr("{time} A translation and a run can be in progress at the same time.", time=self._time()).strip()

    def _time(self) -> str:
        """Return how long the training of the form takes on this machine, from the last one of its kind."""
        card = self.card()
        if card is None or not card.trained:
            return ""
        known = self.translations.pace_of(self.job())
        if known is None:
            return tr("How long it takes is known a few seconds after it has begun.")
        record, seconds = known
        return tr(
            "It takes {seconds}, at the pace of {named}.",
            seconds=about(seconds * self.steps.value()),
            named=self.translations.named(record),
        )

    def _answer(self) -> None:
        quality, record = self.translations.quality, self.translations.record
        if record is None:
            self.sentence.setText(tr("No translation yet. A translator without training gives a result at once."))
        elif quality is None:
            self.sentence.setText(tr("Samples appear during the translation; its quality follows."))
        else:
            found = verdict(quality)
            distances = f"FID {grouped(quality.fid_before, 0)} → {grouped(quality.fid, 0)}"
            self.figure.setText(distances if found is Verdict.CLOSER else found.capitalize())
            self.sentence.setText(quality_sentence(quality, record.job.steps > 1))
        self.figure.setVisible(quality is not None)

    def _cards(self) -> dict[str, TranslatorCard]:
        return {card.name: card for card in self.session.catalogue.translators} if self.session.catalogue else {}

    def _preset(self) -> Preset | None:
        preset: Preset | None = self.preset.currentData()
        return preset

    def _unfit(self, card: TranslatorCard) -> str:
        """Return why a translator cannot work on the current domains; empty if it can."""
        if self.wanted is Direction.TO_SOURCE and not card.two_way:
            return tr("{title} works in one direction only: from the source to the target.", title=card.title)
        if NEEDS_CLASSES in card.needs and self.session.domains.complete and len(self.session.domains.counts) < 2:
            return tr(
                "{title} needs a source with several classes. Choose a folder with a subfolder for each class.",
                title=card.title,
            )
        return ""

    def _offer_fitting(self) -> None:
        """Disable the translators that cannot work; their tooltips give the reason."""
        cards = self._cards()
        enable_fitting(
            self.translator,
            lambda name: self._unfit(cards[name]) if name in cards else "",
            lambda name: cards[name].summary if name in cards else "",
        )

    def _fill(self) -> None:
        """List the translators; those without training come first."""
        chosen = self.translator.currentData()
        self.translator.clear()
        for card in sorted(self._cards().values(), key=lambda card: card.trained):
            self.translator.addItem(word(card.title), card.name)
        self.translator.setCurrentIndex(max(self.translator.findData(chosen), 0))
        self._translator_chosen()

    def _translator_chosen(self) -> None:
        card = self.card()
        self.form.set_fields(card.fields if card else ())
        trained = card is not None and card.trained
        for editor in (self.preset, self.steps):
            self.basic.setRowVisible(editor, trained)
        for editor in (self.batch,):
            self.numbers.setRowVisible(editor, trained)
        self.styles.offer(bool(card and card.styled))
        self.preset.clear()
        for preset in card.presets if card else ():
            self.preset.addItem(preset.name.capitalize(), preset)
            self.preset.setItemData(self.preset.count() - 1, plain_tip(preset.title), Qt.ItemDataRole.ToolTipRole)
        if card is not None and self.session.catalogue is not None:
            self.preset.setCurrentIndex(
                card.presets.index(automatic_preset(card.presets, self.session.catalogue.devices[0]))
            )
        self._preset_chosen()
        self.refresh()

    def _preset_chosen(self) -> None:
        card, preset = self.card(), self._preset()
        if card is None or preset is None:
            self.summary.setText("" if card else tr("The worker is starting; the translators will appear here."))
            return
        self.steps.setValue(preset.steps)
        self.batch.setValue(preset.batch)
        self.form.set_values(preset.settings)
        self.summary.setText(f"{card.summary} {preset.title}." if card.trained else card.summary)

    def _fold(self, open_: bool) -> None:
        self.advanced.setArrowType(Qt.ArrowType.DownArrow if open_ else Qt.ArrowType.RightArrow)
        self.more.setVisible(open_)

    def _start(self) -> None:
        self.translations.start(self.job())
