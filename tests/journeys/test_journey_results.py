"""What the Adapt step says of a measured run, and the methods that it offers."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.journeys.use import open_project
from tests.made_projects import MadeProject
from workbench.core.job import AUTO
from workbench.core.method_groups import MethodGroup
from workbench.core.misses import most_missed
from workbench.gui.adapt.inspector import NO_TIME
from workbench.gui.adapt.method_picker import TIME
from workbench.gui.shell.window import Window
from workbench.store.run_times import RunTime


def test_that_results_name_the_classes_and_methods_stand_in_groups_with_their_time(
    qtbot: QtBot, window: Window, classification_project: MadeProject
) -> None:
    open_project(qtbot, window, classification_project)
    window.session.go_to("adapt")
    form, record = window.adapt.form, window.runs.finished()[-1]
    window.runs.show(record.id)
    misses = most_missed(window.runs.quality.of(record))
    assert misses
    assert all(sentence in form.sentence.text() for sentence in misses)
    details = form.answer.details
    assert "Balanced accuracy" not in form.sentence.text()
    assert not details.inside.isVisible()
    qtbot.mouseClick(details.head, Qt.MouseButton.LeftButton)
    assert details.inside.isVisible()
    assert all(f"{name}: " in details.words.text() for name in window.session.labels.classes)

    box = form.method
    titles = [box.itemText(row) for row in range(box.count())]
    heads = [row for row in range(box.count()) if box.itemData(row) is None]
    assert [titles[row] for row in heads] == list(MethodGroup)
    assert titles[heads[0] + 1] == "Automatic"
    assert box.currentData() == AUTO
    assert form.time.text() == NO_TIME
    job = record.job
    times = RunTime("dann", job.backbone, job.tune, job.batch, job.image_size, 48, form.steps.value(), 1.0, 200.0)
    form.times.times = [times]
    form.refresh()
    dann = box.findData("dann")
    assert box.itemData(dann, TIME) == "about 3 min"
    assert box.itemData(box.findData("mcc"), TIME) == "time unknown"
    assert box.itemData(dann, Qt.ItemDataRole.ToolTipRole)
    box.setFocus()
    qtbot.keyClicks(box, "dan")
    assert box.currentText().startswith("DAN")
    box.setCurrentIndex(dann)
    assert form.time.text() == "On this machine: about 3 min."
