"""Flags that several commands share."""

import argparse
from pathlib import Path

from workbench.core.deep_range import DeepRange, given_range
from workbench.core.places import HERE


def add_checkpoint(parser: argparse.ArgumentParser) -> None:
    """Add --checkpoint, which selects the model of a run."""
    parser.add_argument(
        "--checkpoint",
        choices=["last", "best"],
        default="last",
        help="the run's last model, or its best by the validator (default: %(default)s)",
    )


def add_batch(parser: argparse.ArgumentParser) -> None:
    """Add --batch."""
    parser.add_argument(
        "--batch", type=int, default=0, metavar="N", help="images of each domain in a step (default: by the task)"
    )


def add_file(parser: argparse.ArgumentParser) -> None:
    """Add --file, which selects an ONNX file of a model folder."""
    parser.add_argument(
        "--file",
        default="",
        metavar="KIND",
        help="file of a model folder: onnx, onnx-fp16 or onnx-int8 (default: onnx)",
    )


def add_overlap(parser: argparse.ArgumentParser) -> None:
    """Whether source and target may share images."""
    parser.add_argument(
        "--overlap", action="store_true", help="accept a source and a target that are the same or inside one another"
    )


def add_place(parser: argparse.ArgumentParser) -> None:
    """Add --on, which names the place of `execute_at`."""
    parser.add_argument(
        "--on",
        default=HERE,
        metavar="NAME",
        help="where to run: here, a host of “workbench hosts”, ray (the Ray cluster at RAY_ADDRESS, or one on this "
        "computer) or ray://HEAD:10001 (default: %(default)s)",
    )


def add_range(parser: argparse.ArgumentParser, *, sides: bool = False) -> None:
    """Which values of deep images are black and white. With `sides`, also of the source and the target alone."""
    names = ("", "source", "target") if sides else ("",)
    for name in names:
        whose = f" of the {name}" if name else ""
        parser.add_argument(
            f"--{name}-range" if name else "--range",
            nargs=2,
            type=float,
            metavar=("LOW", "HIGH"),
            help=f"values of deep images (16-bit, 32-bit, float){whose} shown as black and white (default: estimated)",
        )


def range_of(arguments: argparse.Namespace, side: str = "") -> DeepRange | None:
    """The range that the flags give: of a side, or else of both. Raises UserError if it is empty."""
    bounds = (getattr(arguments, f"{side}_range", None) if side else None) or arguments.range
    return given_range(*bounds) if bounds else None


def add_corrections(parser: argparse.ArgumentParser) -> None:
    """Add --corrections."""
    parser.add_argument(
        "--corrections",
        type=Path,
        metavar="PLACE",
        help="corrected labels of the source: a project, or a CSV with the columns path,given,label",
    )
