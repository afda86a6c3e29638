"""Single images, translated on demand by a translator that is there."""

from PySide6.QtCore import QObject, Signal

from workbench.core.translation import Direction
from workbench.gui.session.session import Session
from workbench.gui.translate.translations_controller import TranslationsController
from workbench.worker.commands import TranslateImages
from workbench.worker.replies import AnyReply, ImagesTranslated, Refused


class ImageTranslationController(QObject):
    """Asks a worker that is on no errand, so that neither a run nor a translation is waited for.

    Signals:
        arrived(object, object): the TranslateImages that was asked, and the ImagesTranslated that came.
        refused(object, str): what was asked, and why it could not be.
    """

    arrived = Signal(object, object)
    refused = Signal(object, str)

    def __init__(self, session: Session, translating: TranslationsController) -> None:
        super().__init__(session)
        self.session, self.translating = session, translating
        self.asked: list[TranslateImages] = []
        session.workers.received.connect(self._take)

    def ask(
        self, inputs: tuple[str, ...], styles: tuple[str, ...] = (), direction: Direction = Direction.TO_TARGET
    ) -> TranslateImages | None:
        """Translate these files by the translator that is looked at; None where it has not come so far."""
        folder = self.translating.folder
        if self.translating.usable is None or folder is None:
            return None
        command = TranslateImages(str(folder.path), inputs, styles, direction)
        self.asked.append(command)
        self.session.workers.ask(command)
        return command

    def _take(self, reply: AnyReply) -> None:
        match reply:
            case ImagesTranslated(run=run, images=images):
                paths = tuple(image.path for image in images)
                asked = next((one for one in self.asked if (one.run, one.inputs) == (run, paths)), None)
                if asked is not None:
                    self.asked.remove(asked)
                    self.arrived.emit(asked, reply)
            case Refused(command="TranslateImages", message=message, hint=hint) if self.asked:
                self.refused.emit(self.asked.pop(0), f"{message} {hint}".strip())
