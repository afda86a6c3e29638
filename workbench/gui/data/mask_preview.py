"""A few images of a domain under their masks, so that a person sees whether the masks fit."""

from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from workbench.core.domain import Domain, Side
from workbench.core.errors import UserError
from workbench.gui.kit.widgets import column, label
from workbench.gui.session.background import Background
from workbench.gui.session.session import Session

IMAGES, ACROSS, TILE = 4, 2, 132  # TILE: side of an image in pixels


class MaskPreview(QWidget):
    """The sheet of `workbench scan --preview`, smaller. Hidden if the domain has no masks."""

    def __init__(self, session: Session, side: Side) -> None:
        super().__init__()
        self.session, self.side = session, side
        self.background = Background(self)
        self.picture = QLabel()
        self.picture.setAccessibleName(f"Images of the {side} under their masks")
        self.problem = label("", "bad", wrap=True)
        self.setLayout(column(label(f"Masks of the {side}", "heading"), self.picture, self.problem, spacing=4))
        session.domains.changed.connect(self._take)
        session.project_changed.connect(lambda: self._take(side))
        self._take(side)

    def _take(self, side: Side) -> None:
        if side is not self.side:
            return
        domain = self.session.domains.by_side.get(side)
        self.hide()
        if domain is not None and any(sample.mask for sample in domain.samples):
            self.background.do(lambda: _sheet(domain), lambda image: self._show(domain, image), self._say)

    def _show(self, domain: Domain, image: QImage) -> None:
        if self.session.domains.by_side.get(self.side) is domain:
            self.picture.setPixmap(QPixmap.fromImage(image))
            self.problem.hide()
            self.show()

    def _say(self, error: UserError) -> None:
        self.problem.setText(str(error))
        self.problem.show()
        self.show()


def _sheet(domain: Domain) -> QImage:
    from workbench.data.overlay_sheet import overlay_sheet  # imported late: many projects have no masks

    sheet = overlay_sheet(domain, IMAGES, TILE, ACROSS)
    content = sheet.tobytes()
    image = QImage(content, sheet.width, sheet.height, 3 * sheet.width, QImage.Format.Format_RGB888)
    return image.copy()  # owns its bytes
