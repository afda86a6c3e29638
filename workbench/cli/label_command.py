"""`workbench label`: manages the labels of target images in a project or a file."""

import argparse
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.core.suggestion import BATCH, STRATEGY
from workbench.core.target_quality import LABELS_TO_ASK

if TYPE_CHECKING:
    from collections.abc import Callable

PLACE = "a project (NAME.workbench), or a file of labels"
HANDLERS = {  # the module of each subcommand's handler
    "list": "workbench.cli.label_list",
    "log": "workbench.cli.label_list",
    "correct": "workbench.cli.label_correct",
    "undo": "workbench.cli.label_undo",
    "redo": "workbench.cli.label_undo",
    "import": "workbench.cli.label_files",
    "export": "workbench.cli.label_files",
    "merge": "workbench.cli.label_files",
    "suggest": "workbench.cli.label_advice",
    "review": "workbench.cli.label_advice",
    "measure": "workbench.cli.label_measure",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the subcommands with their flags."""
    subparsers = parser.add_subparsers(title="subcommands", dest="do", metavar="WHAT", required=True)
    parsers = {name: _add_parser(subparsers, name, summary) for name, summary in SUMMARIES.items()}
    for name in ("list", "import", "export"):
        parsers[name].add_argument("place", type=Path, metavar="PLACE", help=PLACE)
    for name in ("log", "undo", "redo", "measure", "correct"):
        parsers[name].add_argument("place", type=Path, metavar="PROJECT", help="folder of a project")
    parsers["undo"].add_argument(
        "--to", type=int, metavar="STEP", help="undo all steps after this one; “log” lists their numbers"
    )
    parsers["log"].add_argument(
        "--count", type=int, default=20, help="number of latest actions to list (default: %(default)s)"
    )
    parsers["import"].add_argument("file", type=Path, metavar="FILE", help="labels to import")
    parsers["import"].add_argument(
        "--annotator", default="", metavar="NAME", help="the annotator whose labels are imported (default: all)"
    )
    parsers["import"].add_argument(
        "--control", default="", metavar="NAME", help="the control or column whose labels are imported"
    )
    parsers["import"].add_argument("--dry-run", action="store_true", help="only print what the import would change")
    parsers["export"].add_argument("out", type=Path, nargs="?", metavar="FILE", help="file to write")
    for name in ("import", "export", "measure"):
        parsers[name].add_argument(
            "--images", type=Path, metavar="DIR", help="the images (default: the project's target)"
        )
    for name in ("import", "export", "merge"):
        parsers[name].add_argument(
            "--format",
            default="",
            metavar="F",
            help="csv, coco, cvat, fiftyone, huggingface, label_studio or labelme (default: by the file's name)",
        )
    parsers["export"].add_argument(
        "--folder", type=Path, metavar="DIR", help="write images to class folders here instead"
    )
    parsers["export"].add_argument(
        "--masks", type=Path, metavar="DIR", help="write painted labels as masks here instead"
    )
    parsers["export"].add_argument(
        "--link",
        choices=["copy", "hard", "symbolic"],
        default="copy",
        help="copy or link the images (default: %(default)s)",
    )
    parsers["merge"].add_argument("places", type=Path, nargs=2, metavar="PLACE", help=PLACE)
    parsers["merge"].add_argument("--out", type=Path, metavar="FILE", help="file to write")
    parsers["merge"].add_argument(
        "--take",
        choices=["first", "second", "neither"],
        default="neither",
        help="whose label to use for conflicts (default: %(default)s, which leaves these images out)",
    )
    _add_correct_flags(parsers["correct"])
    _add_run_flags(parsers)
    _add_measure_flags(parsers["measure"])


SUMMARIES = {
    "list": "list the labels by class, with their number, users and last change",
    "log": "list the history of the labels",
    "correct": "correct labels of source images in a project, or list the corrections; no file is changed",
    "undo": "undo the last step of the history, or all after a step",
    "redo": "redo what was undone last",
    "import": "import labels from a file, as one step that can be undone",
    "export": "write labels to a file, or images to class folders",
    "suggest": "select images to label next, with reasons",
    "review": "list labels that a run's model contradicts, most confident first",
    "merge": "merge the labels of two people, and measure their agreement",
    "measure": "draw target images at random, and measure the runs on their labels, which never teach",
}


def run(arguments: argparse.Namespace) -> int:
    """Run the subcommand. Return 0."""
    handler: Callable[[argparse.Namespace], int] = getattr(import_module(HANDLERS[arguments.do]), f"do_{arguments.do}")
    return handler(arguments)


def _add_parser(
    subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, text: str
) -> argparse.ArgumentParser:
    parsers = subparsers.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    parsers.add_argument("--json", action="store_true", help="one JSON value on the last line")
    return parsers


def _add_correct_flags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "images", nargs="*", metavar="IMAGE", help="paths of source images, relative to the source (default: list all)"
    )
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--class", dest="name", metavar="NAME", help="the right class of these images")
    action.add_argument(
        "--right", action="store_true", help="the labels of these images are right; do not suspect them"
    )
    action.add_argument("--remove", action="store_true", help="withdraw the corrections of these images")
    action.add_argument("--file", type=Path, metavar="CSV", help="take corrections from a table path,given,label")
    parser.add_argument("--out", type=Path, metavar="CSV", help="write the corrections to a table path,given,label")


def _add_measure_flags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--count", type=int, metavar="N", help=f"draw N more images (default: {LABELS_TO_ASK} if none is drawn yet)"
    )
    parser.add_argument(
        "--run", type=Path, metavar="RUN", help="measure only this run of the project, with its classes"
    )
    parser.add_argument(
        "--labels",
        type=Path,
        metavar="FILE",
        help="labels of drawn images, such as a table path,label or path,x,y,label",
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="write a table of the images to label")
    parser.add_argument(
        "--release", action="store_true", help="let all labels of the measuring set teach; they measure no more"
    )
    parser.add_argument(
        "--cost",
        nargs="*",
        metavar="CLASS=NUMBER",
        help="what missing a class costs against another error, for models that leave the project; none: all cost 1",
    )


def _add_run_flags(parsers: dict[str, argparse.ArgumentParser]) -> None:
    from workbench.cli.flags import add_checkpoint

    for name in ("suggest", "review"):
        parsers[name].add_argument("run", type=Path, metavar="RUN", help="folder of a finished run")
        parsers[name].add_argument(
            "--labels",
            type=Path,
            metavar="PLACE",
            help=f"{PLACE} (default: the project that the run is in, or the run's shots)",
        )
    parsers["suggest"].add_argument(
        "--strategy",
        default=STRATEGY,
        metavar="S",
        help="badge, clue, entropy, k_center, margin, probcover, random or typiclust (default: %(default)s)",
    )
    parsers["suggest"].add_argument("--count", type=int, default=BATCH, help="number of images (default: %(default)s)")
    parsers["suggest"].add_argument("--seed", type=int, default=0, help="same seed, same choice (default: %(default)s)")
    parsers["suggest"].add_argument(
        "--watched",
        type=Path,
        metavar="CSV",
        help="a table that “workbench watch” wrote of images in the target: what it found unusual comes first "
        "(default: what “workbench watch --project” stored in the project)",
    )
    add_checkpoint(parsers["suggest"])
