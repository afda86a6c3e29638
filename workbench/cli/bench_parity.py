"""`workbench bench parity`: what each format says beside PyTorch, for every embedded backbone and every method."""

import argparse
import shlex
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli.bench_table import replace_section, section, where
from workbench.core.job import Job, Shift, Shot, Tune

if TYPE_CHECKING:
    from workbench.core.exported import Cost

STEPS = 20  # the graph is what is compared, not the model
SHOTS = 2  # of each class, for the methods that need them


def run(arguments: argparse.Namespace) -> int:
    """Measure, print the table, and put it into the file."""
    from workbench.engine.registry import methods
    from workbench.nets.backbones import cards

    embedded = [card for card in cards() if card.embedded]
    backbones = [arguments.backbone] if arguments.backbone else [card.name for card in embedded]
    source, target = (arguments.pairs or ["usps:optdigits"])[0].split(":", 1)
    runs = arguments.runs.absolute() if arguments.runs else Path(tempfile.mkdtemp(prefix="workbench-bench-"))
    rows = []
    for backbone in backbones:
        for method in arguments.methods or list(methods()):
            job = _job(arguments.data / source, arguments.data / target, backbone, method, arguments.steps or STEPS)
            rows.append(_row(job, runs / f"parity-{backbone}-{method}-{job.steps}"))
            print(rows[-1], flush=True)
    words = (
        f"{source} → {target}, {arguments.steps or STEPS} steps: barely trained, so that classes lie close together, "
        "which is hard on small numbers. 512 target images in ONNX Runtime on the CPU: for fp32 and .pt2 the largest "
        "difference of a logit from PyTorch's, for fp16 and int8 the share of images with the same class. The model "
        "that is trained to its end is measured again by each export."
    )
    head = "backbone | method | fp32 | pt2 | fp16 same class | int8 same class | MB fp32, fp16, int8"
    table = section("parity", _command(arguments), words, head, rows, where())
    print(f"\n{table}")
    if arguments.out:
        replace_section(arguments.out, "parity", table)
    return 0


def _job(source: Path, target: Path, backbone: str, method: str, steps: int) -> Job:
    from workbench.engine.registry import method as named
    from workbench.nets.backbones import card

    needy = "shots" in named(method).needs
    pretrained = card(backbone).pretrained
    return Job(
        method=method,
        source=str(source),
        target=str(target),
        backbone=backbone,
        tune=Tune.HEAD if pretrained else Tune.ALL,
        image_size=96 if pretrained else 0,
        steps=steps,
        shift=Shift.CLOSED,
        shots=_shots(target) if needy else (),
        shots_held_out=0.0,
    )


def _shots(target: Path) -> tuple[Shot, ...]:
    found = []
    for folder in sorted(path for path in target.iterdir() if path.is_dir()):
        images = sorted(path for path in folder.iterdir() if path.is_file())[:SHOTS]
        found += [Shot(f"{folder.name}/{path.name}", folder.name) for path in images]
    return tuple(found)


def _row(job: Job, folder: Path) -> str:
    from workbench.cli.running import finished_run
    from workbench.core.exported import Precision
    from workbench.core.returning import Returning
    from workbench.export.making import in_precision, made, pt2_difference

    finished_run(job, folder)
    ready = Returning(made(folder)).finish()
    costs: list[Cost] = [in_precision(ready, precision)[1] for precision in Precision]
    fine, half, rough = costs
    sizes = ", ".join(f"{one.bytes / 1e6:.1f}" for one in costs)
    cells = (
        f"{fine.difference:.1e}",
        f"{pt2_difference(ready):.1e}",
        f"{half.agreement:.1%}",
        f"{rough.agreement:.1%}",
    )
    return f"| {' | '.join((job.backbone, job.method, *cells, sizes))} |"


def _command(arguments: argparse.Namespace) -> str:
    words = ["workbench", "bench", "parity", "--data", str(arguments.data)]
    for name in ("methods", "pairs"):
        words += [f"--{name}", *getattr(arguments, name)] if getattr(arguments, name) else []
    for name in ("steps", "backbone", "out"):
        words += [f"--{name}", str(getattr(arguments, name))] if getattr(arguments, name) else []
    return shlex.join(words)
