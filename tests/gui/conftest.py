"""A project of pixels: two small street scenes, a run that predicted them, and the window's own objects around it."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from workbench.core.domain import Domain, Layout, Sample, Side
from workbench.core.events import PixelScores, Scores
from workbench.core.job import Job
from workbench.core.masks import ClassTable, PixelClass
from workbench.data.mask_png import write_numbers
from workbench.gui.session.learning_curve_controller import LearningCurveController
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.session.workers import Workers
from workbench.gui.tasks.discovery import task_rules
from workbench.gui.tasks.segmentation.painting_controller import PaintingController
from workbench.store.project import Project
from workbench.store.record_table import Status
from workbench.store.run_folder import ImageScores, RunFolder
from workbench.worker.replies import Scanned

TABLE = ClassTable(
    (PixelClass("road", (128, 64, 128)), PixelClass("sky", (70, 130, 180)), PixelClass("car", (0, 0, 142)))
)
WIDE, HIGH = 96, 48


class Pixels(NamedTuple):
    """The parts of a window that painting is about."""

    session: Session
    runs: RunsController
    painting: PaintingController
    buying: LearningCurveController
    folder: Path  # of the run


def truth() -> "np.typing.NDArray[np.uint8]":
    """Sky above, road below, a car in the middle of the road."""
    mask = np.zeros((HIGH, WIDE), np.uint8)
    mask[: HIGH // 2] = 1
    mask[30:40, 40:56] = 2
    return mask


def scene(root: Path, name: str, seed: int) -> Sample:
    random = np.random.default_rng(seed)
    colours = np.array(TABLE.colours)[truth()] + random.normal(0, 12, (HIGH, WIDE, 3))
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(colours.clip(0, 255).astype(np.uint8)).save(root / name)
    file = root / name
    mask = f"masks/{Path(name).name}"
    write_numbers(truth(), TABLE.colours, root / mask)
    return Sample(name, None, WIDE, HIGH, "PNG", file.stat().st_size, file.stat().st_mtime_ns, mask)


def domain(root: Path, count: int) -> Domain:
    samples = [scene(root, f"images/{number}.png", number) for number in range(count)]
    return Domain(str(root), Layout.PAIRED, samples, table=TABLE, task="segment")


def predict(place: RunFolder, sample: str) -> None:
    """What a run leaves of a sample: it takes the car for road, and doubts its surroundings."""
    predicted = truth()
    predicted[predicted == 2] = 0
    write_numbers(predicted, TABLE.colours, place.mask_file(sample))
    doubt = np.zeros((HIGH, WIDE), np.uint8)
    doubt[28:42, 38:58] = 200
    Image.fromarray(doubt).save(place.doubt_file(sample))


def finished_run(project: Project, root: Path, target: Domain) -> RunFolder:
    job = Job(method="source_only", source=str(root / "source"), target=target.root)
    record = project.add_run(job)
    place = RunFolder(project.run_folder(record.id))
    place.path.mkdir(parents=True)
    place.write_job(job)
    for sample in target.samples:
        predict(place, sample.path)
    told = PixelScores(0.93, 0.64, (0.95, 0.98, 0.0), 0.5, len(target.samples))
    scores = Scores(0.97, 0.93, 0.1, {"im": 0.1}, target_pixels=told, source_pixels=told)
    place.write_image_scores(
        TABLE.names,
        (ImageScores(one.path, 0.9, {"road": 0.9 - n / 10, "sky": 0.98}) for n, one in enumerate(target.samples)),
    )
    project.update_run(record.id, Status.FINISHED, scores=scores, seconds=3.0)
    return place


def read(session: Session, domains: dict[Side, Domain]) -> None:
    """What the worker tells when it has read both folders."""
    for side, one in domains.items():
        session.domains.wanted[side] = one.root
        session.workers.received.emit(Scanned(side, one.root, one))


@pytest.fixture
def domains_of_pixels(tmp_path: Path) -> dict[Side, Domain]:
    return {Side.SOURCE: domain(tmp_path / "source", 2), Side.TARGET: domain(tmp_path / "target", 3)}


@pytest.fixture
def pixels(qtbot: QtBot, tmp_path: Path, domains_of_pixels: dict[Side, Domain]) -> Iterator[Pixels]:
    parent = QWidget()
    qtbot.addWidget(parent)
    session = Session(Workers(parent), task_rules(), parent)
    runs = RunsController(session)
    painting, buying = PaintingController(session, runs), LearningCurveController(session, runs)
    made = Project.create(tmp_path / "P.workbench")
    for side, one in domains_of_pixels.items():
        made.set_domain_folder(side, Path(one.root))
    place = finished_run(made, tmp_path, domains_of_pixels[Side.TARGET])
    session.show(made)
    read(session, domains_of_pixels)
    session.step = "label"
    yield Pixels(session, runs, painting, buying, place.path)
    painting.background.close()
    session.close_project()
    assert QApplication.instance() is not None
