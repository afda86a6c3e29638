"""Two fields: the name of a project, and the folder that will contain it."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from workbench.gui.kit.form import form
from workbench.gui.kit.language import tr
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import Elided, button, row
from workbench.store.project_files import check_name, named_folder


class NameAndPlace(QWidget):
    """Edits a name and a place.

    Signals: changed(): the name or the place changed; entered(): Enter was pressed in the name.
    """

    changed = Signal()
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.parent_folder = Path()
        self.name, self.place = QLineEdit(), Elided("", "")
        self.name.setAccessibleName(tr("Name of the project"))
        self.choose = button(tr("Change…"), self._choose)
        self.choose.setAccessibleName(tr("Change the folder that contains the project"))
        self.where = QWidget()
        line = row(self.place, self.choose)
        line.setStretch(0, 1)
        self.where.setLayout(line)
        self.fields = form((tr("Name"), self.name), (tr("In"), self.where))
        self.setLayout(self.fields)
        self.name.textChanged.connect(lambda _text: self.changed.emit())
        self.name.returnPressed.connect(self.entered)

    def show_values(self, name: str, parent: Path, *, with_place: bool = True) -> None:
        """Set both fields. Without `with_place`, only the name can be changed."""
        self.fields.setRowVisible(self.where, with_place)
        self.name.setText(name)
        self._show_place(parent)

    def folder(self) -> Path:
        """Return the folder of the project. Raises UserError if the name cannot be used, or is taken there."""
        return named_folder(self.parent_folder, self.name.text())

    def checked_name(self) -> str:
        """Return the name. Raises UserError if it cannot be used."""
        return check_name(self.name.text())

    def _show_place(self, parent: Path) -> None:
        self.parent_folder = parent
        self.place.setText(str(parent))
        self.place.setToolTip(plain_tip(str(parent)))
        self.changed.emit()

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("The folder for the project"), str(self.parent_folder))
        if chosen:
            self._show_place(Path(chosen))
