"""`workbench adapt`: run one job with live progress."""

import argparse
import os
import shlex
from pathlib import Path, PurePosixPath

import msgspec

from workbench.cli.flags import add_batch, add_overlap
from workbench.cli.settings_table import read_settings
from workbench.core.command_line import command_line
from workbench.core.compatibility import SwappedFoldersError, check_apart
from workbench.core.defaults import JOB as DEFAULTS
from workbench.core.defaults import METHOD
from workbench.core.errors import UserError
from workbench.core.file_names import mask_name, separated
from workbench.core.job import Augment, Job, Norm, Shift, Shot, Tune
from workbench.core.name_matching import composed

TASK = "classify, segment, … (default: what the labels of the source say)"


def configure(parser: argparse.ArgumentParser) -> None:
    """The flags that every method takes."""
    parser.epilog = "Each method has settings of its own: “workbench methods NAME” lists them as flags."
    parser.add_argument(
        "source", metavar="SOURCE", help="labelled folder, CSV with the columns path,label, or source model (export)"
    )
    parser.add_argument("target", metavar="TARGET", help="folder to adapt to; its labels, if any, only measure")
    parser.add_argument("--task", metavar="NAME", default=DEFAULTS.task, help=TASK)
    parser.add_argument("--method", default=METHOD, help="see “workbench methods” (default: %(default)s)")
    parser.add_argument(
        "--backbone", default=DEFAULTS.backbone, help="auto, small, efficientnet_lite0, resnet50, vit_b_16, …"
    )
    parser.add_argument("--weights", default="", metavar="FILE", help="local weights for the backbone")
    parser.add_argument(
        "--tune", type=Tune, choices=list(Tune), default=DEFAULTS.tune, help="head is fast, all is full"
    )
    parser.add_argument("--steps", type=int, default=DEFAULTS.steps, help="training steps (default: %(default)s)")
    add_batch(parser)
    parser.add_argument(
        "--image-size",
        type=int,
        default=0,
        metavar="PX",
        help="side of the input, of scenes the height (default: the backbone's)",
    )
    _add_masks(parser)
    parser.add_argument("--augment", type=Augment, choices=list(Augment), default=DEFAULTS.augment, help="vary images")
    parser.add_argument(
        "--shift",
        type=Shift,
        choices=list(Shift),
        default=DEFAULTS.shift,
        help="which classes the target has; with open ones, unknown samples are named (default: as its folders say)",
    )
    parser.add_argument("--norm", type=Norm, choices=list(Norm), default=DEFAULTS.norm, help="ibn: half by instance")
    parser.add_argument("--seed", type=int, default=DEFAULTS.seed, help="same seed, same result (default: %(default)s)")
    parser.add_argument(
        "--validator",
        default=DEFAULTS.validator,
        metavar="NAME",
        help="what scores the run without target labels; see “workbench methods --validators” (default: %(default)s)",
    )
    parser.add_argument("--shots", type=Path, metavar="FILE", help="labelled target samples: CSV with path,label, …")
    parser.add_argument(
        "--shots-held-out",
        type=float,
        default=DEFAULTS.shots_held_out,
        metavar="SHARE",
        help="share of each class's shots that only measure the model (default: %(default)s)",
    )
    _add_machine(parser)
    add_overlap(parser)
    parser.add_argument("--out", type=Path, metavar="DIR", help="run folder (default: runs/METHOD-N)")
    parser.add_argument("--json", action="store_true", help="end with one JSON object on the last line")


def _add_masks(parser: argparse.ArgumentParser) -> None:
    """Where the labels are of pixels."""
    parser.add_argument(
        "--image-width", type=int, default=0, metavar="PX", help="of scenes (default: in the source's proportions)"
    )
    parser.add_argument(
        "--map", nargs="+", default=[], metavar="THEIRS=OURS", help="class of the source for a target's class, or none"
    )
    parser.add_argument(
        "--shot-masks", type=Path, metavar="DIR", help="painted target images: PNGs of class numbers, named as they are"
    )


def _add_machine(parser: argparse.ArgumentParser) -> None:
    """On what the run computes, and what it keeps."""
    parser.add_argument("--device", default=DEFAULTS.device, help="auto, cpu, cuda, cuda:1, mps")
    parser.add_argument("--precision", default=DEFAULTS.precision, help="32-true, bf16-mixed or 16-mixed")
    parser.add_argument("--devices", type=int, default=DEFAULTS.devices, metavar="N", help="devices that share a batch")
    parser.add_argument("--nodes", type=int, default=DEFAULTS.nodes, metavar="M", help="machines with so many devices")
    parser.add_argument(
        "--threads", type=int, default=DEFAULTS.threads, metavar="N", help="of the CPU (default: a short probe)"
    )
    parser.add_argument("--compile", action="store_true", help="let torch.compile make the model faster")
    parser.add_argument("--tensorboard", action="store_true", help="write TensorBoard event files into the run folder")
    parser.add_argument(
        "--checkpoint-seconds",
        type=float,
        default=DEFAULTS.checkpoint_seconds,
        metavar="S",
        help="the most training that a crash can cost (default: %(default)s)",
    )
    parser.add_argument("--cache", default="", metavar="DIR", help="folder for decoded images")


