"""Style images: the slots to choose them, and samples that are translated to their style."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from workbench.core.domain import Side
from workbench.core.translation import PreviewRow
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count, decimal
from workbench.gui.kit.widgets import button, column, label, row, set_role
from workbench.gui.session.session import Session
from workbench.gui.session.single_call import SingleCall
from workbench.gui.theme import Tokens
from workbench.gui.translate.translations_controller import TranslationsController
from workbench.gui.views.pictures.style_slots import SLOTS, StyleSlots
from workbench.worker.replies import ImagesTranslated

SAMPLES = 8  # number of samples that are shown
PICTURES = tr("Images (*.png *.jpg *.jpeg *.bmp *.tif *.tiff *.webp *.gif)")


class StyleController(QObject):
    """Holds the slots, and translates samples with the displayed translator when the slots change.

    Signals:
        styled(object, str): rows of translated samples, and a title for them; no rows for the previews again.
    """

    styled = Signal(object, str)

    def __init__(self, session: Session, translations: TranslationsController) -> None:
        super().__init__(session)
        self.session, self.translations = session, translations
        self.call = SingleCall(session.workers, self)
        self.slots = StyleSlots()
        self.take = button(tr("Use selection"), self.use_selection)
        self.take.setToolTip(tr("Uses up to five selected target images; you can also drag them here from the grid"))
        self.clear = button(tr("Clear"), lambda: self.slots.set_files(()), flat=True)
        self.words = label("", "faint", wrap=True)
        self.section = QWidget()
        self.section.setLayout(
            column(
                label(tr("In the look of"), "dim"), self.slots, row(self.take, self.clear, -1), self.words, spacing=6
            )
        )
        self.section.hide()
        self.enabled = False
        self.refused = 0  # images that were refused with the last change, because the slots were full
        self.paths: dict[str, str] = {}  # paths of the shown samples by file
        self.slots.changed.connect(self._accept)
        self.slots.files_wanted.connect(self._choose)
        self.slots.left_out.connect(self._refuse)
        self.call.unsuccessful.connect(lambda why: self.words.setText(why.text))
        session.selection.changed.connect(lambda _who: self.refresh())
        session.project_changed.connect(lambda: self.slots.set_files(()))
        translations.shown.connect(self._changed)
        self.refresh()

    @property
    def files(self) -> tuple[str, ...]:
        """The style images for the chosen translator; empty if it takes none."""
        return self.slots.files if self.enabled else ()

    @property
    def usable(self) -> tuple[str, ...]:
        """The style images for the displayed translator; empty if it takes none."""
        return self.slots.files if self.takes_styles() else ()

    def offer(self, styled: bool) -> None:
        """Show the slots if the chosen translator takes style images."""
        self.enabled = styled
        self.section.setVisible(styled)
        self.refresh()

    def use_selection(self) -> None:
        """Put the selected target images into the slots."""
        if Side.TARGET not in self.session.domains.by_side:
            return
        paths = sorted(self.session.selection.ids.target)
        self.slots.set_files([str(self.session.domains.file((Side.TARGET, path))) for path in paths])

    def refresh(self) -> None:
        """Update the buttons and the text."""
        self.take.setEnabled(bool(self.session.selection.ids.target))
        self.clear.setEnabled(bool(self.slots.files))
        set_role(self.words, "caution" if self.refused else "faint")
        if self.refused:
            refused = tr(
                "{images} {verb} refused",
                images=count(self.refused, "image"),
                verb="was" if self.refused == 1 else "were",
            )
            self.words.setText(
                tr(
                    "At most {slots} style images are allowed: the first {slots} are kept, "
                    "{refused}. Click an image to remove it.",
                    slots=SLOTS,
                    refused=refused,
                )
            )
        elif not self.slots.files:
            self.words.setText(
                tr("Without images: the look of the whole target. Drag one to five images here from the grid.")
            )
        elif self.takes_styles():
            self.words.setText(tr("The current translator applies this look to the samples at once."))
        else:
            self.words.setText(tr("Used when you start the translator below."))

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self.slots.set_theme(tokens)

    def takes_styles(self) -> bool:
        """Return whether the displayed translator takes style images."""
        record, catalogue = self.translations.usable, self.session.catalogue
        cards = catalogue.translators if catalogue else ()
        return any(card.styled for card in cards if record and card.name == record.job.translator)

    def _accept(self) -> None:
        self.refused = 0
        self._changed()

    def _changed(self) -> None:
        self.refresh()
        self.call.forget()
        if not self.slots.files or not self.takes_styles() or Side.SOURCE not in self.session.domains.by_side:
            self.styled.emit((), "")
            return
        command = self.translations.images(self._samples(), self.slots.files)
        if command is not None:
            self.call.begin(command).finished.connect(partial(self._show, len(self.slots.files)))

    def _refuse(self, number: int) -> None:
        """Say that so many images were refused, until the images change."""
        self.refused = number
        self.refresh()

    def _samples(self) -> tuple[str, ...]:
        """Return the files of the selected source samples, else of the previews, else of the first samples."""
        folder = self.translations.folder
        preview = folder.preview() if folder else None
        known = {sample.path for sample in self.session.domains.samples(Side.SOURCE)}
        shown = [row.path for row in preview.rows if row.path in known] if preview else []
        paths = sorted(self.session.selection.ids.source) or shown or sorted(known)
        files = {self.translations.source_file(path): path for path in paths[:SAMPLES]}
        self.paths = {str(file): path for file, path in files.items()}
        return tuple(self.paths)

    def _show(self, number: int, translated: ImagesTranslated) -> None:
        rows = tuple(
            PreviewRow(self.paths.get(image.path, image.path), image.before, image.after, b"", b"", "")
            for image in translated.images
            if image.after
        )
        self.styled.emit(
            rows,
            tr(
                "In the look of your {images} · {seconds} s",
                images=count(number, "image"),
                seconds=decimal(translated.seconds, 1),
            ),
        )

    def _choose(self) -> None:
        files, _ = QFileDialog.getOpenFileNames(self.section, tr("Choose style images"), "", PICTURES)
        self.slots.add_files(files)
