"""What the Label step is about, before any of it is drawn."""

from workbench.gui.label.external_labels import ExternalLabels
from workbench.gui.label.label_files_controller import LabelFilesController
from workbench.gui.label.learning_curve_controller import LearningCurveController
from workbench.gui.label.moved_labels import MovedLabels
from workbench.gui.label.review_controller import ReviewController
from workbench.gui.label.suggestion_controller import SuggestionController
from workbench.gui.session.folder_watcher import FolderWatcher
from workbench.gui.session.inspection_controller import InspectionController
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session


class LabelStep:
    """What to label next, what labels bought, a second look at them, their files, and what changes elsewhere."""

    def __init__(self, session: Session, runs: RunsController, inspecting: InspectionController) -> None:
        self.suggesting, self.second = SuggestionController(session, runs, inspecting), ReviewController(session)
        self.buying, self.files = LearningCurveController(session, runs), LabelFilesController(session)
        self.watching, self.following = FolderWatcher(session, runs), MovedLabels(session)
        self.hearing = ExternalLabels(session)

    def close(self) -> None:
        """Wait for what is under way beside the window."""
        for one in (self.watching, self.following, self.files):
            one.background.close()
