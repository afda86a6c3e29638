"""An image large, beside what is known of it."""

from PySide6.QtCore import QObject

from workbench.core.domain import Side
from workbench.gui.panels.pictures import Pictures
from workbench.gui.session import Id, Session
from workbench.gui.theme import Tokens
from workbench.gui.views.viewer import ImageViewer


class Viewing(QObject):
    """Opens the viewer over the pictures, and walks through them with the arrows."""

    def __init__(self, session: Session, pictures: Pictures) -> None:
        super().__init__(pictures)
        self.session, self.pictures = session, pictures
        self.viewer = ImageViewer(pictures)
        self.viewer.hide()
        self.shown: Id | None = None
        pictures.opened.connect(self.open)
        self.viewer.closed.connect(self.viewer.hide)
        self.viewer.stepped.connect(self._step)

    def set_theme(self, tokens: Tokens) -> None:
        """Take other colours."""
        self.viewer.set_theme(tokens)

    def open(self, one: Id) -> None:
        """Show a sample."""
        self.shown = one
        side, path = one
        sample = next((sample for sample in self.session.samples(side) if sample.path == path), None)
        if sample is None:
            return
        prediction = self.session.predictions.get(path) if side is Side.TARGET else None
        self.viewer.setGeometry(self.pictures.rect())
        self.viewer.show_image(
            file=str(self.session.file(one)),
            name=path,
            size=(sample.width, sample.height),
            side=side,
            label=sample.label if side is Side.SOURCE else self.session.labels.get(path),
            predicted=prediction.predicted if prediction else None,
            confidence=prediction.confidence if prediction else None,
        )
        self.viewer.show()
        self.viewer.raise_()
        self.viewer.setFocus()

    def _step(self, by: int) -> None:
        ids = self.pictures.grid.ids()
        if self.shown in ids:
            self.open(ids[(ids.index(self.shown) + by) % len(ids)])
