"""DANN here and in two other libraries: the same net, folders, batch and steps, in turn in one run.

`python -m tests.benchmarks peers --data ../shared/data/digits --out tests/benchmarks/RESULTS.md`

The libraries are installed from the registry into an environment of their own, which sees this one's torch.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import sysconfig
import tempfile
import time
import venv
from collections.abc import Sequence
from pathlib import Path
from statistics import mean, median

from tests.benchmarks.results import ROOT, replace_section, section
from workbench.core.job import Augment, Job, Tune
from workbench.core.threads import quiet_threads

PEERS = ("pytorch-adapt", "dalib")
NEEDED = ("setuptools<80", "tqdm", "pytorch-metric-learning", "torchmetrics", "qpsolvers", "prettytable")
OURS, WARM = "workbench", 10


def environment(folder: Path) -> Path:
    """An environment with the other libraries, made where it is not there yet; its Python."""
    python = folder / "bin" / "python"
    if not python.is_file():
        venv.create(folder, with_pip=True)
        install = [str(python), "-m", "pip", "install", "-q", "--no-warn-conflicts"]
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        beside = folder / "lib" / version / "site-packages" / "ours.pth"
        beside.write_text(f"{sysconfig.get_path('purelib')}\n{ROOT}\n")  # torch, of the same version; and our net
        subprocess.run([*install, *NEEDED], check=True)
        subprocess.run([*install, "--no-deps", *PEERS], check=True)  # they ask for versions long gone
    return python


def ours(arguments: argparse.Namespace) -> None:
    """The workbench, in a process of its own: train, time, evaluate, print."""
    from workbench.core.generators import Returning
    from workbench.engine.device import fabric_for
    from workbench.engine.evaluation import Evaluator
    from workbench.engine.setup import set_up

    job = Job(
        method="dann",
        source=str(arguments.data / arguments.source),
        target=str(arguments.data / arguments.target),
        backbone="small",
        tune=Tune.ALL,
        image_size=32,
        batch=64,
        steps=arguments.steps,
        seed=arguments.seed,
        augment=Augment(arguments.augment),
        device=arguments.device,
        cache=str(arguments.cache),
    )
    trainer = Returning(set_up(job, fabric_for(job))).finish().trainer
    start = 0.0
    for number in range(job.steps):
        if number == WARM:
            start = time.perf_counter()
        trainer.advance()
    rate = (job.steps - WARM) / (time.perf_counter() - start)
    scores = Returning(Evaluator(trainer).at_all()).finish()
    print(json.dumps({"rate": rate, "source": scores.source_accuracy, "accuracy": scores.target_accuracy}))


def one(library: str, augment: str, seed: int, arguments: argparse.Namespace, cache: str) -> dict[str, float]:
    """What one process of a library measures."""
    common = ["--steps", arguments.steps, "--seed", seed, "--augment", augment, "--device", arguments.device]
    if library == OURS:
        folders = ["--data", arguments.data, "--source", arguments.source, "--target", arguments.target]
        words = [sys.executable, "-m", "tests.benchmarks", "peers", "--ours", "--cache", cache, *folders, *common]
    else:
        folders = [arguments.data / arguments.source, arguments.data / arguments.target]
        words = [environment(arguments.venv), Path(__file__).with_name("peer_run.py"), library, *folders, *common]
    whole = [str(word) for word in words]
    told = subprocess.run(whole, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT).stdout
    found: dict[str, float] = json.loads(told.strip().splitlines()[-1])
    return found


def measured(arguments: argparse.Namespace) -> list[str]:
    """The rows of the table: libraries in turn, as often as there are seeds."""
    rows = []
    with tempfile.TemporaryDirectory() as cache:
        for augment in ("none", "light"):
            found: dict[str, list[dict[str, float]]] = {library: [] for library in (OURS, *PEERS)}
            for seed in range(arguments.seeds):
                for library, several in found.items():
                    several.append(one(library, augment, seed, arguments, cache))
                    print(augment, seed, library, several[-1], flush=True)
            for library, several in found.items():
                pairs = zip(found[OURS], several, strict=True)
                ratios = [mine["rate"] / theirs["rate"] for mine, theirs in pairs]
                reached = [100 * result["accuracy"] for result in several]
                learned = 100 * mean(result["source"] for result in several)
                rows.append(
                    f"| {augment} | {library} | {median(result['rate'] for result in several):.2f} | "
                    f"{median(ratios):.2f} | {min(ratios):.2f} to {max(ratios):.2f} | {learned:.1f} | "
                    f"{mean(reached):.1f} | "
                    f"{' '.join(f'{value:.1f}' for value in reached)} |"
                )
    return rows


def main(options: Sequence[str]) -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks peers", description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of image folders")
    parser.add_argument("--source", default="street")
    parser.add_argument("--target", default="mnist")
    parser.add_argument("--venv", type=Path, default=Path(tempfile.gettempdir()) / "workbench-peers")
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--out", type=Path, help="put the table into this file")
    parser.add_argument("--ours", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--seed", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--augment", default="none", help=argparse.SUPPRESS)
    parser.add_argument("--cache", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args(options)
    arguments.data, arguments.venv = arguments.data.absolute(), arguments.venv.absolute()
    if arguments.ours:
        quiet_threads()
        ours(arguments)
        return
    rows = measured(arguments)
    import torch

    words = (
        f"DANN, {arguments.source} → {arguments.target}, small net, 32 px, batch 64 + 64, Adam 0.001, "
        f"{arguments.steps} steps, on {arguments.device}; each library in a process of its own, in turn, "
        f"{arguments.seeds} seeds. The others read image folders with two loader processes, as their examples do. "
        "The rate counts training alone, without the looks that a run of the workbench takes at itself; its files "
        "are decoded before, once. Ratio: the workbench's rate over the library's, of the same seed."
    )
    table = section(
        "peers",
        f"python -m tests.benchmarks peers --data {os.path.relpath(arguments.data)} --out …",
        words,
        "augmentation | library | steps/s | ratio | spread | source accuracy, % | target accuracy, % | by seed",
        rows,
        f"{os.cpu_count()} CPU cores, {platform.system()}, torch {torch.__version__}",
    )
    print(table)
    if arguments.out:
        replace_section(arguments.out, "peers", table)
