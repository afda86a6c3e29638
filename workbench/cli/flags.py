"""Flags that several commands share."""

import argparse


def add_checkpoint(parser: argparse.ArgumentParser) -> None:
    """Which of a run's two models is meant."""
    parser.add_argument(
        "--checkpoint",
        choices=["last", "best"],
        default="last",
        help="the model of a run as training left it, or as its validator liked it best (default: %(default)s)",
    )


def add_batch(parser: argparse.ArgumentParser) -> None:
    """How many images of each domain a step takes."""
    parser.add_argument(
        "--batch", type=int, default=0, metavar="N", help="images of each domain in a step (default: suits the task)"
    )


def add_file(parser: argparse.ArgumentParser) -> None:
    """Which ONNX file of a model folder is meant."""
    parser.add_argument(
        "--file", default="", metavar="KIND", help="of a model folder: onnx, onnx-fp16 or onnx-int8 (default: onnx)"
    )


def add_overlap(parser: argparse.ArgumentParser) -> None:
    """Whether source and target may share images."""
    parser.add_argument(
        "--overlap", action="store_true", help="accept a source and a target that are the same or inside one another"
    )
