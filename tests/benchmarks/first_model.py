"""How long a person waits for the first adapted model of two fresh folders of photographs, stage by stage.

`python -m tests.benchmarks first_model --out tests/benchmarks/RESULTS.md`

Asked of a worker as the window asks it: one that waited a moment, with an empty cache.
"""

import argparse
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from tests.benchmarks.results import PROGRAM, command_line, replace_section, section, where
from tests.benchmarks.worker_replies import replies
from workbench.core.events import Finished, Prepared, StageStarted
from workbench.core.job import Job
from workbench.core.threads import quiet_threads
from workbench.worker.client import WorkerClient
from workbench.worker.commands import Run
from workbench.worker.replies import Ready

SIDES = (640, 480)  # pixels
WARM = 8.0  # seconds in which a person looks at the window


def photographs(folder: Path, count: int, dark: bool) -> Path:
    """So many JPEGs of four classes, as large and as detailed as photographs."""
    random = np.random.default_rng(int(dark))
    grains = [random.normal(0, 6, (SIDES[1], SIDES[0], 3)) for _ in range(8)]
    for number in range(count):
        kind = number % 4
        image = Image.fromarray(random.integers(60, 190, (6, 8, 3), np.uint8)).resize(SIDES, Image.Resampling.BICUBIC)
        draw, reach = ImageDraw.Draw(image), 80 + 20 * kind
        box = (320 - reach, 240 - reach, 320 + reach, 240 + reach)
        (draw.ellipse if kind % 2 else draw.rectangle)(box, fill=(200, 60, 60) if kind < 2 else (60, 60, 200))
        pixels = np.asarray(image, np.float64) + grains[number % len(grains)]
        pixels = pixels * 0.6 + 30 if dark else pixels
        place = folder / f"class-{kind}"
        place.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(place / f"{number:05}.jpg", quality=90)
    return folder


def stages(job: Job, run: Path) -> dict[str, float]:
    """Seconds from the request to the beginning of each stage, and to the end."""
    client = WorkerClient()
    client.start()
    begun, start = dict[str, float](), 0.0
    for reply in replies(client):
        if isinstance(reply, Ready):
            time.sleep(WARM)
            client.send(Run(job, str(run)))
            start = time.monotonic()
        if isinstance(reply, Prepared):
            begun.setdefault(reply.what, time.monotonic() - start)
        if isinstance(reply, StageStarted):
            begun.setdefault("Training the head", time.monotonic() - start)
        if isinstance(reply, Finished):
            client.close()
            return begun | {"all": time.monotonic() - start}
    raise TimeoutError(job.method)


def main(options: Sequence[str]) -> None:
    """Measure, print, and write the section."""
    parser = argparse.ArgumentParser(prog=" ".join([*PROGRAM, "first_model"]))
    parser.add_argument("--images", type=int, default=1000, help="in each folder")
    parser.add_argument("--method", default="mcc")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path, metavar="FILE")
    asked = parser.parse_args(options)
    quiet_threads()
    rounds = []
    with tempfile.TemporaryDirectory() as work:
        source, target = (photographs(Path(work) / name, asked.images, name == "t") for name in "st")
        for number in range(asked.rounds):
            cache = str(Path(work) / f"cache-{number}")
            job = Job(method=asked.method, source=str(source), target=str(target), cache=cache)
            rounds.append(stages(job, Path(work) / f"run-{number}"))
            print(rounds[-1], flush=True)
    names = [*rounds[0]]
    taken: dict[str, list[float]] = {name: [] for name in names}
    for begun in rounds:
        for name, following in zip(names, [*names[1:], "all"], strict=True):
            taken[name].append(begun[name] if name == "all" else begun[following] - begun[name])
    rows = [f"| {name} | {np.median(seconds):.1f} | {max(seconds):.1f} |" for name, seconds in taken.items()]
    words = (
        f"{asked.method} on frozen features, as the window asks for it by default: {asked.images:,} + {asked.images:,} "
        f"JPEGs of {SIDES[0]} × {SIDES[1]}, an empty cache, a worker that waited {WARM:.0f} s; {asked.rounds} rounds."
    )
    text = section(
        "first model", command_line("first_model", *options), words, "stage | seconds | longest", rows, where()
    )
    print(text)
    if asked.out:
        replace_section(asked.out, "first model", text)
