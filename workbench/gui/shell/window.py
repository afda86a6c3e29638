"""The window: it places the panels and holds no logic."""

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QWidget

from workbench.gui.adapt.inspector import AdaptInspector
from workbench.gui.adapt.runs_panel import RunsPanel
from workbench.gui.browse.samples_panel import SamplesPanel
from workbench.gui.browse.scatter_controller import INSPECT, ScatterController
from workbench.gui.browse.viewer_controller import ViewerController
from workbench.gui.data.inspector import DataInspector
from workbench.gui.export.export_controller import ExportController
from workbench.gui.export.inspector import ExportInspector
from workbench.gui.inspect.findings_panel import FindingsPanel
from workbench.gui.inspect.inspector import InspectInspector
from workbench.gui.kit.widgets import column, stack
from workbench.gui.label.history_sheet import HistorySheet
from workbench.gui.label.inspector import LabelInspector
from workbench.gui.label.labelling_controller import LabellingController
from workbench.gui.label.merge_sheet import MergeSheet
from workbench.gui.label.step import LabelStep
from workbench.gui.label.suggestions_panel import SuggestionsPanel
from workbench.gui.records.compare_sheet import CompareSheet
from workbench.gui.records.log_sheet import LogSheet
from workbench.gui.session.inspection_controller import InspectionController
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.session.workers import Workers
from workbench.gui.shell.header import Header
from workbench.gui.shell.key_editor import KeyEditor
from workbench.gui.shell.keys_sheet import KeysSheet
from workbench.gui.shell.layout import Drawer, remember, restore, scrolled, splitter
from workbench.gui.shell.project_controller import ProjectController
from workbench.gui.shell.rail import Rail
from workbench.gui.shell.start_page import StartPage
from workbench.gui.shell.status_bar import StatusBar
from workbench.gui.shell.steps import STEPS
from workbench.gui.shell.wiring import connect
from workbench.gui.tasks.segmentation.step import SegmentationStep
from workbench.gui.theme import Theme, Tokens
from workbench.gui.translate.step import TRANSLATE, TranslateStep

TITLE = "Domain Workbench"


class Window(QMainWindow):
    """Four zones around one session: rail, pictures over progress, inspector; or the start page."""

    def __init__(self, theme: Theme, settings: QSettings) -> None:
        super().__init__()
        self.resize(1440, 900)
        self.setMinimumSize(880, 560)
        self.theme, self.settings = theme, settings
        self.workers = Workers(self)
        self.session = Session(self.workers, self)
        self.runs = RunsController(self.session)
        self.inspecting = InspectionController(self.session)
        self.labels = LabelStep(self.session, self.runs, self.inspecting)
        self.leaving = ExportController(self.session)
        self.opening = ProjectController(self.session, self.runs)
        self.translation = TranslateStep(self.session)
        self.pixels = SegmentationStep(self.session, self.runs, self.labels.buying)

        self.header = Header(self.session, theme)
        self.rail = Rail(self.session, self.runs, self.inspecting, self.translation.translating, theme)
        self.pictures = SamplesPanel(self.session, self.inspecting, self.translation.samples, *self.pixels.views)
        self.translation.open_over(self.pictures)
        self.scattering = ScatterController(self.session, self.runs, self.inspecting, self.pictures.scatter)
        self.progress = RunsPanel(self.session, self.runs)
        self.findings = FindingsPanel(self.session, self.inspecting)
        self.next = SuggestionsPanel(self.session, self.runs, self.labels.suggesting, self.labels.buying)
        self.status = StatusBar(self.session, self.labels.watching, self.labels.following)
        self.viewing = ViewerController(self.session, self.inspecting, self.pictures)
        views = (self.viewing.viewer, self.next.strip)
        self.keys = LabellingController(self.session, self.labels.suggesting, self.labels.second, self.pictures, *views)
        self.key_editor = KeyEditor(self.session, self)
        self.data = DataInspector(self.session)
        self.inspect = InspectInspector(self.session, self.runs, self.inspecting)
        self.adapt = AdaptInspector(self.session, self.runs)
        self.label = LabelInspector(self.session, self.labels.buying, self.labels.second, self.labels.files)
        self.export = ExportInspector(self.session, self.runs, self.leaving)
        translate = self.translation.inspector
        label = self.pixels.beside(self.label)
        in_order = (self.data, self.inspect, self.adapt, translate, label, self.export)  # as the steps
        self.inspectors = stack(*map(scrolled, in_order))
        self.below = stack(self.progress, self.findings, self.next, self.translation.progress)

        self._lay_out()
        connect(self)
        restore(settings, self, self._splitters())
        self.show_page()
        self.workers.start()

    def _lay_out(self) -> None:
        self.centre = splitter(Qt.Orientation.Vertical, self.pictures, self.below)
        self.centre.setSizes([620, 240])
        self.zones = splitter(Qt.Orientation.Horizontal, self.rail, self.centre, self.inspectors)
        self.zones.setSizes([208, 944, 288])
        self.zones.setStretchFactor(1, 1)
        self.start = StartPage(self.session)
        self.pages = stack(self.start, self.zones)
        whole = QWidget()
        whole.setLayout(column(self.header, self.translation.notice, self.pages, spacing=0))
        self.setCentralWidget(whole)
        self.drawer = Drawer(self, self.inspectors, self.header.inspector, self.pages)
        self.sheet, self.log, self.compare = KeysSheet(whole), LogSheet(whole), CompareSheet(whole)
        self.history, self.merge = HistorySheet(whole, self.session), MergeSheet(whole, self.session)
        self.setStatusBar(self.status)

    def show_page(self) -> None:
        """The start page without a project, the four zones with one."""
        closed = self.session.project is None
        self.pages.setCurrentWidget(self.start if closed else self.zones)
        (self.start.sample if closed else self.pictures.grid).setFocus()
        self.setWindowTitle(f"{self.session.project.name} · {TITLE}" if self.session.project else TITLE)

    def show_step(self, step: str) -> None:
        """The inspector that answers a step, and what belongs below the pictures then."""
        self.inspectors.setCurrentIndex([one.name for one in STEPS].index(step))
        below = {INSPECT: self.findings, TRANSLATE: self.translation.progress, "label": self.next}
        self.below.setCurrentWidget(below.get(step, self.progress))
        self.pictures.show_above(self.translation.samples if step == TRANSLATE else self.pictures.scatter)
        self.drawer.open()

    def retheme(self, tokens: Tokens) -> None:
        """Give the theme to those who draw by themselves."""
        zones = (self.pictures, self.progress, self.findings, self.next, self.label, self.viewing, self.compare)
        for zone in (*zones, self.translation, self.pixels):
            zone.set_theme(tokens)

    def _splitters(self) -> dict[str, QSplitter]:
        return {
            "zones": self.zones,
            "centre": self.centre,
            "pictures": self.pictures.splitter,
            "progress": self.progress,
            "translation": self.translation.progress,
        }

    # -- Qt --------------------------------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        remember(self.settings, self, self._splitters())
        self.settings.setValue("theme", self.theme.mode)
        self.workers.close()
        self.labels.close()
        self.session.close_project()
        super().closeEvent(event)
