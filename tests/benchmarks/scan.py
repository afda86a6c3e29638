"""How long it takes until the window shows the names in a folder of 100,000 images, and until it has checked them.

`python -m tests.benchmarks scan --out tests/benchmarks/RESULTS.md`
"""

import argparse
import io
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PIL import Image
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from tests.benchmarks.results import replace_section
from workbench.core.domain import Side
from workbench.data.scan import list_files
from workbench.gui.data.inspector import DataInspector
from workbench.gui.session.session import Session
from workbench.gui.session.workers import Workers
from workbench.gui.tasks.discovery import task_rules

CLASSES = 10


def make(folder: Path, files: int, kind: str) -> None:
    """Class folders of `files` small images of a format, each with pixels of its own."""
    random = np.random.default_rng(0)
    for number in range(files):
        place = folder / f"class{number % CLASSES}"
        if number < CLASSES:
            place.mkdir(parents=True)
        stream = io.BytesIO()
        Image.fromarray(random.integers(0, 256, (16, 16, 3), np.uint8)).save(stream, kind)
        (place / f"{number:06d}.{kind.lower()}").write_bytes(stream.getvalue())


def wait(until: Callable[[], bool]) -> None:
    """Run the event loop until something holds."""
    loop = QEventLoop()
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: loop.quit() if until() else None)
    timer.start()
    loop.exec()


def shown(inspector: DataInspector, folder: Path) -> tuple[float, float]:
    """Seconds until the Data step shows the names in a folder, and until it shows the checked domain."""
    domains = inspector.session.domains
    began = time.perf_counter()
    domains.read(Side.SOURCE, folder)
    wait(lambda: Side.SOURCE in domains.outlines or Side.SOURCE in domains.by_side)
    inspector.repaint()
    first = time.perf_counter() - began
    wait(lambda: Side.SOURCE in domains.by_side)
    inspector.repaint()
    return first, time.perf_counter() - began


def measure(images: Path, files: int) -> str:
    """A row of the table: the CPU time of listing, and the times of the window, whose worker is ready, twice."""
    began = time.process_time()
    assert list_files(images).outline().images == files
    listing = time.process_time() - began
    parent = QWidget()
    session = Session(Workers(parent), task_rules(), parent)
    inspector = DataInspector(session)
    inspector.show()
    session.workers.start()
    wait(lambda: session.catalogue is not None)
    times = [shown(inspector, images) for _ in range(2)]
    assert len(session.domains.samples(Side.SOURCE)) == files
    session.workers.close()
    for preview in inspector.previews.values():
        preview.background.close()
    return f"{listing:.1f} | {' | '.join(f'{first:.1f} | {whole:.1f}' for first, whole in times)}"


def main(options: Sequence[str]) -> None:
    """Measure, print, and write the section."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks scan")
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--images", type=Path, metavar="DIR", help="measure this folder instead of new ones")
    parser.add_argument("--out", type=Path, metavar="FILE")
    arguments = parser.parse_args(options)
    app = QApplication.instance() or QApplication([])
    rows = []
    with tempfile.TemporaryDirectory(prefix="workbench-scan-") as home:
        os.environ["XDG_CACHE_HOME"] = home
        if arguments.images:
            rows.append(f"| {arguments.images.name} | {measure(arguments.images, arguments.files)} |")
        for kind in () if arguments.images else ("PNG", "JPEG"):
            images = Path(home) / f"images-{kind}"
            make(images, arguments.files, kind)
            rows.append(f"| {kind} | {measure(images, arguments.files)} |")
    app.processEvents()
    section = (
        "## scan\n\n`python -m tests.benchmarks scan --out tests/benchmarks/RESULTS.md`\n\n"
        f"Seconds to read {arguments.files:,} images of 16 × 16 pixels in {CLASSES} class folders in the window, whose "
        "worker is ready: until the Data step shows the names, layout and classes, and until each file was opened to "
        "check its structure and size. Files are warm in the system's cache; listing is CPU time.\n\n"
        "| format | listing, s | names, first time, s | all, first time, s | names, again, s | all, again, s |\n"
        "|---|---|---|---|---|---|\n" + "\n".join(rows) + "\n\n"
        f"{date.today().isoformat()}, {os.cpu_count()} CPU cores.\n"
    )
    print(section)
    if arguments.out:
        replace_section(arguments.out, "scan", section)
