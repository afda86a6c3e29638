"""`workbench bench`: figures on real folders, written as a table with the command that repeats it."""

import argparse
from importlib import import_module
from pathlib import Path

from workbench.core.job import Augment, Norm, Tune

SUITES = {
    "digits": "workbench.cli.bench_accuracy",
    "emoji": "workbench.cli.bench_accuracy",
    "fewshot": "workbench.cli.bench_few_shot",
    "category": "workbench.cli.bench_category",
    "parity": "workbench.cli.bench_parity",
    "shots": "workbench.cli.bench_shots",
    "labelling": "workbench.cli.bench_labelling",
    "validators": "workbench.cli.bench_validators",
    "segment": "workbench.cli.bench_segment",
    "translation": "workbench.cli.bench_translation",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """The suite, where its folders are, and where the table goes."""
    parser.add_argument("suite", choices=list(SUITES))
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder that holds the domains")
    parser.add_argument("--methods", nargs="+", metavar="M", help="default: those of the suite")
    parser.add_argument("--pairs", nargs="+", metavar="SOURCE:TARGET", help="default: those of the suite")
    parser.add_argument("--steps", type=int, help="default: those of the suite")
    parser.add_argument("--backbone", help="default: that of the suite")
    parser.add_argument("--tune", type=Tune, choices=list(Tune), help="default: that of the suite")
    parser.add_argument("--image-size", type=int, default=0, metavar="PIXELS", help="default: that of the backbone")
    for name, kind in (("--augment", Augment), ("--norm", Norm)):
        parser.add_argument(name, type=kind, choices=list(kind), help="default: that of `workbench adapt`")
    parser.add_argument("--seeds", type=int, default=3, help="how many (default: %(default)s)")
    parser.add_argument(
        "--runs", type=Path, metavar="DIR", help="keep run folders here; finished ones are not repeated"
    )
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="Markdown file whose section for this suite is replaced"
    )


def run(arguments: argparse.Namespace) -> int:
    """Measure, print, and write; 0."""
    return int(import_module(SUITES[arguments.suite]).run(arguments))
