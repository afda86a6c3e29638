"""The suite `parity`: what each format says beside PyTorch, for every method and for every backbone."""

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.results import command_line, replace_section, section, where
from workbench.core.catalogue import BackboneCard
from workbench.core.job import Job, Shift, Shot, Tune

if TYPE_CHECKING:
    from workbench.core.manifest import Cost
    from workbench.export.export_run import TracedModel

STEPS = 60  # the graph is what is compared, not the model
SIDE = 64  # pixels, of pretrained nets that take any size
FIXED = ("vit_b_16",)  # nets of one size
FEW = 64  # target images, for those
SHOTS = 2  # of each class, for the methods that need them
WORDS = (
    "512 target images, for vit_b_16 64 of them, or fewer scenes, in ONNX Runtime on the CPU: for fp32 and .pt2 the "
    "largest difference of a logit from PyTorch's, for fp16 and int8 the share of images, or of pixels, with the same "
    "class. Every method on the small net, trained whole; source_only on every other net. “Random weights”: they can "
    "not be had here, and the frozen net is as it was drawn, with a trained head. So few steps leave classes close "
    "together, which is hard on small numbers: the model that is trained to its end is measured again by each export."
)


def run(arguments: argparse.Namespace) -> int:
    """Measure, print the table, and keep it up to date in the file. A second pair is of scenes, for pixels."""
    from workbench.nets.backbones import cards

    folders = [
        tuple(arguments.data / name for name in pair.split(":", 1)) for pair in arguments.pairs or ["usps:optdigits"]
    ]
    runs = arguments.runs.absolute() if arguments.runs else Path(tempfile.mkdtemp(prefix="workbench-bench-"))
    steps = arguments.steps or STEPS
    words = f"{folders[0][0].name} → {folders[0][1].name}, {steps} steps. {WORDS}"
    head = "backbone | method | fp32 | pt2 | fp16 same class | int8 same class | MB fp32, fp16, int8"
    rows: list[str] = []
    for card in cards():
        if arguments.backbone not in (None, card.name) or len(folders) <= (card.task == "segment"):
            continue
        source, target = folders[card.task == "segment"]
        weights = "" if card.embedded else str(_random(card.name, runs))
        for method in arguments.methods or (_methods() if card.name == "small" else ["source_only"]):
            job = _job(source, target, card, method, steps, weights)
            rows.append(_row(job, runs / f"parity-{card.name}-{method}-{steps}"))
            print(rows[-1], flush=True)
            if arguments.out:
                replace_section(
                    arguments.out, "parity", section("parity", _command(arguments), words, head, rows, where())
                )
    return 0


def _methods() -> list[str]:
    from workbench.engine.registry import methods

    return [name for name, one in methods().items() if "classify" in one.tasks]


def _random(name: str, runs: Path) -> Path:
    """Weights as they are drawn, of a net whose own would have to be downloaded."""
    import torch
    from safetensors.torch import save_file

    from workbench.nets.backbones import blank

    place = runs / f"random-{name}.safetensors"
    if not place.exists():
        runs.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(0)
        save_file({key: value.contiguous() for key, value in blank(name).state_dict().items()}, place)
    return place


def _job(source: Path, target: Path, card: BackboneCard, method: str, steps: int, weights: str) -> Job:
    from workbench.engine.registry import method as named

    needy = "shots" in named(method).needs
    pixels = card.task == "segment"
    return Job(
        method=method,
        source=str(source),
        target=str(target),
        task=card.task,
        backbone=card.name,
        weights=weights,
        tune=Tune.HEAD if card.pretrained and not pixels else Tune.ALL,
        image_size=SIDE if card.pretrained and card.name not in FIXED else 0,
        steps=2 if pixels and card.pretrained else steps,
        batch=2 if pixels else 0,
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
    from workbench.cli.run_progress import finished_run
    from workbench.core.generators import Returning
    from workbench.core.manifest import Precision
    from workbench.export.export_run import onnx_in_precision, pt2_difference, trace_run

    finished_run(job, folder)
    ready = Returning(trace_run(folder)).finish()
    if job.backbone in FIXED:
        ready = _fewer(ready)
    costs: list[Cost] = [onnx_in_precision(ready, precision)[1] for precision in Precision]
    fine, half, rough = costs
    sizes = ", ".join(f"{one.bytes / 1e6:.1f}" for one in costs)
    cells = (
        f"{fine.difference:.1e}",
        f"{pt2_difference(ready):.1e}",
        f"{half.agreement:.1%}",
        f"{rough.agreement:.1%}",
    )
    net = f"{job.backbone}, random weights" if job.weights else job.backbone
    return f"| {' | '.join((net, job.method, *cells, sizes))} |"


def _fewer(ready: "TracedModel") -> "TracedModel":
    """Judged on fewer images: these nets take large ones."""
    from workbench.export.calibration_images import CalibrationImages

    pixels, labels, real = ready.pictures
    return ready._replace(pictures=CalibrationImages(pixels[:FEW], labels[:FEW], real), logits=ready.logits[:FEW])


def _command(arguments: argparse.Namespace) -> str:
    words = ["--data", str(arguments.data)]
    for name in ("methods", "pairs"):
        words += [f"--{name}", *getattr(arguments, name)] if getattr(arguments, name) else []
    for name in ("steps", "backbone", "out"):
        words += [f"--{name}", str(getattr(arguments, name))] if getattr(arguments, name) else []
    return command_line("parity", *words)
