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
