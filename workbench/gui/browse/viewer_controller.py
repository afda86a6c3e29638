"""An image large, beside what is known of it."""

from PySide6.QtCore import QEvent, QObject

from workbench.core.domain import Side
from workbench.data.exif import camera_facts
from workbench.gui.browse.samples_panel import SamplesPanel
from workbench.gui.kit.sample_ids import Id
from workbench.gui.session.inspection_controller import InspectionController
from workbench.gui.session.session import Session
from workbench.gui.theme import Tokens
from workbench.gui.views.pictures.image_viewer import ImageViewer


class ViewerController(QObject):
    """Opens the viewer over the pictures, and walks through them with the arrows."""

    def __init__(self, session: Session, inspecting: InspectionController, pictures: SamplesPanel) -> None:
        super().__init__(pictures)
        self.session, self.inspecting, self.pictures = session, inspecting, pictures
        self.nearest: list[str] = []  # source paths that lie close to the sample shown
        self.viewer = ImageViewer(pictures)
        self.viewer.hide()
        self.shown: Id | None = None
        self.viewer.closed.connect(self.close)
        self.viewer.stepped.connect(self._step)
        self.viewer.neighbour_chosen.connect(lambda place: self.open((Side.SOURCE, self.nearest[place])))
        session.project_changed.connect(self.viewer.hide)
        session.selection.changed.connect(lambda _who: self._follow())
        pictures.installEventFilter(self)

    def set_theme(self, tokens: Tokens) -> None:
        """Take other colours."""
        self.viewer.set_theme(tokens)

    def close(self) -> None:
        """Back to the grid."""
        self.viewer.hide()
        self.pictures.grid.setFocus()

    def open(self, one: Id) -> None:
        """Show a sample; it is what a class's key names."""
        self.shown = one
        self.session.selection.choose(frozenset({one}))
        side, path = one
        sample = next((sample for sample in self.session.domains.samples(side) if sample.path == path), None)
        if sample is None:
            return
        prediction = self.session.predictions.by_path.get(path) if side is Side.TARGET else None
        file_of = self.session.domains.file
        file = file_of(one)
        self.nearest = self.inspecting.nearest(path) if side is Side.TARGET else []
        classes = {source.path: source.label or "" for source in self.session.domains.samples(Side.SOURCE)}
        self.viewer.setGeometry(self.pictures.rect())
        self.viewer.show_image(
            file=str(file),
            name=path,
            size=(sample.width, sample.height),
            side=side,
            label=sample.label if side is Side.SOURCE else self.session.labels.by_path.get(path),
            predicted=prediction.predicted if prediction else None,
            confidence=prediction.confidence if prediction else None,
            nearest=[(str(file_of((Side.SOURCE, near))), classes.get(near, "")) for near in self.nearest],
            likely=self.inspecting.likely(one),
            facts=[("Format", sample.format), ("File", _size(sample.bytes)), *camera_facts(file)],
        )
        self.viewer.show()
        self.viewer.raise_()
        self.viewer.setFocus()

    def _follow(self) -> None:
        """Go on with the keys that name a sample and select the next."""
        if self.viewer.isVisible() and len(self.session.selection.ids) == 1:
            (one,) = self.session.selection.ids
            if one != self.shown:
                self.open(one)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.viewer.setGeometry(self.pictures.rect())
        return False

    def _step(self, by: int) -> None:
        ids = self.pictures.grid.ids()
        if self.shown in ids:
            self.open(ids[(ids.index(self.shown) + by) % len(ids)])


def _size(length: int) -> str:
    return f"{length:,} B" if length < 1024 else f"{length / 1024:,.0f} kB"
