"""Flags for where runs are made, and for what each of them needs there."""

import argparse
from typing import TYPE_CHECKING

from workbench.cli.flags import add_place

if TYPE_CHECKING:
    from workbench.cluster.ray_cluster import Needs


def add_run_places(parser: argparse.ArgumentParser) -> None:
    """Add --on for many runs, and what each of them needs on a cluster."""
    add_place(parser)
    add_needs(parser)


def add_needs(parser: argparse.ArgumentParser) -> None:
    """Add what each run needs on a cluster."""
    parser.add_argument(
        "--run-cpus", type=float, default=1, metavar="N", help="on a cluster: CPUs of each run (default: %(default)s)"
    )
    parser.add_argument(
        "--run-gpus", type=float, metavar="N", help="on a cluster: GPUs of each run (default: 1 if it has any)"
    )
    parser.add_argument(
        "--run-memory", type=float, default=0, metavar="GIB", help="on a cluster: memory of each run (default: any)"
    )


def needs_of(arguments: argparse.Namespace) -> "Needs":
    """What a run needs on a cluster, by the flags."""
    from workbench.cluster.ray_cluster import Needs

    on_cpu = getattr(arguments, "device", "auto") == "cpu"
    gpus = 0 if on_cpu and arguments.run_gpus is None else arguments.run_gpus
    return Needs(arguments.run_cpus, gpus, arguments.run_memory)
