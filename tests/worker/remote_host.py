"""The host of the tests: an sshd of their own, with the program of this work tree, and what tests do to a run there."""

import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import psutil

from tests.worker.ssh_server import SSH, SSHD, SshServer
from workbench.core.events import Event
from workbench.store.hosts import Host
from workbench.store.remote_run import remote_run
from workbench.worker.replies import Reply

PATIENCE = 60.0
NEEDED = SSH is not None and SSHD is not None
WHY_NOT = "ssh and sshd are not installed here (apt-get install openssh-server)"
Messages = Generator[Event | Reply, None, None]


def until(messages: Messages, kind: type, when: Callable[[Any], bool] = lambda _message: True) -> Any:
    """The next message of a kind."""
    for message in messages:
        if isinstance(message, kind) and when(message):
            return message
    raise AssertionError(f"no {kind.__name__}")


def process_of(folder: Path) -> psutil.Process:
    """The process of the run of a folder on the host."""
    remote = remote_run(folder)
    assert remote is not None
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        for process in psutil.process_iter(["cmdline"]):
            words = process.info["cmdline"] or []
            if any(remote.run in word for word in words) and "run" in words:
                return process
    raise AssertionError("the run has no process")


def root_of(server: SshServer, host: Host) -> Path:
    """The root of a host of the tests."""
    return server.home / host.root.removeprefix("~/")
