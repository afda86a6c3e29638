"""How fast `workbench predict` reads a folder, beside ONNX Runtime alone on arrays that lie ready in memory.

    python -m tests.benchmarks predict_rate MODEL_FOLDER:IMAGES … --out tests/benchmarks/RESULTS.md

Every round measures all of them one after the other, so that what else the machine does weighs on each alike, and takes
the shares within the round. Memory is read while `--count` images are predicted: at a tenth of the way and at the end.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import onnxruntime
import psutil

from tests.benchmarks.in_turn import many
from tests.benchmarks.results import replace_section
from workbench.core.threads import cores
from workbench.data.decode import decode
from workbench.data.walk import FileEntry, walk
from workbench.engine.onnx_session import PIECE
from workbench.export.calibration_images import as_inputs
from workbench.export.predict import Model, load_model
from workbench.export.results_files import PredictionFormat
from workbench.export.tasks.classification.prediction import predict_folder

BATCH = 64  # of ONNX Runtime alone, started as anyone would start it


class Took(NamedTuple):
    """Seconds an image, by the clock and of the processors."""

    clock: float
    work: float


def timed(act: Callable[[], object], count: int) -> Took:
    clock, work = time.perf_counter(), time.process_time()
    act()
    return Took((time.perf_counter() - clock) / count, (time.process_time() - work) / count)


def session_of(model: Path, threads: int = 0) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(model / "model.onnx", options, providers=["CPUExecutionProvider"])


def usual(session: Any, images: Any, count: int) -> None:
    """A batch after the other, each shared among the processors by ONNX Runtime."""
    for _ in range(count // BATCH):
        session.run(["logits", "features"], {"images": images})


def side_by_side(session: Any, images: Any, count: int) -> None:
    """Small batches, each on one processor: the fastest way that was found."""
    with ThreadPoolExecutor(cores()) as pool:
        list(pool.map(lambda _: session.run(["logits", "features"], {"images": images}), range(count // PIECE)))


def decoded(paths: list[Path], size: int) -> None:
    with ThreadPoolExecutor(cores()) as pool:
        list(pool.map(lambda path: decode(path, size).transpose(2, 0, 1) / np.float32(255), paths))


def predicted(net: Model, folder: Path) -> dict[str, int]:
    """Bytes in use, at a tenth of the way and at the end."""
    process = psutil.Process()
    memory: dict[str, int] = {}
    for told in predict_folder(net, folder, folder.with_suffix(".csv"), PredictionFormat.CSV):
        if told.what == "Predicting" and told.done >= told.total / 10:
            memory.setdefault("tenth", process.memory_info().rss)
            memory["end"] = process.memory_info().rss
    return memory


def row(model: Path, folder: Path, rounds: int, block: int, count: int) -> str:
    """A line of the table: medians over the rounds."""
    net = load_model(model)
    found = [folder.absolute() / one.path for one in walk(folder) if isinstance(one, FileEntry)]
    with tempfile.TemporaryDirectory(prefix="workbench-rate-") as place:
        many(found, count, Path(place) / "many")
        memory = predicted(net, Path(place) / "many")
    alone, one = session_of(model), session_of(model, 1)
    ready = as_inputs(np.stack([decode(path, net.size) for path in found[:BATCH]]))
    took: dict[str, list[Took]] = {}
    with tempfile.TemporaryDirectory(prefix="workbench-rate-") as place:
        paths = many(found, block, Path(place) / "block")
        acts: dict[str, Callable[[], object]] = {
            "usual": partial(usual, alone, ready, block),
            "beside": partial(side_by_side, one, ready[:PIECE], block),
            "decode": partial(decoded, paths, net.size),
            "predict": partial(predicted, net, paths[0].parent),
        }
        for number in range(rounds + 1):
            for name, act in acts.items():
                once = timed(act, block)
                took.setdefault(name, []).extend([once] if number else [])  # the first round warms up
    rates = [f"{1 / np.median([each.clock for each in took[name]]):,.0f}" for name in acts]
    bound = np.median([b.work / (b.work + d.work) for b, d in zip(took["beside"], took["decode"], strict=True)])
    shares = [share(took, "usual", "clock"), share(took, "beside", "clock"), share(took, "beside", "work"), bound]
    cells = [*rates, *(f"{one:.0%}" for one in shares), f"{memory['tenth'] / 1e6:.0f}, {memory['end'] / 1e6:.0f}"]
    return f"| {model.name}, {net.size} px | {folder.name} | {' | '.join(cells)} |"


def share(took: dict[str, list[Took]], name: str, what: str) -> float:
    """What predicting reaches of another rate, in the middle of the rounds."""
    pairs = zip(took[name], took["predict"], strict=True)
    return float(np.median([getattr(other, what) / getattr(ours, what) for other, ours in pairs]))


def main(options: Sequence[str]) -> None:
    """Measure, print, and write the section."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks predict_rate")
    parser.add_argument("pairs", nargs="+", metavar="MODEL:IMAGES", help="a model folder, and images for it")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--block", type=int, default=256, help="images in a round")
    parser.add_argument("--count", type=int, default=5000, help="images over which memory is read")
    parser.add_argument("--out", type=Path, metavar="FILE")
    asked = parser.parse_args(options)
    pairs = [[Path(part) for part in pair.split(":", 1)] for pair in asked.pairs]
    rows = [row(model, images, asked.rounds, asked.block, asked.count) for model, images in pairs]
    head = (
        "model | images | ONNX Runtime alone, usual | alone, side by side | decoding alone | predict | of usual | "
        "of side by side | the same, by work | bound by decoding | MB at a tenth, at the end"
    )
    section = (
        "## predict rate\n\n`python -m tests.benchmarks predict_rate MODEL:IMAGES … --out tests/benchmarks/RESULTS.md`"
        f"\n\nImages a second, and what `workbench predict` reaches of ONNX Runtime alone on arrays in memory; medians "
        f"of {asked.rounds} rounds of {asked.block} images each. Usual: a session as it comes, batches of {BATCH}. "
        f"Side by side: batches of {PIECE}, each on one processor, the fastest way found, and the one predict takes. "
        "By work: of the processors' seconds rather than the clock's, which what else runs does not touch. Bound: what "
        "no program can pass that decodes on the processors it infers on, inference / (inference + decoding), by work. "
        f"Memory while {asked.count:,} images are predicted.\n\n"
        "Decoding bounds side by side: arrays in memory cost nothing, while predict opens and shrinks each file on the "
        "same processors, so that large JPEGs before a quick net leave the least. Decoding alone is measured image by "
        f"image; predict decodes {PIECE} in a go, which is how it can pass the bound where images are tiny."
        f"\n\n| {head} |\n|{'---|' * (head.count('|') + 1)}\n"
        + "\n".join(rows)
        + f"\n\n{date.today().isoformat()}, {os.cpu_count()} CPU cores with a load of {psutil.getloadavg()[1]:.0f} "
        f"meanwhile, onnxruntime {onnxruntime.__version__}.\n"
    )
    print(section)
    if asked.out:
        replace_section(asked.out, "predict rate", section)
