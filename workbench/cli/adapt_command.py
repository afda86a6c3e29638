"""`workbench adapt`: run one job with live progress."""

import argparse
import shlex
from pathlib import Path

import msgspec

from workbench.cli.flags import add_batch, add_corrections, add_overlap, add_place, add_range, corrections_at, range_of
from workbench.cli.settings_table import read_settings
from workbench.cli.shot_files import read_shot_masks, read_shots
from workbench.core.command_line import command_line
from workbench.core.compatibility import SwappedFoldersError, check_apart
from workbench.core.defaults import JOB as DEFAULTS
from workbench.core.defaults import METHOD
from workbench.core.errors import UserError
from workbench.core.job import Augment, Job, Norm, Shift, Tune
from workbench.core.name_matching import composed
from workbench.core.run_selection import TRIAL_SHARE

TASK = "classify, segment, … (default: by the labels of the source)"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the flags that all methods share."""
    parser.epilog = "Each method has its own settings: “workbench methods NAME” lists their flags."
    parser.add_argument(
        "source", metavar="SOURCE", help="labelled folder, CSV with the columns path,label, or source model (export)"
    )
    parser.add_argument("target", metavar="TARGET", help="folder to adapt to; labels are used for evaluation only")
    parser.add_argument("--task", metavar="NAME", default=DEFAULTS.task, help=TASK)
    parser.add_argument("--method", default=METHOD, help="see “workbench methods” (default: %(default)s)")
    parser.add_argument(
        "--backbone", default=DEFAULTS.backbone, help="auto, small, efficientnet_lite0, resnet50, vit_b_16, …"
    )
    parser.add_argument("--weights", default="", metavar="FILE", help="local weights for the backbone")
    parser.add_argument(
        "--tune", type=Tune, choices=list(Tune), default=DEFAULTS.tune, help="layers to train: head (fast) or all"
    )
    steps = f"training steps; with auto, each trial takes up to {100 * TRIAL_SHARE:.0f}%% (default: %(default)s)"
    parser.add_argument("--steps", type=int, default=DEFAULTS.steps, help=steps)
    add_batch(parser)
    parser.add_argument(
        "--image-size",
        type=int,
        default=0,
        metavar="PX",
        help="side of the input, or its height for segmentation (default: the backbone's)",
    )
    _add_masks(parser)
    add_range(parser, sides=True)
    parser.add_argument(
        "--augment", type=Augment, choices=list(Augment), default=DEFAULTS.augment, help="data augmentation"
    )
    parser.add_argument(
        "--shift",
        type=Shift,
        choices=list(Shift),
        default=DEFAULTS.shift,
        help="category shift: which classes the target has; with open shifts the model rejects unknown samples "
        "(default: by its folders)",
    )
    parser.add_argument(
        "--norm",
        type=Norm,
        choices=list(Norm),
        default=DEFAULTS.norm,
        help="ibn: half of the channels use instance normalisation",
    )
    parser.add_argument("--seed", type=int, default=DEFAULTS.seed, help="same seed, same result (default: %(default)s)")
    parser.add_argument(
        "--validator",
        default=DEFAULTS.validator,
        metavar="NAME",
        help="score without target labels; see “workbench methods --validators” (default: %(default)s)",
    )
    _add_shots(parser)
    add_corrections(parser)
    add_place(parser)
    _add_machine(parser)
    add_overlap(parser)
    parser.add_argument("--out", type=Path, metavar="DIR", help="run folder (default: runs/METHOD-N)")
    parser.add_argument("--json", action="store_true", help="end with one JSON object on the last line")


def _add_shots(parser: argparse.ArgumentParser) -> None:
    """Add the flags for labelled target samples."""
    parser.add_argument(
        "--project", type=Path, metavar="DIR", help="project whose measuring set chooses the method, with --method auto"
    )
    parser.add_argument(
        "--shots",
        type=Path,
        metavar="FILE",
        help="labelled target samples: a CSV with the columns path,label, or another format",
    )
    parser.add_argument(
        "--shots-held-out",
        type=float,
        default=DEFAULTS.shots_held_out,
        metavar="SHARE",
        help="share of each class's shots for evaluation only (default: %(default)s)",
    )


def _add_masks(parser: argparse.ArgumentParser) -> None:
    """Add the flags for segmentation."""
    parser.add_argument(
        "--image-width",
        type=int,
        default=0,
        metavar="PX",
        help="width of the input for segmentation (default: by the source's aspect ratio)",
    )
    parser.add_argument(
        "--map",
        nargs="+",
        default=[],
        metavar="THEIRS=OURS",
        help="map target classes to source classes, or to none",
    )
    parser.add_argument(
        "--shot-masks",
        type=Path,
        metavar="DIR",
        help="masks of target images: PNGs of class numbers, named as the images",
    )


def _add_machine(parser: argparse.ArgumentParser) -> None:
    """Add the flags for devices, checkpoints and caches."""
    parser.add_argument("--device", default=DEFAULTS.device, help="auto, cpu, cuda, cuda:1, mps")
    parser.add_argument("--precision", default=DEFAULTS.precision, help="32-true, bf16-mixed, 16-mixed or auto")
    parser.add_argument(
        "--devices", type=int, default=DEFAULTS.devices, metavar="N", help="number of devices that share a batch"
    )
    parser.add_argument(
        "--nodes", type=int, default=DEFAULTS.nodes, metavar="M", help="number of machines, each with --devices"
    )
    parser.add_argument(
        "--threads",
        type=int,
        default=DEFAULTS.threads,
        metavar="N",
        help="CPU threads (default: measured at the start)",
    )
    parser.add_argument("--compile", action="store_true", help="compile the model with torch.compile")
    parser.add_argument("--tensorboard", action="store_true", help="write TensorBoard event files into the run folder")
    parser.add_argument(
        "--checkpoint-seconds",
        type=float,
        default=DEFAULTS.checkpoint_seconds,
        metavar="S",
        help="interval between checkpoints (default: %(default)s)",
    )
    parser.add_argument("--cache", default="", metavar="DIR", help="folder for decoded images")


def read_extra(arguments: argparse.Namespace, extra: list[str]) -> None:
    """Read the flags of the method's settings."""
    arguments.settings = {}
    if not extra:
        return
    from workbench.engine.registry import method

    chosen_method = method(arguments.method)
    arguments.settings = read_settings(
        f"workbench adapt --method {chosen_method.name}", chosen_method.card().fields, extra
    )


