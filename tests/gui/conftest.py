"""Fixtures: a segmentation project with runs of the engine, and the objects of the window for it."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.made_projects import MadeProject
from workbench.core.domain import Domain, Side
from workbench.data.scan import scan_now
from workbench.gui.session.learning_curve_controller import LearningCurveController
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.session.workers import Workers
from workbench.gui.tasks.discovery import task_rules
from workbench.gui.tasks.segmentation.painting_controller import PaintingController
from workbench.gui.views.pictures.image_reader import load_image_plugins
from workbench.store.project import Project, RunRecord
from workbench.store.run_folder import RunFolder


@pytest.fixture(autouse=True)
def _image_plugins(qapp: QApplication) -> None:
    load_image_plugins()  # as the program does


class Pixels(NamedTuple):
    """The objects of the window that painting uses. The shown run has no shots."""

    session: Session
    runs: RunsController
    painting: PaintingController
    buying: LearningCurveController
    run: RunFolder

    @property
    def record(self) -> RunRecord:
        """The record of the run in the project."""
        return next(record for record in self.runs.all() if record.id == self.run.path.name)


def read(session: Session, domains: dict[Side, Domain]) -> None:
    """Set the domains, as the worker does after it has read both folders."""
    for side, domain in domains.items():
        session.domains.wanted[side] = domain.root
        session.domains.show(side, domain)


@pytest.fixture
def pixels(qtbot: QtBot, segmentation_project: MadeProject) -> Iterator[Pixels]:
    made, parent = segmentation_project, QWidget()
    qtbot.addWidget(parent)
    session = Session(Workers(parent), task_rules(), parent)
    runs = RunsController(session)
    painting, buying = PaintingController(session, runs), LearningCurveController(session, runs)
    session.show(Project.open(made.folder))
    read(session, {side: scan_now(Path(folder)) for side, folder in zip(Side, (made.source, made.target), strict=True)})
    session.step = "label"
    runs.show(made.plain)
    assert session.project is not None
    yield Pixels(session, runs, painting, buying, RunFolder(session.project.run_folder(made.plain)))
    painting.background.close()
    session.close_project()
    assert QApplication.instance() is not None
