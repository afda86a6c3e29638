"""What is different in the window where the labels are of pixels: what it is made of, and who hears whom in it."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from workbench.gui.buying import Buying
from workbench.gui.inspectors.paint import PaintInspector
from workbench.gui.painting import Painting
from workbench.gui.panels.painter import Painter
from workbench.gui.panels.pictures import Pictures
from workbench.gui.runs import Runs
from workbench.gui.session import Session
from workbench.gui.theme import Tokens

LABEL = "label"


class PixelStep(QObject):
    """The window shows `above(step)` over the grid, and `beside` its inspector in the Label step."""

    def __init__(self, session: Session, runs: Runs, buying: Buying) -> None:
        super().__init__(session)
        self.session = session
        self.painting = Painting(session, runs)
        self.painter = Painter(session, self.painting)
        self.inspector = PaintInspector(session, runs, self.painting, buying)
        self.beside_ = QStackedWidget()
        session.classes_changed.connect(self._choose_inspector)

    @property
    def views(self) -> tuple[QWidget, ...]:
        """What may take the scatter's place."""
        return (self.painter,)

    def beside(self, inspector: QWidget) -> QStackedWidget:
        """The inspector of the Label step: this one, or the painter's where pixels are labelled."""
        for page in (inspector, self.inspector):
            self.beside_.addWidget(page)
        return self.beside_

    def above(self, step: str) -> QWidget | None:
        """What stands above the grid in a step; None leaves it as it is for whole images."""
        if self.session.table is None:
            return None
        return {LABEL: self.painter}.get(step)

    def listen_at(self, pictures: Pictures) -> None:
        """Hear the painter's keys at the grid, too."""
        for one in (pictures.grid, pictures.grid.focusProxy()):
            if one is not None:
                one.installEventFilter(self)

    def set_theme(self, tokens: Tokens) -> None:
        """Take other colours."""
        self.painter.set_theme(tokens)

    def _choose_inspector(self) -> None:
        self.beside_.setCurrentIndex(0 if self.session.table is None else 1)

    # -- Qt --------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        painting = self.session.table is not None and self.session.step == LABEL
        if painting and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self.painter.press(event, moves=False)
        return super().eventFilter(watched, event)
