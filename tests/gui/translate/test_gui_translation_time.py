"""A training of a translator says how long it takes before it starts."""

from pathlib import Path

import msgspec
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import read
from tests.made_projects import MadeProject
from workbench.core.domain import Side
from workbench.data.scan import scan_now
from workbench.engine.catalogue import catalogue
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.session.workers import Workers
from workbench.gui.tasks.discovery import task_rules
from workbench.gui.translate.inspector import TranslateInspector
from workbench.gui.translate.style_controller import StyleController
from workbench.gui.translate.translations_controller import TranslationsController
from workbench.store.project import Project
from workbench.store.record_table import Status


def test_that_the_time_of_a_training_follows_from_the_last_one_of_its_kind(
    qtbot: QtBot, classification_project: MadeProject
) -> None:
    made, parent = classification_project, QWidget()
    qtbot.addWidget(parent)
    session = Session(Workers(parent), task_rules(), parent)
    translations = TranslationsController(session, RunsController(session))
    form = TranslateInspector(session, translations, StyleController(session, translations))
    qtbot.addWidget(form)
    session.workers.ready.emit(catalogue())
    session.show(Project.open(made.folder))
    read(session, {side: scan_now(Path(folder)) for side, folder in zip(Side, (made.source, made.target), strict=True)})
    form.translator.setCurrentIndex(form.translator.findData("cyclegan"))
    form.steps.setValue(600)
    form.batch.setValue(4)
    assert form.foot.text().startswith("How long it takes is known a few seconds after it has begun.")

    assert translations.kept is not None
    job = msgspec.structs.replace(form.job(), source=str(made.source), target=str(made.target), image_size=16)
    record = translations.kept.add(msgspec.structs.replace(job, steps=100, batch=2))
    translations.kept.update(record.id, Status.FINISHED, seconds=30.0)
    translations.forget()
    assert form.foot.text().startswith("It takes about 6 minutes, at the pace of translation t1.")
    form.steps.setValue(60)
    assert form.foot.text().startswith("It takes about 40 seconds, at the pace of translation t1.")
    form.translator.setCurrentIndex(form.translator.findData("histogram"))
    assert form.foot.text() == "A translation and a run can be in progress at the same time."
    session.close_project()
