"""How quickly a brush follows the hand.

`python -m tests.benchmarks painting`

Moves a large brush over a mask of 1024 × 2048 pixels and says how long each move takes, painted and drawn; and how long
a stroke's end takes, committed to the disk; and undoing one among many.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PIL import Image
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from workbench.core.domain import Domain, Layout, Sample, Side
from workbench.core.masks import ClassTable, PixelClass
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.session.workers import Workers
from workbench.gui.tasks.discovery import task_rules
from workbench.gui.tasks.segmentation.painter_panel import PainterPanel
from workbench.gui.tasks.segmentation.painting_controller import PaintingController
from workbench.store.project import Project

WIDE, HIGH = 2048, 1024
STROKES, MOVES = 200, 40
TABLE = ClassTable(tuple(PixelClass(f"class {n}", (n * 12, 255 - n * 12, 90)) for n in range(19)))


def main(options: Sequence[str]) -> None:
    """Measure and print."""
    argparse.ArgumentParser(prog="python -m tests.benchmarks painting", description=__doc__).parse_args(options)
    app = QApplication.instance() or QApplication([])
    root = Path(tempfile.mkdtemp())
    random = np.random.default_rng(0)
    Image.fromarray(random.integers(0, 255, (HIGH, WIDE, 3), np.uint8)).save(root / "a.jpg")
    parent = QWidget()
    session = Session(Workers(parent), task_rules(), parent)
    painting = PaintingController(session, RunsController(session))
    session.show(Project.create(root / "P.workbench"))
    sample = Sample("a.jpg", None, WIDE, HIGH, "JPEG", 1, 1, "a.png")
    for side in Side:
        session.domains.wanted[side] = str(root)
        domain = Domain(str(root), Layout.PAIRED, [sample], table=TABLE, task="segment")
        session.domains.show(side, domain)
    painter = PainterPanel(session, painting)
    painter.resize(1300, 760)
    painter.show()
    session.selection.choose(frozenset({(Side.TARGET, "a.jpg")}))
    while not painter.canvas.ready or painting.loading:
        app.processEvents()
    view, at = painter.canvas.viewport(), painter.canvas.to_viewport
    painter.canvas.set_radius(60)
    moved, ended, undone = [], [], []
    for number in range(STROKES):
        place = QPointF(random.uniform(100, 1900), random.uniform(100, 900))
        painting.choose(TABLE.names[number % 19])
        QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=at(place).toPoint())
        for _ in range(MOVES):
            place += QPointF(random.normal(0, 25), random.normal(0, 25))
            begun = time.perf_counter()
            QTest.mouseMove(view, at(place).toPoint())
            app.processEvents()
            moved.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at(place).toPoint())
        app.processEvents()
        ended.append(time.perf_counter() - begun)
    for _ in range(20):
        begun = time.perf_counter()
        session.labels.undo()
        app.processEvents()
        undone.append(time.perf_counter() - begun)
    for name, seconds in (("a move", moved), ("a stroke's end", ended), (f"undo of {STROKES} strokes", undone)):
        median, high = np.percentile(seconds, (50, 99)) * 1000
        print(f"{name}: median {median:.1f} ms, 99 % within {high:.1f} ms")
    painting.background.close()
    session.close_project()
