"""How long it takes to list a folder of 100,000 images, the first time and again.

`python -m tests.benchmarks scan --out tests/benchmarks/RESULTS.md`
"""

import argparse
import io
import os
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
from PIL import Image

from tests.benchmarks.results import replace_section
from workbench.data.scan import scan_now

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


def main(options: Sequence[str]) -> None:
    """Measure, print, and write the section."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks scan")
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--out", type=Path, metavar="FILE")
    arguments = parser.parse_args(options)
    rows = []
    for kind in ("PNG", "JPEG"):
        with tempfile.TemporaryDirectory(prefix="workbench-scan-") as folder:
            images, cache = Path(folder) / "images", Path(folder) / "cache"
            make(images, arguments.files, kind)
            times = []
            for _ in range(2):
                began = time.perf_counter()
                found = scan_now(images, cache=cache)
                times.append(time.perf_counter() - began)
                assert len(found.samples) == arguments.files
            rows.append(f"| {kind} | {times[0]:.1f} | {times[1]:.1f} |")
    section = (
        "## scan\n\n`python -m tests.benchmarks scan --out tests/benchmarks/RESULTS.md`\n\n"
        f"Seconds to list {arguments.files:,} images of 16 × 16 pixels in {CLASSES} class folders, each opened to "
        "check its structure and size; files warm in the system's cache.\n\n"
        "| format | first time, s | again, s |\n|---|---|---|\n" + "\n".join(rows) + "\n\n"
        f"{date.today().isoformat()}, {os.cpu_count()} CPU cores.\n"
    )
    print(section)
    if arguments.out:
        replace_section(arguments.out, "scan", section)
