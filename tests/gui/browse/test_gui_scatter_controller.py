"""The scatter plot shows another run from a fitting distance."""

from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import read
from tests.made_projects import MadeProject
from workbench.core.domain import Side
from workbench.data.scan import scan_now
from workbench.gui.browse.scatter_controller import ScatterController
from workbench.gui.session.inspection_controller import InspectionController
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.session.workers import Workers
from workbench.gui.tasks.discovery import task_rules
from workbench.gui.views.scatter.scatter_view import ScatterView
from workbench.store.project import Project


def test_that_another_run_is_fitted_and_a_zoom_is_kept_for_the_same_one(
    qtbot: QtBot, made_classification: MadeProject
) -> None:
    made, parent, scatter = made_classification, QWidget(), ScatterView()
    for widget in (parent, scatter):
        qtbot.addWidget(widget)
    session = Session(Workers(parent), task_rules(), parent)
    runs, inspections = RunsController(session), InspectionController(session)
    controller = ScatterController(session, runs, inspections, scatter)
    scatter.resize(500, 400)
    scatter.show()
    session.show(Project.open(made.folder))
    read(session, {side: scan_now(Path(folder)) for side, folder in zip(Side, (made.source, made.target), strict=True)})

    def fits() -> bool:
        """Whether every point lies in the view and the points fill it."""
        view = scatter.canvas.plot.getViewBox().viewRect()
        x, y = ([float(value) for part in scatter.canvas._points for value in part[:, column]] for column in (0, 1))
        within = view.left() <= min(x) and max(x) <= view.right() and view.top() <= min(y) and max(y) <= view.bottom()
        return bool(within and max((max(x) - min(x)) / view.width(), (max(y) - min(y)) / view.height()) > 0.5)

    runs.show(made.plain)
    assert fits()
    scatter.canvas.zoom(0.2)
    scatter.canvas.pan(4, 0)
    session.go_to("label")
    assert not fits(), "the same run keeps its zoom"
    runs.show(made.with_shots)
    assert fits()
    scatter.canvas.zoom(5)
    assert not fits()
    runs.show(made.plain)
    assert fits()
    session.close_project()
    assert controller.folder is None
