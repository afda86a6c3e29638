"""Shows an image before and after translation, in a viewer over the images."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from workbench.core.domain import Side
from workbench.core.translation import Direction
from workbench.gui.kit.core_words import word
from workbench.gui.kit.language import tr
from workbench.gui.kit.sample_ids import Id
from workbench.gui.session.session import Session
from workbench.gui.session.single_call import SingleCall
from workbench.gui.theme import Tokens
from workbench.gui.translate.style_controller import StyleController
from workbench.gui.translate.translations_controller import TranslationsController
from workbench.gui.views.pictures.image_reader import read_image
from workbench.gui.views.pictures.split_viewer import SplitViewer
from workbench.worker.replies import ImagesTranslated

LONGEST = 2048  # longest side in pixels
NAMES = {Direction.TO_TARGET: (tr("source"), tr("as target")), Direction.TO_SOURCE: (tr("target"), tr("as source"))}
ONE_WAY = tr("This translator works in one direction only, from the source to the target.")


class BeforeAfter(QObject):
    """Opens the split viewer, which replaces the common viewer in the Translate step."""

    def __init__(
        self,
        session: Session,
        translations: TranslationsController,
        styles: StyleController,
        over: QWidget,
    ) -> None:
        super().__init__(over)
        self.session, self.translations, self.over = session, translations, over
        self.call = SingleCall(session.workers, self)
        self.styles = styles
        self.viewer = SplitViewer(over)
        self.viewer.hide()
        self.shown: Id | None = None
        self.before = QImage()
        self.before_focus: QWidget | None = None
        self.viewer.closed.connect(self.close)
        self.viewer.stepped.connect(self._step)
        self.call.unsuccessful.connect(lambda why: self._show(QImage(), why.text))
        session.project_changed.connect(self.viewer.hide)
        session.step_changed.connect(lambda _step: self.viewer.hide())
        over.installEventFilter(self)

    def open(self, sample: Id) -> bool:
        """Show a sample before and after translation. Returns False if there is no translator."""
        if self.translations.usable is None or (path := self._file(sample)) is None:
            return False
        side, file = sample[0], str(path)
        self.shown, self.before = sample, read_image(file, LONGEST) or QImage()
        self.call.forget()
        command = None
        if side is Side.SOURCE or self._two_way():
            direction = Direction.TO_TARGET if side is Side.SOURCE else Direction.TO_SOURCE
            command = self.translations.images((file,), self.styles.usable, direction)
        self._show(QImage(), tr("Translating…") if command else ONE_WAY)
        if command is not None:
            self.call.begin(command).finished.connect(self._show_translated)
        if not self.viewer.isVisible():
            self.before_focus = self.over.window().focusWidget()
        self.viewer.setGeometry(self.over.rect())
        self.viewer.show()
        self.viewer.raise_()
        self.viewer.setFocus()
        return True

    def close(self) -> None:
        """Close the viewer, and restore the focus."""
        self.call.forget()
        self.viewer.hide()
        if self.before_focus is not None:
            self.before_focus.setFocus()

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self.viewer.set_theme(tokens)

    def _show(self, after: QImage, notice: str = "") -> None:
        if self.shown is None:
            return
        side, path = self.shown
        record = self.translations.record
        direction = Direction.TO_TARGET if side is Side.SOURCE else Direction.TO_SOURCE
        facts = (
            tr("by t{number} · {title}", number=record.number, title=self._title(record.job.translator))
            if record
            else ""
        )
        self.viewer.show_image(path, facts, self.before, after, NAMES[direction], notice)

    def _show_translated(self, translated: ImagesTranslated) -> None:
        if translated.images:
            image = translated.images[0]
            if image.before:  # the input, resized to the shape of the translation
                self.before = QImage.fromData(image.before)
            self._show(QImage.fromData(image.after), image.problem)

    def _file(self, sample: Id) -> Path | None:
        """Return the file of a sample, for the source that of the translator's job; None if its domain is not read."""
        if sample[0] is Side.SOURCE:
            return self.translations.source_file(sample[1])
        return self.session.domains.file(sample) if Side.TARGET in self.session.domains.by_side else None

    def _two_way(self) -> bool:
        record, catalogue = self.translations.record, self.session.catalogue
        cards = catalogue.translators if catalogue else ()
        return any(card.two_way for card in cards if record and card.name == record.job.translator)

    def _title(self, translator: str) -> str:
        cards = self.session.catalogue.translators if self.session.catalogue else ()
        return next((word(card.title) for card in cards if card.name == translator), translator)

    def _step(self, by: int) -> None:
        if self.shown is None:
            return
        side, path = self.shown
        paths = [sample.path for sample in self.session.domains.samples(side)]
        if path in paths:
            self.open((side, paths[(paths.index(path) + by) % len(paths)]))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.viewer.setGeometry(self.over.rect())
        return False
