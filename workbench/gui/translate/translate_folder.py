"""Writes translated images to a folder, and makes them the source of the project."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.core.translation import Direction
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count
from workbench.gui.session.session import Session
from workbench.gui.session.single_call import SingleCall
from workbench.gui.translate.translations_controller import TranslationsController
from workbench.store.translations import TranslationRecord
from workbench.worker.commands import ExportTranslated
from workbench.worker.replies import TranslatedExported


class FolderTranslationController(QObject):
    """Requests one folder at a time from a worker.

    Signals:
        changed(): writing began, progressed or ended.
    """

    changed = Signal()

    def __init__(self, session: Session, translations: TranslationsController) -> None:
        super().__init__(session)
        self.session, self.translations = session, translations
        self.call = SingleCall(session.workers, self)
        self.call.changed.connect(self.changed)
        session.project_changed.connect(self.changed)

    @property
    def can_start(self) -> bool:
        """Whether a folder can be written."""
        return self.call.free and self.translations.usable is not None

    def export(
        self,
        out: Path,
        styles: tuple[str, ...] = (),
        direction: Direction = Direction.TO_TARGET,
        then: Callable[[], object] = lambda: None,
    ) -> None:
        """Translate the images of a domain with the displayed translator to a folder, then call `then`."""
        folder = self.translations.folder
        if folder is None or not self.can_start:
            return
        command = ExportTranslated(str(folder.path), str(out), styles=styles, direction=direction)
        self.call.begin(command).finished.connect(lambda exported: self._done(command, exported, then))

    def adapt_on(self, styles: tuple[str, ...] = ()) -> None:
        """Make the translated source images the source of the project, and go to the Adapt step."""
        record, kept = self.translations.record, self.translations.kept
        if record is None or kept is None:
            return
        if record.written and Path(record.written).is_dir():
            self._switch(record.written)
        elif self.can_start:
            try:
                images = kept.clear_images(record.id)
            except UserError as error:
                self.session.failed.emit(error.message, error.hint)
                return
            self.export(images, styles, then=lambda: self._switch(str(images)))

    def switched(self) -> TranslationRecord | None:
        """Return the translation whose images are the current source; it may have been moved to the trash."""
        root, kept = self.session.domains.wanted.get(Side.SOURCE), self.translations.kept
        records = kept.all_ever() if kept else []
        return next((record for record in records if record.written and record.written == root), None)

    def go_back(self) -> None:
        """Restore the original source of the project."""
        if (record := self.switched()) is not None:
            self.session.change_folder(Side.SOURCE, Path(record.job.source))
            self.changed.emit()

    def _switch(self, folder: str) -> None:
        self.session.change_folder(Side.SOURCE, Path(folder))
        self.session.go_to("adapt")
        self.changed.emit()

    def _done(self, command: ExportTranslated, exported: TranslatedExported, then: Callable[[], object]) -> None:
        kept = self.translations.kept
        if kept is not None and command.direction is Direction.TO_TARGET and not command.folder:
            try:
                kept.set_written(Path(command.run).name, command.out)
            except UserError as error:
                self.session.failed.emit(error.message, error.hint)
            self.translations.forget()
        masks = tr(" and {masks}", masks=count(exported.masks, "mask")) if exported.masks else ""
        aside = tr(" {files} could not be read.", files=count(exported.set_aside, "file")) if exported.set_aside else ""
        images = count(exported.images, "image")
        self.call.end_with_success(
            tr(
                "{images}{masks} in {out}, in the same class folders.{aside}",
                images=images,
                masks=masks,
                out=command.out,
                aside=aside,
            )
        )
        self.changed.emit()
        then()
