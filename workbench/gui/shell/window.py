"""The main window: creates the session, the controllers and the steps, and connects them."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSettings
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from workbench.gui.adapt.step import AdaptStep
from workbench.gui.browse.heat_controller import HeatController
from workbench.gui.browse.samples_panel import SamplesPanel
from workbench.gui.browse.scatter_controller import ScatterController
from workbench.gui.browse.suspects_controller import SuspectsController
from workbench.gui.browse.viewer_controller import ViewerController
from workbench.gui.data.step import DataStep
from workbench.gui.export.step import ExportStep
from workbench.gui.inspect.step import InspectStep
from workbench.gui.kit.step import Step
from workbench.gui.kit.widgets import column, stack
from workbench.gui.label.step import LabelStep
from workbench.gui.records.compare_sheet import CompareSheet
from workbench.gui.records.log_sheet import LogSheet
from workbench.gui.session.folder_watcher import FolderWatcher
from workbench.gui.session.inspection_controller import InspectionController
from workbench.gui.session.learning_curve_controller import LearningCurveController
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.session.workers import Workers
from workbench.gui.shell import actions
from workbench.gui.shell.header import Header
from workbench.gui.shell.help import WindowHelp
from workbench.gui.shell.key_editor import KeyEditor
from workbench.gui.shell.layout import PREFERRED, Drawer, remember, restore
from workbench.gui.shell.problem_notice import ProblemNotice
from workbench.gui.shell.project_controller import ProjectController
from workbench.gui.shell.project_desk import ProjectDesk
from workbench.gui.shell.rail import Rail
from workbench.gui.shell.start_page import StartPage
from workbench.gui.shell.status_bar import StatusBar
from workbench.gui.shell.zones import Zones
from workbench.gui.tasks.contract import TaskContext
from workbench.gui.tasks.current import Tasks
from workbench.gui.tasks.discovery import task_rules
from workbench.gui.theme import Theme, Tokens
from workbench.gui.translate.step import TranslateStep

TITLE = "Domain Workbench"


class Window(QMainWindow):
    """Shows the zones of the open project (rail, images above a panel, inspector), or the start page."""

    def __init__(self, theme: Theme, settings: QSettings) -> None:
        super().__init__()
        self.resize(PREFERRED)
        self.setMinimumSize(880, 560)
        self.theme, self.settings = theme, settings
        theme.style_after(self._create)
        restore(settings, self, self.zones.splitters)
        self.show_page()
        self.workers.start()

    def _create(self) -> None:
        """Create the session, the controllers and the steps, and connect them."""
        self.workers = Workers(self)
        self.session = session = Session(self.workers, task_rules(), self)
        self.runs, self.inspection = runs, inspection = RunsController(session), InspectionController(session)
        self.curve, self.watcher = LearningCurveController(session, runs), FolderWatcher(session, runs)
        self.pictures = pictures = SamplesPanel(session, inspection)
        self.scatter = ScatterController(session, runs, inspection, pictures.scatter)
        self.viewer = ViewerController(session, inspection, pictures)
        self.suspects = SuspectsController(session, inspection, pictures)
        self.projects, self.heat = ProjectController(session, runs), HeatController(session, runs, self.viewer)
        self.content = content = QWidget()
        self.log_sheet, self.compare_sheet = sheets = LogSheet(content), CompareSheet(content)
        context = TaskContext(session, runs, inspection, self.curve, pictures, self.viewer, self.suspects, content)
        self.tasks = tasks = Tasks(context)
        self.data = DataStep(session)
        self.inspect = InspectStep(session, runs, inspection, pictures, self.suspects)
        self.adapt = AdaptStep(session, runs, tasks, *sheets)
        self.translate = TranslateStep(session, runs, pictures, *sheets)
        self.label = LabelStep(session, tasks, pictures, content)
        self.export = ExportStep(session, runs, tasks, pictures)
        self.steps: tuple[Step, ...] = (self.data, self.inspect, self.adapt, self.translate, self.label, self.export)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        session = self.session
        self.header, self.start = Header(session, self.theme, self.runs), StartPage(session)
        self.rail = Rail(session, self.steps, self.tasks, self.theme)
        self.zones = Zones(session, self.steps, self.adapt, self.rail, self.pictures, self.viewer, self.settings)
        self.pages = stack(self.start, self.zones)
        notices = (step.notice for step in self.steps if step.notice is not None)
        self.problems = ProblemNotice(session, self.runs, self.translate.translations)
        self.content.setLayout(column(self.header, self.problems, *notices, self.pages, spacing=0))
        self.setCentralWidget(self.content)
        self.status = StatusBar(session, self.watcher, self.label.moved)
        self.setStatusBar(self.status)
        self.drawer = Drawer(self, self.zones.inspectors, self.header.inspector, self.pages)
        self.commands = actions.commands(self.steps)
        self.help = WindowHelp(self)
        self.keys_sheet, self.key_editor = self.help.keys, KeyEditor(session, self)
        places, records = (self.start, self.header, self.content), (self.runs, self.translate.translations)
        self.desk = ProjectDesk(session, self.projects, places, records, [step.name for step in self.steps])

    def _connect(self) -> None:
        session = self.session
        session.project_changed.connect(self.show_page)
        session.step_changed.connect(lambda _step: self.drawer.open())
        self.header.home.connect(session.close_project)
        self.status.keys.clicked.connect(self.keys_sheet.toggle)
        self.zones.placed.connect(lambda: self.keys_sheet.show_keys(self.tasks.current.keys(session.step)))
        self.theme.changed.connect(self.retheme)
        self.retheme(self.theme.tokens)
        handlers: dict[str, Callable[[], object]] = {"undo": session.labels.undo, "redo": session.labels.redo}
        handlers |= self.help.handlers | self.zones.handlers | {"home": session.close_project}
        handlers |= {f"step:{step.name}": partial(session.go_to, step.name) for step in self.steps}
        actions.install(self, self.commands, handlers)

    def show_page(self) -> None:
        """Show the start page, or the zones if a project is open."""
        closed = self.session.project is None
        self.pages.setCurrentWidget(self.start if closed else self.zones)
        (self.start.sample if closed else self.pictures.grid).setFocus()
        self.setWindowTitle(f"{self.session.project.name} · {TITLE}" if self.session.project else TITLE)

    def retheme(self, tokens: Tokens) -> None:
        """Apply the theme to widgets that paint themselves."""
        for step in self.steps:
            step.set_theme(tokens)
        for part in (self.pictures, self.viewer, self.compare_sheet, self.tasks):
            part.set_theme(tokens)

    # -- Qt --------------------------------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        remember(self.settings, self, self.zones.splitters)
        self.settings.setValue("theme", self.theme.mode)
        self.workers.close()
        self.problems.background.close()
        self.desk.close()
        self.watcher.background.close()
        self.tasks.close()
        for step in self.steps:
            step.close()
        self.session.close_project()
        super().closeEvent(event)
