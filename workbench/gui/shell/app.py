"""Starts the application."""

import sys
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from workbench.gui.shell.window import Window
from workbench.gui.theme import Theme
from workbench.gui.theme.apply import MODES


def run_window(project: Path | None = None, demo: bool = False) -> int:
    """Open the window, with a project where one is named, and stay until it is closed; the exit status."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("Domain Workbench")
    settings = QSettings("domain-workbench", "window")
    mode = str(settings.value("theme", "system"))
    window = Window(Theme(app, mode if mode in MODES else "system"), settings)
    window.show()
    if demo:
        window.projects.demo()
    elif project is not None:
        window.projects.project(project)
    return app.exec()
