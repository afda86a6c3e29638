"""How long the thumbnail grid takes with 100,000 real files: to show, to scroll, to read, to sort and to filter.

`python -m tests.benchmarks grid --out tests/benchmarks/RESULTS.md`
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PIL import Image
from PySide6.QtCore import QEventLoop, qVersion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.benchmarks.results import replace_section
from workbench.core.domain import Side
from workbench.gui.views.grid.item_table import ItemTable
from workbench.gui.views.grid.query import Bound, Clause
from workbench.gui.views.grid.thumbnail_grid import GridItem, ThumbnailGrid
from workbench.gui.views.grid.thumbnail_store import ThumbnailStore
from workbench.gui.views.grid.thumbnails import _THREADS, Thumbnails

DIFFERENT = 200  # images; every file is a link to one of them, with a path of its own
PHOTO = (480, 640)  # pixels
SIDE = 96  # pixels of a thumbnail
READ = 1200  # thumbnails
FRAMES = 300


def make(folder: Path, count: int) -> list[str]:
    """JPEG files as a camera might write them."""
    random = np.random.default_rng(0)
    masters = []
    for number in range(DIFFERENT):
        coarse = random.integers(0, 256, (12, 16, 3), np.uint8)
        smooth = Image.fromarray(coarse).resize(PHOTO[::-1], Image.Resampling.BICUBIC)
        noise = random.normal(0, 3, (*PHOTO, 1))
        masters.append(folder / f"master-{number:03d}.jpg")
        Image.fromarray((np.asarray(smooth) + noise).clip(0, 255).astype(np.uint8)).save(masters[-1], quality=90)
    files = []
    for number in range(count):
        place = folder / f"{number // 1000:03d}"
        place.mkdir(exist_ok=True)
        file = place / f"{number:06d}.jpg"
        os.link(masters[number % DIFFERENT], file)
        files.append(str(file))
    return files


def read(files: list[str], store: ThumbnailStore) -> float:
    """Thumbnails a second, all threads together."""
    thumbnails, loop, waiting = Thumbnails(store=store), QEventLoop(), list(files)

    def ask() -> None:
        while waiting and len(thumbnails._pending) < 300:
            thumbnails.get(waiting.pop(), SIDE)
        if len(thumbnails._kept) == len(files):
            loop.quit()

    thumbnails.arrived.connect(ask)
    began = time.perf_counter()
    ask()
    loop.exec()
    taken = time.perf_counter() - began
    thumbnails.close()
    return len(files) / taken


def timed(act: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - began)


def scrolled(grid: ThumbnailGrid) -> list[float]:
    """Milliseconds of each step of a scroll and the picture that follows, without waiting for files."""
    bar, taken = grid.verticalScrollBar(), []
    for frame in range(FRAMES):
        began = time.perf_counter()
        bar.setValue(frame * 37)
        grid.viewport().repaint()
        taken.append(1000 * (time.perf_counter() - began))
    return taken


def main(options: Sequence[str]) -> None:
    """Measure, print, and write the section."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks grid")
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--out", type=Path, metavar="FILE")
    arguments = parser.parse_args(options)
    application = QApplication([])
    with tempfile.TemporaryDirectory(prefix="workbench-grid-") as folder:
        files = make(Path(folder), arguments.files)
        weight = os.path.getsize(files[0]) / 1024
        database = Path(folder) / "thumbnails.sqlite"
        cold = read(files[:READ], ThumbnailStore(database))
        cached = read(files[:READ], ThumbnailStore(database))
        grid = ThumbnailGrid(store=ThumbnailStore(database))
        grid.resize(920, 440)
        grid.show()
        QTest.qWaitForWindowExposed(grid)
        items = [GridItem(Side.TARGET, file[len(folder) + 1 :], file) for file in files]

        def show() -> None:
            grid.set_items(items)
            grid.viewport().repaint()

        first = timed(show)
        p50, p95 = np.quantile(scrolled(grid), (0.5, 0.95))
        numbers = {"score": {Side.TARGET: {item.path: float(n * 7919 % 10_007) for n, item in enumerate(items)}}}
        named = {item.path: f"class {n % 12}" for n, item in enumerate(items)}
        table = ItemTable(items)
        table.name_of, table.number_of = {"class": {Side.TARGET: named.get}}, numbers
        reading = timed(lambda: (table.names("class"), table.numbers("score")))
        every = np.ones(len(items), bool)

        def filtered(*clauses: Clause) -> None:
            table.at(table.ordered(table.matching(clauses), "score", True))

        sort = timed(lambda: table.at(table.ordered(every, "score", True)))
        first_words = timed(lambda: filtered(Clause("", ("099",))))
        words = timed(lambda: filtered(Clause("", ("098",))))
        column = timed(lambda: filtered(Clause("class", ("class 3",)), Clause("score", bounds=(Bound("<", 5e3),))))
        counting = timed(lambda: table.counts("class", every))

        def relabel() -> None:
            named[items[7].path] = "class 3"
            table.update(["class"], [items[7].path])
            grid.set_items(table.at(table.ordered(table.matching([Clause("class", ("class 4",))]), "score", True)))

        label = timed(relabel)
        grid.close()
    rows = [
        ("first picture after the listing", f"{first:.0f} ms"),
        ("scroll, a frame (p50, p95)", f"{p50:.1f} ms, {p95:.1f} ms"),
        (f"thumbnails cold, {_THREADS} threads", f"{cold:,.0f} a second"),
        (f"thumbnails kept on the disk, {_THREADS} threads", f"{cached:,.0f} a second"),
        ("sort by a column", f"{sort:.0f} ms"),
        ("read a column of names and one of numbers", f"{reading:.0f} ms"),
        ("filter by words, the first time and later, and sort", f"{first_words:.0f} ms, {words:.0f} ms"),
        ("filter by a class and a range, and sort", f"{column:.1f} ms"),
        ("count the images of each class", f"{counting:.1f} ms"),
        ("a label while the grid is filtered by class", f"{label:.0f} ms"),
    ]
    lines = "\n".join(f"| {name} | {value} |" for name, value in rows)
    section = (
        "## grid\n\n`python -m tests.benchmarks grid --out tests/benchmarks/RESULTS.md`\n\n"
        f"{arguments.files:,} JPEG files of {PHOTO[1]} × {PHOTO[0]} pixels, {weight:.0f} kB each, thumbnails of {SIDE} "
        f"pixels, Qt's offscreen platform.\n\n| what | how long |\n|---|---|\n{lines}\n\n"
        f"{date.today().isoformat()}, {os.cpu_count()} CPU cores, Qt {qVersion()}.\n"
    )
    print(section)
    if arguments.out:
        replace_section(arguments.out, "grid", section)
    application.quit()
