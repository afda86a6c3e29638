"""The card of the start page that names and places a new project, once both folders are read."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from workbench.core.compatibility import without_adaptation
from workbench.core.domain import Domain
from workbench.core.errors import UserError
from workbench.gui.kit.language import tr
from workbench.gui.kit.widgets import button, column, label, row
from workbench.gui.shell.name_and_place import NameAndPlace
from workbench.store.recent_projects import RecentProject, project_of
from workbench.store.user_paths import new_project_folder


class NewProject(QFrame):
    """Proposes a name and a place, and says if the two folders have a project already.

    Signals: changed(): `problem` may have changed; entered(): Enter was pressed; project_wanted(str): the user chose
    the project that there is, in this folder.
    """

    changed = Signal()
    entered = Signal()
    project_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.fields = NameAndPlace()
        self.known: RecentProject | None = None
        self.words, self.limits = label("", "caution", wrap=True), label("", "caution", wrap=True)
        self.refusal = label("", "bad", wrap=True)
        self.open_known = button(
            tr("Open it"), lambda: self.project_wanted.emit(self.known.folder if self.known else "")
        )
        self.setLayout(
            column(
                label(tr("New project"), "heading"),
                self.fields,
                self.refusal,
                self.limits,
                self.words,
                row(self.open_known, -1),
                margin=16,
                spacing=8,
            )
        )
        self.fields.changed.connect(self._refresh)
        self.fields.entered.connect(self.entered)
        self.hide()

    def propose(self, source: Domain, target: Domain) -> None:
        """Show the card for two folders."""
        self.known = project_of(source.root, target.root)
        folder = new_project_folder(
            tr("{source} to {target}", source=Path(source.root).stem, target=Path(target.root).stem)
        )
        self.fields.show_values(folder.stem, folder.parent)
        self.limits.setText(without_adaptation(source))
        self.limits.setVisible(bool(self.limits.text()))
        if self.known is not None:
            self.words.setText(
                tr("The project “{name}” has the same two folders. Open it, or create another.", name=self.known.name)
            )
        self.words.setVisible(self.known is not None)
        self.open_known.setVisible(self.known is not None)
        self.show()

    @property
    def problem(self) -> str:
        """Why the project cannot be created with this name in this place; empty if it can."""
        try:
            self.fields.folder()
        except UserError as error:
            return f"{error.message} {error.hint}"
        return ""

    def _refresh(self) -> None:
        self.refusal.setText(self.problem)
        self.refusal.setVisible(bool(self.refusal.text()))
        self.changed.emit()
