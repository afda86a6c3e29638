"""`workbench adapt`: run one job with live progress."""

import argparse
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import msgspec

from workbench.cli.flags import add_corrections, add_overlap, add_place, add_range
from workbench.cli.place_flags import add_needs
from workbench.cli.settings_table import read_settings
from workbench.cluster.ray_cluster import is_cluster
from workbench.core.command_line import command_line, flag
from workbench.core.compatibility import SwappedFoldersError
from workbench.core.defaults import METHOD
from workbench.core.errors import UserError
from workbench.core.job import Job
from workbench.core.job_options import JOB_OPTIONS
from workbench.core.name_matching import composed
from workbench.core.settings import Field

if TYPE_CHECKING:
    from workbench.library.options import AdaptOptions
    from workbench.library.planning import AdaptationPlan

METAVARS = {
    **dict.fromkeys(("task", "validator"), "NAME"),
    **dict.fromkeys(("batch", "devices", "threads"), "N"),
    **dict.fromkeys(("image_size", "image_width"), "PX"),
    "weights": "FILE",
    "cache": "DIR",
    "nodes": "M",
    "shots_held_out": "SHARE",
    "checkpoint_seconds": "S",
}


class RecipeFlag(argparse.Action):
    """--recipe, with which the folders need not be given."""

    def __init__(self, *, folders: Sequence[argparse.Action], **options: Any) -> None:
        super().__init__(**options)
        self.folders = folders

    def __call__(self, _parser: object, namespace: argparse.Namespace, value: object, _flag: object = None) -> None:
        """Keep the file."""
        setattr(namespace, self.dest, value)
        for folder in self.folders:
            folder.required = False


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the flags of a job, and the number of seeds."""
    configure_job(parser)
    parser.add_argument(
        "--seeds", type=int, default=1, metavar="N", help="runs with N seeds, from --seed on (default: %(default)s)"
    )
    add_needs(parser)


def configure_job(parser: argparse.ArgumentParser) -> None:
    """Add the flags of a job that all methods share."""
    parser.epilog = "Each method has its own settings: “workbench methods NAME” lists their flags."
    source = parser.add_argument(
        "source", metavar="SOURCE", help="labelled folder, CSV with the columns path,label, or source model (export)"
    )
    target = parser.add_argument(
        "target", metavar="TARGET", help="folder to adapt to; labels are used for evaluation only"
    )
    parser.add_argument("--method", help=f"see “workbench methods” (default: {METHOD})")
    parser.add_argument(
        "--recipe",
        type=Path,
        metavar="FILE",
        action=RecipeFlag,
        folders=(source, target),
        help="recipe.toml of a run, which repeats it; other flags change it",
    )
    for option in JOB_OPTIONS:
        _add_option(parser, option)
    _add_masks(parser)
    add_range(parser, sides=True)
    _add_shots(parser)
    add_corrections(parser)
    add_place(parser)
    add_overlap(parser)
    parser.add_argument("--out", type=Path, metavar="DIR", help="run folder (default: runs/METHOD-N)")
    parser.add_argument("--json", action="store_true", help="end with one JSON object on the last line")


def _add_option(parser: argparse.ArgumentParser, option: Field) -> None:
    """Add the flag of an option of a job; it is in the namespace only if it is given."""
    words = option.help.replace("%", "%%")
    if option.kind == "bool":
        parser.add_argument(flag(option.name), action="store_true", default=argparse.SUPPRESS, help=words)
        return
    if option.default != "" and "(default:" not in words:
        words += f" (default: {option.default})"
    kinds: dict[str, type] = {"int": int, "float": float, "str": str}
    parser.add_argument(
        flag(option.name),
        type=kinds[option.kind],
        choices=option.choices or None,
        metavar=METAVARS.get(option.name),
        default=argparse.SUPPRESS,
        help=words,
    )


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


def _add_masks(parser: argparse.ArgumentParser) -> None:
    """Add the flags for segmentation."""
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


def read_extra(arguments: argparse.Namespace, extra: list[str]) -> None:
    """Read the flags of the method's settings."""
    arguments.settings = {}
    if not extra:
        return
    extra = _with_values(arguments, extra)
    from workbench.core.recipe_file import read_recipe
    from workbench.engine.registry import method, settings_of

    name = arguments.method or (
        read_recipe(arguments.recipe, settings_of).method if arguments.recipe is not None else METHOD
    )
    chosen_method = method(name)
    arguments.settings = read_settings(
        f"workbench adapt --method {chosen_method.name}", chosen_method.card().fields, extra
    )


