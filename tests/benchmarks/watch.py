"""Images that arrive in a watched folder, while the watch is killed again and again: what is lost, doubled, and kept.

`python -m tests.benchmarks watch --out tests/benchmarks/RESULTS.md`

Small images arrive in one folder, at most `AHEAD` before they are predicted. `workbench watch` is killed with SIGKILL
at three random points and started again.
"""

import argparse
import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psutil

from tests.benchmarks.results import PROGRAM, ROOT, command_line, replace_section, section, where
from tests.conftest import make_domain
from workbench.core.job import Job
from workbench.core.threads import quiet_threads

MB = 1_000_000
BATCH, AHEAD = 500, 2_000  # images that arrive at once, and that wait at most
KILLS = 3
LOOK = 0.05  # seconds between two looks at the table
PATIENCE = 120  # seconds without a new row after which the watch is said to stand


class Arrival(NamedTuple):
    """What was measured. `rates`: images a second, over all, in the first and in the last tenth. Memory in bytes."""

    images: int
    seconds: float
    rates: tuple[float, float, float]
    lost: int
    doubled: int
    early: int
    late: int
    table: int
    others: int


class RowCount:
    """Counts the rows of a table that grows, by reading what was added."""

    def __init__(self, table: Path) -> None:
        self.table, self.read, self.rows = table, 0, -1  # the head is no row

    def update(self) -> int:
        """The number of rows; after a crash, the last one may be cut and written again."""
        if self.table.exists():
            if self.table.stat().st_size < self.read:
                self.read, self.rows = 0, -1
            with self.table.open("rb") as file:
                file.seek(self.read)
                added = file.read()
            self.read += len(added)
            self.rows += added.count(b"\n")
        return max(self.rows, 0)


def exported_model(root: Path) -> Path:
    """The folder of a tiny model, trained for a few steps."""
    from workbench.core.generators import Returning
    from workbench.engine.run import run
    from workbench.export.model_folder import export_folder

    source, target = make_domain(root / "source", seed=1), make_domain(root / "target", seed=2, negative=True)
    job = Job(method="source_only", source=str(source), target=str(target), steps=12, batch=8, image_size=16)
    for _ in run(job, root / "run"):
        pass
    Returning(export_folder(root / "run", root / "model")).finish()
    return root / "model"


@contextmanager
def watching(model: Path, folder: Path, table: Path, log: Path) -> Iterator[psutil.Popen]:
    """The command in a process of its own, killed at the end of the block."""
    words = ["watch", str(model), str(folder), "--out", str(table), "--every", "0.1"]
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    with log.open("ab") as problems:
        process = psutil.Popen(
            [sys.executable, "-m", "workbench", *words],
            stdout=subprocess.DEVNULL, stderr=problems, cwd=ROOT, env=environment,
        )  # fmt: skip
        try:
            yield process
        finally:
            process.kill()
            process.wait()


class Arriving:
    """Lets images arrive. `marks`: the second at which each tenth of them was predicted."""

    def __init__(self, root: Path, count: int) -> None:
        self.folder, self.table, self.count = root / "arriving", root / "watched.csv", count
        self.folder.mkdir()
        self.contents = [path.read_bytes() for path in sorted((root / "target").rglob("*.png"))]
        self.arrived, self.rows, self.marks, self.memory = 0, RowCount(self.table), [0.0], list[int]()
        self.begun = time.perf_counter()

    def until(self, wanted: int, process: psutil.Popen) -> None:
        """Go on until so many images are predicted. Raises RuntimeError if the watch ends or stands."""
        done, changed = self.rows.update(), time.perf_counter()
        while done < wanted:
            while self.arrived < self.count and self.arrived - done < AHEAD:
                for number in range(self.arrived, min(self.arrived + BATCH, self.count)):
                    (self.folder / f"{number:07d}.png").write_bytes(self.contents[number % len(self.contents)])
                self.arrived = min(self.arrived + BATCH, self.count)
            time.sleep(LOOK)
            before, done = done, self.rows.update()
            now = time.perf_counter()
            changed = now if done != before else changed
            if process.poll() is not None or now - changed > PATIENCE:
                raise RuntimeError(f"The watch stands after {done:,} of {self.count:,} images.")
            while done >= len(self.marks) * self.count / 10:
                self.marks.append(now - self.begun)
                self.memory.append(process.memory_info().rss)


def measured(root: Path, count: int, seed: int) -> Arrival:
    """Let the images arrive, and kill the watch at random points."""
    model, arriving = exported_model(root), Arriving(root, count)
    dice = random.Random(seed)
    points = sorted(dice.sample(range(count // 8, count - count // 8), KILLS))
    arriving.begun = time.perf_counter()
    for point in [*points, count]:
        with watching(model, arriving.folder, arriving.table, root / "problems.txt") as process:
            arriving.until(point, process)
    seconds = time.perf_counter() - arriving.begun
    with arriving.table.open(newline="", encoding="utf-8") as file:
        rows = Counter(row["path"] for row in csv.DictReader(file))
    marks = arriving.marks
    rates = (count / seconds, count / 10 / marks[1], count / 10 / (marks[10] - marks[9]))
    others = sum(path.stat().st_size for path in root.glob("*watched.csv*") if path != arriving.table)
    return Arrival(
        count,
        seconds,
        rates,
        sum(f"{number:07d}.png" not in rows for number in range(count)),
        sum(times - 1 for times in rows.values()),
        arriving.memory[0],
        arriving.memory[-1],
        arriving.table.stat().st_size,
        others,
    )


def main(options: Sequence[str]) -> None:
    """Measure, print, and write the section."""
    parser = argparse.ArgumentParser(prog=" ".join([*PROGRAM, "watch"]))
    parser.add_argument("--images", type=int, default=100_000, metavar="N", help="default: %(default)s")
    parser.add_argument("--seed", type=int, default=0, help="of the points at which the watch is killed")
    parser.add_argument("--out", type=Path, metavar="FILE")
    asked = parser.parse_args(options)
    quiet_threads()
    with tempfile.TemporaryDirectory() as root:
        found = measured(Path(root), asked.images, asked.seed)
    overall, first, last = (f"{rate:,.0f}" for rate in found.rates)
    table = f"{found.table / MB:.1f} ({found.table / found.images:.0f} bytes an image)"
    row = (
        f"| {found.images:,} | {overall} | {first} | {last} | {found.lost:,} | {found.doubled:,} "
        f"| {found.early / MB:,.0f} | {found.late / MB:,.0f} | {table} | {found.others / MB:.1f} |"
    )
    words = (
        f"PNG files of 16 × 16 pixels in one folder, {BATCH} at once, of which up to {AHEAD:,} wait; a small net. "
        f"`workbench watch --every 0.1` is killed with SIGKILL at {KILLS} random points and started again, which the "
        "images a second include, over all and in the first and the last tenth. Memory (RSS) of the process in MB when "
        "10 % and when all are predicted; size of the table and of other files of the watch in MB."
    )
    head = (
        "images | images/s | first tenth | last tenth | lost | doubled | RSS at 10 % | RSS at the end | table | others"
    )
    text = section("a watched folder", command_line("watch", *options), words, head, [row], where())
    print(text)
    if asked.out:
        replace_section(asked.out, "watch", text)
