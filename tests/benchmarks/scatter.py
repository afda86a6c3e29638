"""How long the scatter takes to draw, recolour and select, with 100,000 points and with a million.

`python -m tests.benchmarks scatter --out tests/benchmarks/RESULTS.md`
"""

import argparse
import os
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QPointF, Qt, qVersion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.benchmarks.results import replace_section
from workbench.core.domain import Side
from workbench.gui.views.scatter.colour_scales import Shade
from workbench.gui.views.scatter.points import ScatterPoints
from workbench.gui.views.scatter.scatter_view import ScatterView

SIZE = (920, 440)  # pixels of the scatter in a window of 1440 × 900
REPEATS = 30
PLAIN = Qt.KeyboardModifier.NoModifier


def cloud(prefix: str, count: int, seed: int) -> ScatterPoints:
    """Twelve clusters."""
    random = np.random.default_rng(seed)
    classes = random.integers(0, 12, count)
    centres = random.normal(0, 3, (12, 2))
    xy = (centres[classes] + random.normal(0, 0.6, (count, 2))).astype(np.float32)
    paths = [f"{prefix}/{number:07d}.png" for number in range(count)]
    return ScatterPoints(paths, xy, classes, np.ones(count, np.float32))


def times(act: Callable[[int], object], view: ScatterView) -> list[float]:
    """Milliseconds of an act and the picture that follows, again and again."""
    taken = []
    viewport = view.canvas.plot.viewport()
    for repeat in range(REPEATS):
        began = time.perf_counter()
        act(repeat)
        viewport.update()
        QApplication.processEvents()
        taken.append(1000 * (time.perf_counter() - began))
    return taken


def measured(count: int) -> list[str]:
    """One row for each act, with `count` points in all."""
    view = ScatterView()
    view.resize(*SIZE)
    view.show()
    QTest.qWaitForWindowExposed(view)
    source, target = cloud("source", count // 2, 0), cloud("target", count // 2, 1)
    numbers = {side: np.linspace(0, 1, count // 2, dtype=np.float32) for side in Side}
    began = time.perf_counter()
    view.set_points(source, target, 0)
    QApplication.processEvents()
    first = 1000 * (time.perf_counter() - began)
    view.set_shades([Shade("score", "Score", numbers)])
    ways = ("class", "score", "domain")
    middle = QPointF(SIZE[0] / 2, SIZE[1] / 2)
    around = [[middle + QPointF(r * np.cos(a), r * np.sin(a)) for a in np.linspace(0, 6.2, 60)] for r in (90, 150, 220)]
    acts: dict[str, Callable[[int], object]] = {
        "pan": lambda n: view.canvas.pan(0.02 if n % 2 else -0.02, 0.01),
        "zoom": lambda n: view.canvas.zoom(0.97 if n % 2 else 1.03),
        "recolour": lambda n: view.set_colour_by(ways[n % 3]),
        "hover": lambda n: view._hover(middle + QPointF(n, n)),
        "lasso to selection": lambda n: view._close_lasso(around[n % 3], PLAIN),
    }
    rows = [f"| {count:,} | first picture | {first:.1f} | |"]
    for name, act in acts.items():
        taken = times(act, view)
        p50, p95 = np.quantile(taken, (0.5, 0.95))
        rows.append(f"| {count:,} | {name} | {p50:.1f} | {p95:.1f} |")
        if name == "lasso to selection":
            rows[-1] = rows[-1].replace(name, f"{name} ({len(view.selection):,} in the last)")
    view.close()
    return rows


def main(options: Sequence[str]) -> None:
    """Measure, print, and write the section."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks scatter")
    parser.add_argument("--out", type=Path, metavar="FILE")
    arguments = parser.parse_args(options)
    application = QApplication([])
    rows = [row for count in (1_000, 100_000, 1_000_000) for row in measured(count)]
    section = (
        "## scatter\n\n`python -m tests.benchmarks scatter --out tests/benchmarks/RESULTS.md`\n\n"
        f"Milliseconds of an act and the picture that follows, {SIZE[0]} × {SIZE[1]} pixels, drawn without a GPU "
        f"(Qt's offscreen platform); {REPEATS} times each.\n\n"
        "| points | act | p50, ms | p95, ms |\n|---|---|---|---|\n" + "\n".join(rows) + "\n\n"
        f"{date.today().isoformat()}, {os.cpu_count()} CPU cores, Qt {qVersion()}.\n"
    )
    print(section)
    if arguments.out:
        replace_section(arguments.out, "scatter", section)
    application.quit()