def _with_values(arguments: argparse.Namespace, extra: list[str]) -> list[str]:
    """The flags of settings with their values, which argparse takes for folders where a recipe gives the folders."""
    taken = [place for place in (arguments.source, arguments.target) if place is not None]
    if arguments.recipe is None or not taken:
        return extra
    words = []
    for word, following in zip(extra, (*extra[1:], "--"), strict=True):
        words.append(word)
        if taken and word.startswith("--") and "=" not in word and following.startswith("--"):
            words.append(taken.pop(0))
    arguments.source, arguments.target = (*taken, None, None)[:2]
    return words


def run(arguments: argparse.Namespace) -> int:
    """Run the job. Return 0 if it finished, 130 if it was interrupted; its checkpoint is kept."""
    from workbench.cli.run_progress import run_adaptation
    from workbench.library.adapting import adapt

    if arguments.seeds != 1 or is_cluster(arguments.on):
        from workbench.cli.seeds import run_seeds

        return run_seeds(plan_of(arguments), arguments)
    adaptation = adapt(**_places_of(arguments), on=arguments.on, **options_of(arguments))
    try:
        return run_adaptation(adaptation, json=arguments.json)
    except SwappedFoldersError as error:
        raise UserError(error.message, f"Swap them: {_swapped(adaptation.job, arguments)}") from error


def _swapped(job: Job, arguments: argparse.Namespace) -> str:
    """The command with source and target in the other order."""
    swapped = msgspec.structs.replace(job, source=job.target, target=job.source)
    files = (arguments.shots, arguments.shot_masks, arguments.corrections)
    return shlex.join(command_line(swapped, *map(str, files)))


def options_of(arguments: argparse.Namespace) -> "AdaptOptions":
    """The options that the flags give."""
    from workbench.library.options import AdaptOptions

    given = {name: getattr(arguments, name, None) for name in AdaptOptions.__annotations__}
    given["map"] = read_mapping(arguments.map)
    options = {name: value for name, value in given.items() if value not in (None, {})}
    return cast(AdaptOptions, options)


def plan_of(arguments: argparse.Namespace) -> "AdaptationPlan":
    """The job that the flags give, and the labels that choose among methods."""
    from workbench.library.planning import planned

    return planned(**_places_of(arguments), options=options_of(arguments))


def _places_of(arguments: argparse.Namespace) -> dict[str, Any]:
    """What is adapted, by which method, and where the result goes."""
    names = ("source", "target", "method", "recipe", "out", "project", "overlap")
    return {name: getattr(arguments, name) for name in names}


def job_of(arguments: argparse.Namespace) -> Job:
    """The job that the flags give."""
    from workbench.library import planning

    options = options_of(arguments)
    return planning.job_of(arguments.source, arguments.target, arguments.method, arguments.recipe, options, [])


def read_mapping(pairs: list[str]) -> dict[str, str]:
    """Parse pairs THEIRS=OURS of class names. Raises UserError for anything else."""
    for pair in pairs:
        if "=" not in pair:
            raise UserError(
                f"The value “{pair}” of --map does not map a class.",
                "Write --map THEIRS=OURS, or THEIRS= to leave a class out.",
            )
    return dict(composed(pair).split("=", 1) for pair in pairs)