def take(arguments: argparse.Namespace, extra: list[str]) -> None:
    """The flags of the chosen method, made from its settings."""
    arguments.settings = {}
    if not extra:
        return
    from workbench.engine.registry import method

    known = method(arguments.method)
    arguments.settings = read_settings(f"workbench adapt --method {known.name}", known.card().fields, extra)


def run(arguments: argparse.Namespace) -> int:
    """Run the job; 0 when it finished, 130 when it was interrupted (its checkpoint is kept)."""
    from workbench.cli.run_progress import run_to_end, unused

    if not arguments.overlap:
        check_apart(Path(arguments.source), Path(arguments.target))
    job = job_of(arguments)
    folder = arguments.out or unused(Path("runs"), job.method)
    try:
        return run_to_end(job, folder.absolute(), json=arguments.json)
    except SwappedFoldersError as error:
        raise UserError(error.message, f"Swap them: {_swapped(job, arguments)}") from error


def _swapped(job: Job, arguments: argparse.Namespace) -> str:
    """The command with source and target in the other order."""
    swapped = msgspec.structs.replace(job, source=job.target, target=job.source)
    return shlex.join(command_line(swapped, str(arguments.shots), str(arguments.shot_masks)))


def job_of(arguments: argparse.Namespace) -> Job:
    """The recipe that the flags say."""
    target = Path(arguments.target)
    return Job(
        method=arguments.method,
        source=arguments.source,
        target=arguments.target,
        task=arguments.task,
        backbone=arguments.backbone,
        weights=str(Path(arguments.weights).absolute()) if arguments.weights else "",
        tune=arguments.tune,
        steps=arguments.steps,
        batch=arguments.batch,
        image_size=arguments.image_size,
        image_width=arguments.image_width,
        mapping=read_mapping(arguments.map),
        shift=arguments.shift,
        augment=arguments.augment,
        norm=arguments.norm,
        seed=arguments.seed,
        validator=arguments.validator,
        device=arguments.device,
        precision=arguments.precision,
        devices=arguments.devices,
        nodes=arguments.nodes,
        threads=arguments.threads,
        compile=arguments.compile,
        tensorboard=arguments.tensorboard,
        shots=(*read_shots(arguments.shots, target), *painted(arguments.shot_masks, target)),
        shots_held_out=arguments.shots_held_out,
        settings=arguments.settings,
        checkpoint_seconds=arguments.checkpoint_seconds,
        cache=str(Path(arguments.cache).absolute()) if arguments.cache else "",
    )


def read_shots(path: Path | None, target: Path) -> tuple[Shot, ...]:
    """Shots from a file of labels in any format. Raises UserError, naming the line or entry, when it is none."""
    from workbench.data.labels.contract import read_labels

    def is_there(path: str) -> bool:
        return os.path.exists(os.path.join(target, path))

    return tuple(Shot(separated(one.path, is_there), one.label) for one in read_labels(path)) if path else ()


def read_mapping(pairs: list[str]) -> dict[str, str]:
    """Names of classes from THEIRS=OURS. Raises UserError for anything else."""
    for pair in pairs:
        if "=" not in pair:
            raise UserError(f"“{pair}” maps no class.", "Write --map THEIRS=OURS, or THEIRS= to leave a class out.")
    return dict(composed(pair).split("=", 1) for pair in pairs)


def painted(masks: Path | None, target: Path) -> tuple[Shot, ...]:
    """Shots from a folder of masks, each named as its target image, with its path or without, with its ending or not.

    Raises UserError when the folder has none, or one that fits no image, or several.
    """
    if masks is None:
        return ()
    from workbench.cli.folder import scanned
    from workbench.engine.tasks.registry import tasks

    suffixes = sorted({suffix for task in tasks().values() for suffix in task.shot_files})
    found = sorted(path for suffix in suffixes for path in masks.rglob(f"*{suffix}"))
    if not found:
        kinds = " or ".join(suffix.removeprefix(".").upper() for suffix in suffixes)
        raise UserError(f"There is no {kinds} in {masks}.", "Give the folder of painted masks.")
    images: dict[str, list[str]] = {}
    samples = scanned(target).samples
    whole = {mask_name(one.path, end).as_posix(): [one.path] for one in samples for end in suffixes}  # of a run folder
    for one in samples:
        for name in {one.path, PurePosixPath(one.path).with_suffix("").as_posix(), PurePosixPath(one.path).stem}:
            images.setdefault(name, []).append(one.path)
    shots = []
    for mask in found:
        inside = mask.relative_to(masks)
        plain = inside.with_suffix("")
        fitting = whole.get(inside.as_posix()) or images.get(plain.as_posix()) or images.get(plain.name) or []
        if len(fitting) != 1:
            raise UserError(
                f"The mask {mask.name} fits {len(fitting)} target images.",
                f"Name each mask as its image, with {mask.suffix}.",
            )
        shots.append(Shot(fitting[0], mask=str(mask.absolute())))
    return tuple(shots)
