"""What the tasks of the matrix of journeys do otherwise: their images, how a person labels, and what results show."""

from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.conftest import make_domain, make_scenes
from tests.journeys.use import PATIENCE, segmentation
from tests.made_projects import MadeProject, make_project
from workbench.core.domain import Side
from workbench.core.job import Job, Shot
from workbench.core.masks import IGNORED
from workbench.data.mask_png import read_numbers
from workbench.gui.kit.number_format import percent
from workbench.gui.shell.window import Window
from workbench.store.project import RunRecord
from workbench.store.run_folder import RunFolder

CHECKPOINT_SECONDS = 0.0  # of the runs: at each step, so that one can be killed in a trial that takes milliseconds


class MatrixPart(ABC):
    """A task of the matrix.

    `method`: the named method. `steps`: of a run that is interrupted, enough that the window is in time.
    """

    task: ClassVar[str]
    method: ClassVar[str]
    steps: ClassVar[int]

    @abstractmethod
    def project(self, root: Path) -> MadeProject:
        """Make a project with runs of a few steps over small images."""

    @abstractmethod
    def label(self, qtbot: QtBot, window: Window) -> set[str]:
        """Label a few target samples through the window, and return their paths."""

    @abstractmethod
    def check_shots(self, qtbot: QtBot, window: Window, run: RunFolder, paths: set[str]) -> None:
        """The run folder holds the labels of these samples, and nothing of shots if there are none."""

    @abstractmethod
    def check_results(self, qtbot: QtBot, window: Window, run: RunRecord) -> None:
        """The window shows the figures and predictions of a finished run."""


class ImagesPart(MatrixPart):
    """A class for each image."""

    task, method, steps = "classify", "mcc", 40

    def project(self, root: Path) -> MadeProject:
        """Three classes of eight images on each side."""
        source = make_domain(root / "source", seed=1, count=8)
        target = make_domain(root / "target", seed=2, count=8, negative=True)
        job = _job(source, target, batch=8, image_size=16)
        return make_project(root, job, self.method, (Shot("a/007.png", "a"),))

    def label(self, qtbot: QtBot, window: Window) -> set[str]:
        """Press the key of the class of two images of each class, which can be done in every step."""
        session, grid = window.session, window.pictures.grid
        paths = {f"{name}/00{number}.png" for name in "abc" for number in range(2)}
        for path in sorted(paths):
            session.selection.choose(frozenset({(Side.TARGET, path)}))
            qtbot.keyClick(grid, session.labels.keys[path[0]])
        assert session.labels.class_labels == {path: path[0] for path in paths}
        return paths

    def check_shots(self, qtbot: QtBot, window: Window, run: RunFolder, paths: set[str]) -> None:
        """In a table; there are no masks."""
        assert not run.shot_masks.exists()
        assert run.shots_file.exists() == bool(paths)
        if paths:
            rows = run.shots_file.read_text(encoding="utf-8").splitlines()
            assert rows == ["path,label", *(f"{path},{path[0]}" for path in sorted(paths))]

    def check_results(self, qtbot: QtBot, window: Window, run: RunRecord) -> None:
        """The accuracy of images in the card, and the predicted class on each image."""
        assert run.scores is not None
        assert run.scores.target_pixels is None
        assert "of the target is right after" in window.adapt.form.sentence.text()
        assert window.pictures.above.currentWidget() is window.pictures.scatter
        grid = window.pictures.grid
        items = [grid.samples.item(row) for row, (side, _) in enumerate(grid.ids()) if side is Side.TARGET]
        named = {item.path: item.predicted for item in items}
        assert named == {path: row.predicted for path, row in window.session.predictions.by_path.items()}
        assert set(named.values()) <= set("abc")


