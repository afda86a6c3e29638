"""Makes many runs at the place that `--on` names: in turn, or as many at once as a cluster has room for."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import NamedTuple, TypeAlias

from workbench.cluster.in_turn import run_in_turn
from workbench.cluster.planned_run import PlannedRun, RunStatus
from workbench.cluster.ray_cluster import Needs, connected, is_cluster
from workbench.cluster.ray_runs import run_on_ray
from workbench.core.places import HERE
from workbench.store.hosts import host_named
from workbench.worker.places import execute_at

Runner: TypeAlias = Callable[[Sequence[PlannedRun], Sequence[RunStatus]], Generator[None, None, None]]


class RunPlace(NamedTuple):
    """A place that is ready: what makes runs there, and a sentence about it, empty where runs are made in turn."""

    make: Runner
    words: str = ""


@contextmanager
def place_for_runs(name: str, needs: Needs) -> Iterator[RunPlace]:
    """Make a place ready for runs. Raises UserError if it is not known, or is a cluster that cannot be used."""
    if is_cluster(name):
        with connected(name, needs) as cluster:
            yield RunPlace(partial(run_on_ray, needs=cluster.needs), cluster.words)
    else:
        if name != HERE:
            host_named(name)  # before a run begins
        yield RunPlace(partial(run_in_turn, at=name, execute=partial(execute_at, name)))
