"""The notice below the header that the source of the project consists of translated images."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from workbench.gui.kit.language import tr
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import Elided, button, row
from workbench.gui.session.session import Session
from workbench.gui.translate.translate_folder import FolderTranslationController


class SourceNotice(QWidget):
    """Visible while the source is translated. Its button restores the original source."""

    def __init__(self, session: Session, folders: FolderTranslationController) -> None:
        super().__init__()
        self.session, self.folders = session, folders
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.words = Elided("", "caution")
        self.undo = button(tr("Back to the original"), folders.go_back)
        inside = row(self.words, self.undo, spacing=12)
        inside.setStretchFactor(self.words, 1)
        inside.setContentsMargins(12, 4, 12, 6)
        self.setLayout(inside)
        for signal in (session.project_changed, session.domains.scanning, session.domains.changed, folders.changed):
            signal.connect(self.refresh)
        self.refresh()

    def refresh(self, *_about: object) -> None:
        """Show the notice if the source consists of translated images."""
        record = self.folders.switched() if self.session.project is not None else None
        self.setVisible(record is not None)
        if record is not None:
            name = Path(record.job.source).stem
            self.words.setText(
                tr("The source is now “{name}” as translated by t{number}.", name=name, number=record.number)
            )
            self.words.setToolTip(plain_tip(record.written))
            self.undo.setText(tr("Back to “{name}”", name=name))
