"""`workbench label`: labels of target images, in a project or in a file, without the window."""

import argparse
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.core.suggestion import BATCH, STRATEGY

if TYPE_CHECKING:
    from collections.abc import Callable

PLACE = "a project (NAME.workbench), or a file of labels"
DO = {  # name: where its function is
    "list": "workbench.cli.label_list",
    "log": "workbench.cli.label_list",
    "undo": "workbench.cli.label_undo",
    "redo": "workbench.cli.label_undo",
    "import": "workbench.cli.label_files",
    "export": "workbench.cli.label_files",
    "merge": "workbench.cli.label_files",
    "suggest": "workbench.cli.label_advice",
    "review": "workbench.cli.label_advice",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """A word for what to do, each with flags of its own."""
    doing = parser.add_subparsers(title="what to do", dest="do", metavar="WHAT", required=True)
    made = {name: _added(doing, name, summary) for name, summary in SUMMARIES.items()}
    for name in ("list", "import", "export"):
        made[name].add_argument("place", type=Path, metavar="PLACE", help=PLACE)
    for name in ("log", "undo", "redo"):
        made[name].add_argument("place", type=Path, metavar="PROJECT", help="folder of a project")
    made["undo"].add_argument("--to", type=int, metavar="STEP", help="back to just after this step, as “log” counts")
    made["log"].add_argument(
        "--count", type=int, default=20, help="how many of the last actions (default: %(default)s)"
    )
    made["import"].add_argument("file", type=Path, metavar="FILE", help="labels to take over")
    made["export"].add_argument("out", type=Path, nargs="?", metavar="FILE", help="file to write")
    for name in ("import", "export"):
        made[name].add_argument("--images", type=Path, metavar="DIR", help="the images (default: the project's target)")
    for name in ("import", "export", "merge"):
        made[name].add_argument(
            "--format",
            default="",
            metavar="F",
            help="csv, coco, huggingface, label_studio or labelme (default: as named)",
        )
    made["export"].add_argument("--folder", type=Path, metavar="DIR", help="put images into class folders here instead")
    made["export"].add_argument("--masks", type=Path, metavar="DIR", help="put what was painted here as masks instead")
    made["export"].add_argument(
        "--link", choices=["copy", "hard", "symbolic"], default="copy", help="how (default: %(default)s)"
    )
    made["merge"].add_argument("places", type=Path, nargs=2, metavar="PLACE", help=PLACE)
    made["merge"].add_argument("--out", type=Path, metavar="FILE", help="file to write")
    made["merge"].add_argument(
        "--take",
        choices=["first", "second", "neither"],
        default="neither",
        help="whose label counts where they differ (default: %(default)s, which leaves such images out)",
    )
    _of_runs(made)


SUMMARIES = {
    "list": "labels by class: how many, by whom, when last",
    "log": "what was done to the labels: who, when, what",
    "undo": "take the last step of the history back, or all after a step",
    "redo": "do again what was undone last",
    "import": "take over labels from a file, as one step that can be undone",
    "export": "write labels to a file, or images into class folders",
    "suggest": "say which images to label next, and why",
    "review": "list labels that a run's model contradicts, the surest first",
    "merge": "bring two people's labels together, and say how far they agree",
}


def run(arguments: argparse.Namespace) -> int:
    """Do it and return 0."""
    do: Callable[[argparse.Namespace], int] = getattr(import_module(DO[arguments.do]), f"do_{arguments.do}")
    return do(arguments)


def _added(
    doing: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, text: str
) -> argparse.ArgumentParser:
    made = doing.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    made.add_argument("--json", action="store_true", help="one JSON value on the last line")
    return made


def _of_runs(made: dict[str, argparse.ArgumentParser]) -> None:
    from workbench.cli.flags import add_checkpoint

    for name in ("suggest", "review"):
        made[name].add_argument("run", type=Path, metavar="RUN", help="folder of a finished run")
        made[name].add_argument(
            "--labels",
            type=Path,
            metavar="PLACE",
            help=f"{PLACE} (default: the project that the run is in, or the run's shots)",
        )
    made["suggest"].add_argument(
        "--strategy",
        default=STRATEGY,
        metavar="S",
        help="badge, clue, entropy, k_center, margin, probcover, random or typiclust (default: %(default)s)",
    )
    made["suggest"].add_argument("--count", type=int, default=BATCH, help="how many (default: %(default)s)")
    made["suggest"].add_argument("--seed", type=int, default=0, help="same seed, same choice (default: %(default)s)")
    add_checkpoint(made["suggest"])
