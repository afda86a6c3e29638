"""Many runs and sharded predictions on Ray nodes of this machine, beside the same work without Ray.

    python -m tests.benchmarks cluster SOURCE TARGET --out tests/benchmarks/RESULTS.md

Each node has one CPU. Twelve runs of one job with twelve seeds are timed on one node and on three. Then `--images`
copies of the target's images are predicted: into one file, in parts, and in parts on a Ray node for each core. The
memory is the largest of the processes that predict, at a tenth of the parts and at the end.
"""

import argparse
import json
import os
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import psutil
from pyarrow import parquet

from tests.benchmarks.in_turn import many
from tests.benchmarks.results import replace_section
from tests.cluster.conftest import RayNodes, command, environment, started_nodes
from workbench.core.threads import cores
from workbench.data.walk import FileEntry, walk

RUNS = 12


class Predicted(NamedTuple):
    """Images a second, the part of it that is no start-up, and memory in MB at a tenth and at the end."""

    rate: float
    steady: float
    tenth: float
    end: float


def seconds_of_runs(source: Path, target: Path, nodes: int, steps: int, place: Path) -> float:
    """Wall time of twelve runs on a cluster of `nodes` nodes."""
    words = ["adapt", source, target, "--method", "dann", "--backbone", "small", "--steps", steps, "--device", "cpu"]
    words += ["--seeds", RUNS, "--cache", place / "cache", "--out", place / f"on-{nodes}", "--on", "ray"]
    with started_nodes(nodes) as cluster:
        begun = time.perf_counter()
        subprocess.run(command(*words), env=environment(cluster), check=True, capture_output=True)
        return time.perf_counter() - begun


def predicted(words: Sequence[object], out: Path, images: int, cluster: RayNodes | None = None) -> Predicted:
    """Predict, and watch the processes that do it."""
    memory: list[tuple[int, float]] = []
    first: tuple[float, int] | None = None
    begun = time.perf_counter()
    environs = environment(cluster) if cluster else dict(os.environ)
    with subprocess.Popen(
        command(*words), env=environs, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as driver:
        while driver.poll() is None:
            workers = cluster.workers("ShardActor") if cluster else [psutil.Process(driver.pid)]
            done = images_in(out)
            if done and first is None:
                first = (time.perf_counter(), done)
            memory += [(done, rss) for rss in resident(workers)]
            time.sleep(0.5)
    took = time.perf_counter() - begun
    assert driver.returncode == 0
    tenth = max((rss for done, rss in memory if 0 < done <= images / 5), default=0)
    end = max((rss for done, rss in memory if done > images * 0.8), default=0)
    steady = (images - first[1]) / (time.perf_counter() - first[0]) if first else 0
    return Predicted(images / took, steady, tenth, end)


def resident(processes: Sequence[psutil.Process]) -> Iterator[float]:
    for process in processes:
        try:
            yield process.memory_info().rss / 1e6
        except psutil.NoSuchProcess:
            continue


def images_in(out: Path) -> int:
    """How many images are predicted so far: lines of the journal, or parts times their size."""
    journal = out.with_name(f".{out.name}.journal")
    if journal.is_file():
        with journal.open("rb") as file:
            return sum(1 for _ in file) - 1
    return len(list(out.glob("part-*"))) * PART if out.is_dir() else 0


PART = 500


def check_rows(out: Path, images: int) -> str:
    """Whether each image has one row."""
    manifest = json.loads((out / "manifest.json").read_text())
    tables = [parquet.read_table(out / entry["name"], columns=["path"]) for entry in manifest["parts"]]
    rows = Counter(path for table in tables for path in table["path"].to_pylist())
    doubled = sum(count - 1 for count in rows.values())
    return f"{len(rows):,} of {images:,} images, {doubled} doubled"


def kill_one(cluster: RayNodes, words: Sequence[object], out: Path) -> None:
    """Predict, and kill a worker on the way."""
    with subprocess.Popen(
        command(*words), env=environment(cluster), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as driver:
        while images_in(out) < 3 * PART:
            assert driver.poll() is None
            time.sleep(0.1)
        cluster.workers("ShardActor")[0].kill()
    assert driver.returncode == 0


def main(options: Sequence[str]) -> None:
    """Measure, print, and write the section."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks cluster")
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--steps", type=int, default=600, help="of each of the twelve runs")
    parser.add_argument("--images", type=int, default=20_000)
    parser.add_argument("--out", type=Path, metavar="FILE")
    asked = parser.parse_args(options)
    with tempfile.TemporaryDirectory(prefix="workbench-cluster-") as temporary:
        place = Path(temporary)
        seconds = {nodes: seconds_of_runs(asked.source, asked.target, nodes, asked.steps, place) for nodes in (1, 3)}
        found = [asked.target.absolute() / one.path for one in walk(asked.target) if isinstance(one, FileEntry)]
        many(found, asked.images, place / "images")
        rows, checked = predictions(place, asked.images)
    section = written(asked, seconds, rows, checked)
    print(section)
    if asked.out:
        replace_section(asked.out, "cluster", section)


def predictions(place: Path, images: int) -> tuple[dict[str, Predicted], str]:
    """The three ways to predict, and what is left after a worker was killed."""
    model, folder = place / "on-1" / "seed-0", place / "images"
    exported = place / "model"
    subprocess.run(command("export", model, "--format", "folder", "--out", exported), check=True, capture_output=True)
    words = ["predict", exported, folder, "--out"]
    parts = ["--parts", PART]
    rows = {
        "predict, one file": predicted([*words, place / "p.csv"], place / "p.csv", images),
        "predict --parts": predicted([*words, place / "here", *parts], place / "here", images),
    }
    with started_nodes(cores()) as cluster:
        on_ray = [*words, place / "ray", *parts, "--on", "ray"]
        rows["predict --parts --on ray"] = predicted(on_ray, place / "ray", images, cluster)
        kill_one(cluster, [*words, place / "killed", *parts, "--on", "ray"], place / "killed")
    return rows, check_rows(place / "killed", images)


def written(asked: argparse.Namespace, seconds: dict[int, float], rows: dict[str, Predicted], checked: str) -> str:
    """The section of the results."""
    lines = "\n".join(
        f"| {name} | {row.rate:,.0f} | {row.steady:,.0f} | {row.tenth:,.0f}, {row.end:,.0f} |"
        for name, row in rows.items()
    )
    return (
        f"## cluster\n\n`python -m tests.benchmarks cluster SOURCE TARGET --steps {asked.steps} "
        f"--images {asked.images} --out tests/benchmarks/RESULTS.md`\n\n"
        f"{RUNS} runs of DANN with the small network, {asked.steps} steps, {asked.source.name} → {asked.target.name}, "
        f"on Ray nodes of one CPU each, all on this machine: {seconds[1]:.0f} s on one node, {seconds[3]:.0f} s on "
        f"three ({seconds[3] / seconds[1]:.2f} of it), with the start of the command and of the workers.\n\n"
        f"{asked.images:,} images, in parts of {PART}; on Ray, a node of one CPU for each core. Rates in images a "
        "second: of the whole command, and from the first result on. Memory: the largest process that predicts.\n\n"
        f"| | images/s | from the first result on | MB at a tenth, at the end |\n|---|---|---|---|\n{lines}\n\n"
        f"With a worker killed on the way: {checked}.\n\n"
        f"{date.today().isoformat()}, {os.cpu_count()} CPU cores, a load of {psutil.getloadavg()[1]:.0f} meanwhile.\n"
    )
