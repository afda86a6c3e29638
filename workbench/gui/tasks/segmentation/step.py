"""What is different in the window where the labels are of pixels: what it is made of, and who hears whom in it."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from workbench.core.domain import Side
from workbench.gui.browse.samples_panel import SamplesPanel
from workbench.gui.kit.sample_ids import Id
from workbench.gui.session.learning_curve_controller import LearningCurveController
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.tasks.segmentation.label_inspector import PaintInspector
from workbench.gui.tasks.segmentation.mask_viewer_controller import MaskViewerController
from workbench.gui.tasks.segmentation.painter_panel import PainterPanel
from workbench.gui.tasks.segmentation.painting_controller import PaintingController
from workbench.gui.tasks.segmentation.results_panel import SegmentationResults
from workbench.gui.theme import Tokens

LABEL, ADAPT = "label", "adapt"


class SegmentationStep(QObject):
    """The window shows `above(step)` over the grid, and `beside` its inspector in the Label step."""

    def __init__(
        self, session: Session, runs: RunsController, buying: LearningCurveController, pictures: SamplesPanel
    ) -> None:
        """Samples are shown with their masks over the `pictures`, whose grid leaves the painter its keys."""
        super().__init__(session)
        self.session, self.runs = session, runs
        self.viewing = MaskViewerController(session, runs, pictures)
        self.painting = PaintingController(session, runs)
        self.painter = PainterPanel(session, self.painting)
        self.results = SegmentationResults(session, runs)
        self.inspector = PaintInspector(session, runs, self.painting, buying)
        self.beside_ = QStackedWidget()
        session.labels.classes_changed.connect(self._choose_inspector)
        self.results.opened.connect(lambda path: self.open((Side.TARGET, path)))
        self.results.shown.connect(pictures.show_samples)
        for one in (pictures.grid, pictures.grid.focusProxy()):
            if one is not None:
                one.installEventFilter(self)

    @property
    def views(self) -> tuple[QWidget, ...]:
        """What may take the scatter's place."""
        return (self.painter, self.results)

    def beside(self, inspector: QWidget) -> QStackedWidget:
        """The inspector of the Label step: this one, or the painter's where pixels are labelled."""
        for page in (inspector, self.inspector):
            self.beside_.addWidget(page)
        return self.beside_

    def above(self, step: str) -> QWidget | None:
        """What stands above the grid in a step; None leaves it as it is for whole images."""
        if self.session.domains.table is None:
            return None
        return {LABEL: self.painter, ADAPT: self.results}.get(step)

    def open(self, one: Id) -> bool:
        """Show a sample large: to be painted in the Label step, else with its masks; whether pixels are labelled."""
        if self.session.domains.table is None:
            return False
        if self.session.step == LABEL and one[0] is Side.TARGET:
            self.session.selection.choose(frozenset({one}))
            self.painter.setFocus()
            return True
        return self.viewing.open(one)

    def choose_class(self, name: str) -> bool:
        """Paint a class, or show its worst images; whether pixels are labelled."""
        if self.session.domains.table is None:
            return False
        if self.session.step == LABEL:
            self.painting.choose(name)
        elif name:
            self.results.show_class(name)
        return True

    def set_theme(self, tokens: Tokens) -> None:
        """Take other colours."""
        for part in (self.painter, self.results, self.viewing):
            part.set_theme(tokens)

    def _choose_inspector(self) -> None:
        self.beside_.setCurrentIndex(0 if self.session.domains.table is None else 1)

    # -- Qt --------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        painting = self.session.domains.table is not None and self.session.step == LABEL
        if painting and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self.painter.press(event, moves=False)
        return super().eventFilter(watched, event)
