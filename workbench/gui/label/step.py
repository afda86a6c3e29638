"""The Label step: what it is made of, and who hears whom in it."""

from PySide6.QtWidgets import QWidget

from workbench.gui.browse.samples_panel import SamplesPanel
from workbench.gui.browse.viewer_controller import ViewerController
from workbench.gui.kit.step import Step
from workbench.gui.label.external_labels import ExternalLabels
from workbench.gui.label.history_sheet import HistorySheet
from workbench.gui.label.inspector import LabelInspector
from workbench.gui.label.label_files_controller import LabelFilesController
from workbench.gui.label.labelling_controller import LabellingController
from workbench.gui.label.merge_sheet import MergeSheet
from workbench.gui.label.moved_labels import MovedLabels
from workbench.gui.label.review_controller import ReviewController
from workbench.gui.label.suggestion_controller import SuggestionController
from workbench.gui.label.suggestions_panel import SuggestionsPanel
from workbench.gui.session.inspection_controller import InspectionController
from workbench.gui.session.learning_curve_controller import LearningCurveController
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.tasks.segmentation.step import SegmentationStep
from workbench.gui.theme import Tokens


class LabelStep(Step):
    """What to label next, what labels bought, a review of them, their files and history, and what changes elsewhere."""

    name, title, question = "label", "Label", "Which images are worth my time?"
    tick_role = "dim"

    def __init__(
        self,
        session: Session,
        runs: RunsController,
        inspection: InspectionController,
        curve: LearningCurveController,
        pictures: SamplesPanel,
        viewer: ViewerController,
        segmentation: SegmentationStep,
        over: QWidget,
    ) -> None:
        """`over`: what its sheets lie over."""
        super().__init__(session)
        self.session = session
        self.suggestions, self.review = SuggestionController(session, runs, inspection), ReviewController(session)
        self.files, self.moved = LabelFilesController(session), MovedLabels(session)
        self.external = ExternalLabels(session)
        self.form = LabelInspector(session, curve, self.review, self.files)
        self.inspector = segmentation.beside(self.form)
        self.suggestions_panel = self.panel = SuggestionsPanel(session, runs, self.suggestions, curve)
        views = (viewer.viewer, self.suggestions_panel.strip)
        self.keys = LabellingController(session, self.suggestions, self.review, pictures, *views)
        self.history, self.merge = HistorySheet(over, session), MergeSheet(over, session)
        self.form.named.connect(self.keys.name)
        self.keys.new_wanted.connect(self.form.ask_name)
        for inspector in (self.form, segmentation.inspector):
            inspector.history_wanted.connect(self.history.toggle)
        for part in (self.history, self.merge, self.review):
            part.shown.connect(pictures.show_samples)
        self.review.shown.connect(lambda _ids, _why: pictures.review())
        self.files.conflicting.connect(self.merge.show_conflicts)
        self.merge.taken.connect(self.files.take)
        self.suggestions_panel.opened.connect(viewer.open)
        session.labels.changed.connect(lambda _paths: self.tick_changed.emit())

    @property
    def tick(self) -> str:
        labelled = self.session.labels.labelled
        return f"{labelled:,}" if labelled else ""

    def set_theme(self, tokens: Tokens) -> None:
        self.form.set_theme(tokens)
        self.suggestions_panel.set_theme(tokens)

    def close(self) -> None:
        for part in (self.moved, self.files):
            part.background.close()
