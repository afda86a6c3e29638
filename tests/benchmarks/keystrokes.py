"""How long a keystroke takes that names one image, a thousand or all, in a project of 100,000; and to show the strip.

`python -m tests.benchmarks keystrokes --out tests/benchmarks/RESULTS.md`
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import psutil
from PySide6.QtCore import QSettings, Qt, qVersion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.benchmarks.results import replace_section
from workbench.core.domain import Domain, Layout, Sample, Side
from workbench.gui.kit.sample_ids import Ids
from workbench.gui.shell.window import Window
from workbench.gui.theme import Theme
from workbench.store.project import Project
from workbench.store.run_tables import Prediction

CLASSES = "abcdefghij"
SINGLE = 60  # images named one by one
MANY = 1000  # images named by one key
REPEATS = 5
KEYS = [Qt.Key(Qt.Key.Key_1 + number) for number in range(9)]


def domain(root: Path, count: int, labelled: bool) -> Domain:
    """A folder as a scan would tell it; its files are not there, so that nothing else waits for the disk."""
    names = (CLASSES[number % len(CLASSES)] for number in range(count))
    samples = [
        Sample(f"{name}/{number:06d}.jpg", name if labelled else None, 640, 480, "JPEG", 40_000, number)
        for number, name in enumerate(names)
    ]
    return Domain(str(root), Layout.CLASS_FOLDERS if labelled else Layout.FLAT, samples)


class Taken(NamedTuple):
    """Milliseconds by the clock, and of the processor's time in the window's thread."""

    clock: float
    processor: float


def timed(act: Callable[[], object]) -> Taken:
    """How long something takes, with the picture that follows."""
    began, worked = time.perf_counter(), time.thread_time()
    act()
    QApplication.processEvents()
    return Taken(1000 * (time.perf_counter() - began), 1000 * (time.thread_time() - worked))


def row(name: str, taken: list[Taken], share: float = 0.5) -> tuple[str, str, str]:
    """A row of the table: both times, at a quantile."""
    clock, processor = np.quantile(taken, share, axis=0)
    return name, f"{clock:,.0f} ms", f"{processor:,.0f} ms"


def opened(window: Window, home: Path, count: int) -> None:
    """A project of so many images a side."""
    project = Project.create(home / "Many.workbench")
    for side in Side:
        (home / side.value).mkdir()
        project.set_domain_folder(side, home / side.value)
    project.close()
    window.projects.project(home / "Many.workbench")
    window.workers.drop_calls()  # the domains are made below, not scanned
    for side in Side:
        made = domain(home / side.value, count, side is Side.SOURCE)
        window.session.domains.show(side, made)
    random = np.random.default_rng(0)
    sure, said = random.random(count).tolist(), random.integers(0, len(CLASSES), count).tolist()
    samples = window.session.domains.samples(Side.TARGET)
    window.session.predictions.replace(
        [Prediction(one.path, CLASSES[k], p) for one, k, p in zip(samples, said, sure, strict=True)]
    )
    window.session.go_to("label")
    QApplication.processEvents()


def measured(window: Window, count: int) -> list[tuple[str, str, str]]:
    """Rows of the table."""
    session, grid = window.session, window.pictures.grid
    grid.setFocus()
    grid.focus_next()
    QApplication.processEvents()  # the first layout of all is the grid's benchmark
    one = [timed(partial(QTest.keyClick, grid, KEYS[number % 9])) for number in range(SINGLE)]
    paths = [sample.path for sample in session.domains.samples(Side.TARGET)]
    random = np.random.default_rng(1)

    def many(number: int) -> Taken:
        session.selection.choose(Ids((), (paths[row] for row in random.choice(count, MANY, replace=False))))
        QApplication.processEvents()
        return timed(lambda: QTest.keyClick(grid, KEYS[number]))

    thousand = [many(number) for number in range(REPEATS)]
    back = [timed(session.labels.undo) for _ in range(REPEATS)]
    session.selection.choose(Ids((), paths))
    QApplication.processEvents()
    every = timed(lambda: QTest.keyClick(grid, Qt.Key.Key_Return))
    after = [many(number) for number in range(REPEATS)]
    return [
        row("one image by a key, with the next one on the screen (p50)", one),
        row("the same (p95)", one, 0.95),
        row(f"{MANY:,} images by one key (median of {REPEATS})", thousand),
        row("undo of that (median)", back),
        row(f"all {count:,} predictions accepted by one key", [every]),
        row(f"{MANY:,} images by one key when all are labelled (median)", after),
    ]


def main(options: Sequence[str]) -> None:
    """Measure, print, and write the section."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks keystrokes")
    parser.add_argument("--images", type=int, default=100_000)
    parser.add_argument("--out", type=Path, metavar="FILE")
    arguments = parser.parse_args(options)
    home = tempfile.TemporaryDirectory(prefix="workbench-labelling-")
    for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        os.environ[name] = f"{home.name}/{name.lower()}"
    app = QApplication([])
    window = Window(Theme(app, "dark"), QSettings(f"{home.name}/window.ini", QSettings.Format.IniFormat))
    window.show()
    opened(window, Path(home.name), arguments.images)
    rows = measured(window, arguments.images)
    window.close()
    table = "\n".join(f"| {' | '.join(one)} |" for one in rows)
    section = (
        "## labelling keys\n\n`python -m tests.benchmarks keystrokes --out tests/benchmarks/RESULTS.md`\n\n"
        f"{arguments.images:,} images a side, window offscreen, 1440 × 900, sorted by confidence; each keystroke is on "
        f"the disk when its time ends.\n\n| what | by the clock | of the processor |\n|---|---|---|\n{table}\n\n"
        f"{date.today().isoformat()}, {os.cpu_count()} CPU cores, a load of {psutil.getloadavg()[0]:.0f} meanwhile, "
        f"Qt {qVersion()}.\n"
    )
    print(section)
    if arguments.out:
        replace_section(arguments.out, "labelling keys", section)