def run(arguments: argparse.Namespace) -> int:
    """Run the job. Return 0 if it finished, 130 if it was interrupted; its checkpoint is kept."""
    from workbench.cli.project_labels import read_drawn
    from workbench.cli.run_progress import run_job, unused_folder

    if not arguments.overlap:
        check_apart(Path(arguments.source), Path(arguments.target))
    job = job_of(arguments)
    drawn = read_drawn(arguments.project, Path(job.target), job.method)
    folder = arguments.out or unused_folder(Path("runs"), job.method)
    try:
        return run_job(job, folder.absolute(), json=arguments.json, drawn=drawn, place=arguments.on)
    except SwappedFoldersError as error:
        raise UserError(error.message, f"Swap them: {_swapped(job, arguments)}") from error


def _swapped(job: Job, arguments: argparse.Namespace) -> str:
    """The command with source and target in the other order."""
    swapped = msgspec.structs.replace(job, source=job.target, target=job.source)
    files = (arguments.shots, arguments.shot_masks, arguments.corrections)
    return shlex.join(command_line(swapped, *map(str, files)))


def job_of(arguments: argparse.Namespace) -> Job:
    """Create the job from the flags."""
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
        source_range=range_of(arguments, "source"),
        target_range=range_of(arguments, "target"),
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
        shots=(*read_shots(arguments.shots, target), *read_shot_masks(arguments.shot_masks, target)),
        shots_held_out=arguments.shots_held_out,
        corrections=corrections_at(arguments.corrections),
        settings=arguments.settings,
        checkpoint_seconds=arguments.checkpoint_seconds,
        cache=str(Path(arguments.cache).absolute()) if arguments.cache else "",
    )


def read_mapping(pairs: list[str]) -> dict[str, str]:
    """Parse pairs THEIRS=OURS of class names. Raises UserError for anything else."""
    for pair in pairs:
        if "=" not in pair:
            raise UserError(
                f"The value “{pair}” of --map does not map a class.",
                "Write --map THEIRS=OURS, or THEIRS= to leave a class out.",
            )
    return dict(composed(pair).split("=", 1) for pair in pairs)
