"""Flags that several commands share."""

import argparse


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
