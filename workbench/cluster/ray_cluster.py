"""The connection to a Ray cluster, and what a run needs of it."""

import contextlib
import os
from collections.abc import Iterator
from typing import NamedTuple

from workbench.core.counting import count
from workbench.core.errors import UserError
from workbench.core.threads import cores

RAY = "ray"  # the cluster of RAY_ADDRESS, one that runs on this computer, or a new one on this computer
CLIENT = "ray://"  # followed by HEAD:PORT
STORE = 512 * 2**20  # bytes of shared memory of a cluster that is started here
GIB = 2**30


def is_cluster(place: str) -> bool:
    """Whether the name of a place is that of a Ray cluster."""
    return place == RAY or place.startswith(CLIENT)


class Needs(NamedTuple):
    """What each run needs of a node: CPUs, GPUs (None: one, if the cluster has any), and GiB of memory (0: any)."""

    cpus: float = 1
    gpus: float | None = None
    memory: float = 0

    def options(self) -> dict[str, float | None]:
        """As the options of a Ray task."""
        return {"num_cpus": self.cpus, "num_gpus": self.gpus, "memory": int(self.memory * GIB) or None}

    def words(self) -> str:
        """As words, for a message."""
        parts = [f"{self.cpus:g} CPU", *([f"{self.gpus:g} GPU"] if self.gpus else [])]
        return ", ".join([*parts, *([f"{self.memory:g} GiB of memory"] if self.memory else [])])


class RayCluster(NamedTuple):
    """A connected cluster: a sentence about it, and what a run needs there."""

    words: str
    needs: Needs


@contextlib.contextmanager
def connected(place: str, needs: Needs) -> Iterator[RayCluster]:
    """Connect to a cluster, and disconnect at the end; a cluster that was started for it ends with it.

    `place`: RAY, or CLIENT with an address. Raises UserError if Ray is not installed, if the cluster cannot be reached
    or has other versions of Python or Ray, or if no node offers what a run needs.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # else a cluster that is started here reports to a server
    try:
        import ray
    except ImportError as error:
        raise UserError(
            "Ray is not installed, so nothing can run on a cluster.", "pip install 'domain-workbench[cluster]'"
        ) from error
    try:
        started = _connect(place)
    except (ConnectionError, TimeoutError, RuntimeError) as error:
        hint = "Start it (ray start --head), or give its address: --on ray://HEAD:10001."
        raise UserError(f"The Ray cluster {place} cannot be used ({_first_line(error)}).", hint) from error
    try:
        nodes = [node for node in ray.nodes() if node["Alive"]]
        if needs.gpus is None:
            needs = needs._replace(gpus=min(sum(node["Resources"].get("GPU", 0) for node in nodes), 1))
        _check(nodes, needs)
        yield RayCluster(_words(nodes, started), needs)
    finally:
        ray.shutdown()


def _connect(place: str) -> bool:
    """Connect. Return whether a cluster had to be started on this computer."""
    import ray

    quiet = {"logging_level": "ERROR", "log_to_driver": False}
    if place != RAY:
        ray.init(place, **quiet)
        return False
    with contextlib.suppress(ConnectionError):
        ray.init("auto", **quiet)
        return False
    ray.init("local", num_cpus=cores(), include_dashboard=False, object_store_memory=STORE, **quiet)
    return True


def _check(nodes: list[dict[str, dict[str, float]]], needs: Needs) -> None:
    wanted = {"CPU": needs.cpus, "GPU": needs.gpus or 0, "memory": needs.memory * GIB}
    for node in nodes:
        if all(node["Resources"].get(name, 0) >= amount for name, amount in wanted.items()):
            return
    raise UserError(
        f"No node of the cluster has what a run needs: {needs.words()}.",
        "Lower --run-cpus, --run-gpus or --run-memory, or add a node.",
    )


def _words(nodes: list[dict[str, dict[str, float]]], started: bool) -> str:
    cpus, gpus = (sum(node["Resources"].get(kind, 0) for node in nodes) for kind in ("CPU", "GPU"))
    whose = "started on this computer" if started else "running"
    return f"Ray cluster, {whose}: {count(len(nodes), 'node')}, {cpus:g} CPUs, {gpus:g} GPUs."


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n", maxsplit=1)[0].rstrip(".")
