"""A notice below the header for unexpected errors and problem reports."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from workbench.core.errors import UserError
from workbench.export.problem_report import write_problem_report
from workbench.gui.kit.language import tr
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import Elided, button, row, set_role
from workbench.gui.session.background import Background
from workbench.gui.session.records import Records
from workbench.gui.session.session import Session
from workbench.gui.shell.log_file import log_files
from workbench.store.user_paths import user_logs


class ProblemNotice(QWidget):
    """Shows an error or the result of a report until it is closed."""

    def __init__(self, session: Session, runs: Records[Any], translations: Records[Any]) -> None:
        super().__init__()
        self.session, self.runs, self.translations = session, runs, translations
        self.details = ""
        self.background = Background(self)
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.words = Elided("", "bad")
        self.copy = button(tr("Copy details"), self._copy)
        self.report = button(tr("Report a problem…"), self.ask)
        self.dismiss = button(tr("Close"), self.hide, flat=True)
        inside = row(self.words, self.copy, self.report, self.dismiss, spacing=12)
        inside.setStretchFactor(self.words, 1)
        inside.setContentsMargins(12, 4, 12, 6)
        self.setLayout(inside)
        self.hide()

    def show_error(self, sentence: str, details: str) -> None:
        """Show an error with a button that copies its details."""
        self.details = details
        self._show(sentence, "bad")

    def ask(self) -> None:
        """Ask for the path of a report and write it."""
        suggestion = str(Path.home() / f"workbench-problem-{date.today().isoformat()}.zip")
        name, _ = QFileDialog.getSaveFileName(self, tr("Report a problem"), suggestion, tr("Report (*.zip)"))
        if name:
            self.write(Path(name))

    def write(self, out: Path) -> None:
        """Write a report with log, versions and the job of the current run."""
        project = self.session.project.folder if self.session.project is not None else None
        work = partial(write_problem_report, out, log_files(user_logs()), project, self._current_folder())
        self.background.do(work, lambda _none: self._written(out), self._failed)

    def _current_folder(self) -> Path | None:
        """Return the folder of the current translation in the Translate step, else that of the current run."""
        records = self.translations if self.session.step == "translate" else self.runs
        record = records.current or records.record
        return (
            records.record_table.place(record.id) if record is not None and records.record_table is not None else None
        )

    def _written(self, out: Path) -> None:
        self.details = ""
        self._show(
            tr("Wrote {name}: the log, versions and the settings of the run. It contains no images.", name=out.name),
            "good",
        )

    def _failed(self, error: UserError) -> None:
        self._show(str(error), "bad")

    def _show(self, words: str, role: str) -> None:
        self.words.setText(words)
        self.words.setToolTip(plain_tip(words))
        set_role(self.words, role)
        self.copy.setText(tr("Copy details"))
        self.copy.setVisible(bool(self.details))
        self.report.setVisible(role == "bad")
        self.show()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details)
        self.copy.setText(tr("Copied"))