class PixelsPart(MatrixPart):
    """A class for each pixel."""

    task, method, steps = "segment", "dacs", 20

    def project(self, root: Path) -> MadeProject:
        """Four scenes on each side."""
        source = make_scenes(root / "source", seed=1, count=4)
        target = make_scenes(root / "target", seed=2, count=4, pale=True)
        job = _job(source, target, batch=2, image_size=32)
        mask = target / "masks" / "003.png"
        return make_project(root, job, self.method, (Shot("images/003.png", mask=str(mask)),))

    def label(self, qtbot: QtBot, window: Window) -> set[str]:
        """Paint a dab of one class on the first image."""
        window.session.go_to("label")
        task, grid, path = segmentation(window), window.pictures.grid, "images/000.png"
        canvas = task.painter.canvas
        window.session.selection.choose(frozenset({(Side.TARGET, path)}))
        qtbot.waitUntil(lambda: task.painting.path == path and canvas.ready, timeout=PATIENCE)
        qtbot.waitUntil(lambda: not task.painting.loading, timeout=PATIENCE)
        qtbot.keyClick(grid, Qt.Key.Key_3)
        at = canvas.to_viewport(QPointF(30, 16)).toPoint()
        QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert window.session.labels.painted == {path}
        assert task.form.figure.text() == "1 painted image"
        return {path}

    def check_shots(self, qtbot: QtBot, window: Window, run: RunFolder, paths: set[str]) -> None:
        """As masks, equal to what the painter shows."""
        files = {file.relative_to(run.shot_masks).as_posix() for file in run.shot_masks.rglob("*.png")}
        assert files == {f"{path}.png" for path in paths}
        painting = segmentation(window).painting
        qtbot.waitUntil(lambda: not painting.loading, timeout=PATIENCE)
        for path in paths:
            mask = read_numbers(run.shot_masks / f"{path}.png")
            assert mask is not None
            assert painting.path == path
            assert np.array_equal(mask, painting.mask)
            assert set(np.unique(mask)) == {2, IGNORED}, "a dab of the third class"

    def check_results(self, qtbot: QtBot, window: Window, run: RunRecord) -> None:
        """The share of pixels in the card, the IoU of each class, and images under their masks."""
        assert run.scores is not None
        assert run.scores.target_pixels is not None
        assert "of the pixels are right" in window.adapt.form.sentence.text()
        results = segmentation(window).results
        assert window.pictures.above.currentWidget() is results
        qtbot.waitUntil(lambda: results.live is None and not results.background.busy, timeout=PATIENCE)
        assert results.title.text() == f"{percent(run.scores.target_pixels.miou)} mean IoU"
        assert results.words.text().startswith(f"{percent(run.scores.target_pixels.accuracy)} of pixels right ")
        assert results.table.of == f"run {run.number}"
        iou = dict(zip(("sky", "road", "box"), run.scores.target_pixels.iou, strict=True))
        assert {row.name: row.target for row in results.table.rows} == iou
        samples = window.session.domains.samples(Side.TARGET)
        assert [row.path for row in results.strip.rows] == [sample.path for sample in samples]
        self._check_masks(window, run)

    def _check_masks(self, window: Window, run: RunRecord) -> None:
        """Each target sample has a mask and its uncertainty; each that is no shot has scores."""
        assert window.session.project is not None
        folder, shots = RunFolder(window.session.project.run_folder(run.id)), {shot.path for shot in run.job.shots}
        paths = [sample.path for sample in window.session.domains.samples(Side.TARGET)]
        for path in paths:
            for file in (folder.mask_file(path), folder.uncertainty_file(path)):
                mask = read_numbers(file)
                assert mask is not None
                assert mask.shape == (32, 64)
        assert [row.path for row in folder.image_scores()] == [path for path in paths if path not in shots]


PARTS = {part.task: part for part in (ImagesPart(), PixelsPart())}


def _job(source: Path, target: Path, *, batch: int, image_size: int) -> Job:
    return Job(
        method="source_only",
        source=str(source),
        target=str(target),
        steps=4,
        batch=batch,
        image_size=image_size,
        threads=1,
        checkpoint_seconds=CHECKPOINT_SECONDS,
    )
