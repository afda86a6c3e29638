"""Starts the application."""

import sys
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from workbench.core.program import NAME
from workbench.core.resources import resource
from workbench.gui.kit.language import install
from workbench.gui.shell.layout import fit
from workbench.gui.shell.log_file import follow, log_failure, logged
from workbench.gui.shell.unexpected_errors import UnexpectedErrors
from workbench.gui.shell.window import Window
from workbench.gui.theme import Theme
from workbench.gui.theme.apply import MODES
from workbench.gui.views.pictures.image_reader import load_image_plugins
from workbench.store.user_paths import user_logs


def run_window(project: Path | None = None, demo: bool = False) -> int:
    """Open the window, with a project if one is given, and run until it is closed. Returns the exit status."""
    with logged(user_logs()):
        app = QApplication.instance() or QApplication(sys.argv[:1])
        assert isinstance(app, QApplication)
        app.setApplicationName("Domain Workbench")
        app.setDesktopFileName(NAME)
        install(app)
        app.setWindowIcon(QIcon(str(resource("icons/workbench.svg"))))
        load_image_plugins()
        settings = QSettings(NAME, "window")
        mode = str(settings.value("theme", "system"))
        window = Window(Theme(app, mode if mode in MODES else "system"), settings)
        errors = watch(window)
        fit(settings, window)
        window.show()
        if demo:
            window.projects.demo()
        elif project is not None:
            window.projects.project(project)
        try:
            return app.exec()
        finally:
            errors.remove()


def watch(window: Window) -> UnexpectedErrors:
    """Log the problems of a window and show unexpected errors in it, until `remove` of the result is called."""
    errors = UnexpectedErrors(window)
    errors.happened.connect(window.problems.show_error)
    errors.install()
    follow(window.session)
    for records in (window.runs, window.translate.translations):
        records.event_received.connect(log_failure)
    return errors
