"""What the Label step is about, before any of it is drawn."""

from workbench.gui.buying import Buying
from workbench.gui.following import Following
from workbench.gui.hearing import Hearing
from workbench.gui.inspecting import Inspecting
from workbench.gui.label_files import LabelFiles
from workbench.gui.runs import Runs
from workbench.gui.second_look import SecondLook
from workbench.gui.session import Session
from workbench.gui.suggesting import Suggesting
from workbench.gui.watching import Watching


class Labels:
    """What to label next, what labels bought, a second look at them, their files, and what changes elsewhere."""

    def __init__(self, session: Session, runs: Runs, inspecting: Inspecting) -> None:
        self.suggesting, self.second = Suggesting(session, runs, inspecting), SecondLook(session)
        self.buying, self.files = Buying(session, runs), LabelFiles(session)
        self.watching, self.following = Watching(session, runs), Following(session)
        self.hearing = Hearing(session)

    def close(self) -> None:
        """Wait for what is under way beside the window."""
        for one in (self.watching, self.following, self.files):
            one.background.close()
