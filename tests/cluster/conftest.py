"""A cluster of Ray nodes on this machine, in a process of its own."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import IO, Any, NamedTuple

import psutil
import pytest


class RayNodes(NamedTuple):
    """A running cluster. `nodes`: the ids of those that may be killed, which the head may not."""

    address: str
    nodes: list[str]
    process: "subprocess.Popen[str]"

    def kill(self, node: str) -> None:
        """Kill a node with all that runs there."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{node}\n")
        self.process.stdin.flush()
        assert _line(self.process.stdout) == "killed"

    def workers(self, name: str) -> list[psutil.Process]:
        """The processes of the cluster that have a name of Ray's with `name` in it."""
        every = psutil.Process(self.process.pid).children(recursive=True)
        return [process for process in every if any(name in word for word in _command_of(process))]


def command(*words: object) -> list[str]:
    """The words that run a command of the program."""
    return [sys.executable, "-m", "workbench", *map(str, words)]


def environment(cluster: RayNodes) -> dict[str, str]:
    """The environment in which `--on ray` is the cluster."""
    return {**os.environ, "RAY_ADDRESS": cluster.address}


@pytest.fixture(scope="package")  # its processes do not idle beside the tests of other folders
def three_nodes() -> Iterator[RayNodes]:
    with started_nodes(3) as nodes:
        yield nodes


@contextlib.contextmanager
def started_nodes(number: int) -> Iterator[RayNodes]:
    """A cluster of that many nodes, which ends with the block."""
    words = [sys.executable, "-m", "tests.cluster.nodes", str(number)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        told = json.loads(_line(process.stdout))
        started = psutil.Process(process.pid).children(recursive=True)
        yield RayNodes(told["address"], told["nodes"], process)
        assert process.stdin is not None
        process.stdin.close()
    _, alive = psutil.wait_procs(started, timeout=60)
    assert alive == [], "no process of the cluster is left"


def _command_of(process: psutil.Process) -> list[str]:
    """The words of a process; none if it has ended."""
    try:
        words: list[str] = process.cmdline()
    except psutil.Error:
        return []
    return words


def wait_until(reached: Callable[[], object], driver: "subprocess.Popen[Any]") -> None:
    """Wait until something is reached while a command runs."""
    while not reached():
        with contextlib.suppress(subprocess.TimeoutExpired):
            driver.wait(0.05)
        assert driver.returncode is None


def _line(stream: IO[str] | None) -> str:
    assert stream is not None
    return stream.readline().strip()
