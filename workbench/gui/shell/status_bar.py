"""The status bar: saved state, number of labels, notices and problems."""

from PySide6.QtWidgets import QSizePolicy, QStatusBar

from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count
from workbench.gui.kit.widgets import SHORTEST, Elided, button, label, set_role
from workbench.gui.label.moved_labels import MovedLabels
from workbench.gui.session.folder_watcher import FolderWatcher
from workbench.gui.session.session import Session


class StatusBar(QStatusBar):
    """Shows the saved state. A problem is shown until the next action."""

    def __init__(self, session: Session, watching: FolderWatcher, following: MovedLabels) -> None:
        super().__init__()
        self.session, self.watching, self.following = session, watching, following
        self.setSizeGripEnabled(False)
        self.setContentsMargins(0, 0, 8, 0)
        self.saved = Elided("", "good")
        self.labels = label("", "dim")
        self.notice = Elided("", "dim")
        for shrinking in (self.saved, self.notice):
            shrinking.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
            shrinking.setMinimumWidth(SHORTEST)
        self.notice.hide()
        self.again = button(tr("Read again"), watching.read_again, flat=True)
        self.problem = Elided("", "bad")
        self.keys = button(tr("? keys"), lambda: None, flat=True)
        for widget in (self.saved, self.labels, self.notice, self.again, self.problem):
            widget.setContentsMargins(12, 0, 0, 0)
            self.addWidget(widget, int(widget is self.problem))
        self.again.hide()
        self.addPermanentWidget(self.keys)
        session.project_changed.connect(self.refresh)
        session.labels.changed.connect(lambda _paths: self.refresh())
        session.selection.changed.connect(lambda _who: self.problem.clear())
        session.failed.connect(self.show_problem)
        watching.noticed.connect(self._show_notice)
        following.noticed.connect(self._show_notice)
        self.refresh()

    def refresh(self) -> None:
        """Update the text. Labels on screen are already on the disk."""
        project = self.session.project
        if project is not None and project.read_only:
            self.saved.setText(
                tr("Open for reading: its folder cannot be written, so nothing can be labelled, run or changed")
            )
            set_role(self.saved, "caution")
        else:
            self.saved.setText(tr("All changes saved") if project else "")
            set_role(self.saved, "good")
        number = self.session.labels.labelled
        self.labels.setText(tr("{labels} · Ctrl+Z to undo", labels=count(number, "label")) if number else "")
        self.problem.clear()

    def _show_notice(self) -> None:
        """Show notices about the watched folders."""
        self.notice.setText(" ".join(filter(None, (self.watching.notice, self.following.notice))))
        self.notice.setVisible(bool(self.notice.text()))
        self.again.setVisible(bool(self.watching.waiting))

    def show_problem(self, message: str, hint: str) -> None:
        """Show an error and its hint. Without a project, the start page shows them."""
        self.problem.setText(f"{message} {hint}".strip() if self.session.project else "")
