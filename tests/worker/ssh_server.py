"""A real sshd on 127.0.0.1 with its own keys, home and port, and an `ssh` that knows it as the host “near”."""

import contextlib
import os
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import psutil

SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
SSH = shutil.which("ssh")
NAME = "near"
PATIENCE = 20.0


class SshServer(NamedTuple):
    """A running sshd. `bin`: a folder with its `ssh`, for the PATH; `home`: the home folder of who logs in."""

    bin: Path
    home: Path
    process: int

    def connections(self) -> list[psutil.Process]:
        """The server's processes of connections."""
        return psutil.Process(self.process).children()

    def cut(self) -> None:
        """Cut all connections."""
        for connection in psutil.Process(self.process).children():
            connection.kill()


@contextlib.contextmanager
def ssh_server(place: Path, variables: Mapping[str, str]) -> Iterator[SshServer]:
    """Start an sshd whose sessions have the variables, and end it after the block."""
    assert SSHD is not None
    assert SSH is not None
    place.chmod(0o755)
    home, tools = place / "home", place / "bin"
    home.mkdir()
    tools.mkdir()
    for key in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", place / key], check=True)
    port = _free_port()
    public = (place / "host.pub").read_text(encoding="utf-8").split()[:2]
    (place / "known_hosts").write_text(f"[127.0.0.1]:{port} {' '.join(public)}\n")
    set_variables = {"HOME": str(home), **variables}
    (place / "sshd_config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {place / 'host'}\nAuthorizedKeysFile {place / 'user.pub'}\n"
        f"PidFile none\nStrictModes no\nUsePAM no\nPasswordAuthentication no\nPermitRootLogin prohibit-password\n"
        f"SetEnv {' '.join(f'{name}={shlex.quote(value)}' for name, value in set_variables.items())}\n"
    )
    (place / "ssh_config").write_text(
        f"Host {NAME}\n HostName 127.0.0.1\n Port {port}\n User {_user()}\n IdentityFile {place / 'user'}\n"
        f" IdentitiesOnly yes\n UserKnownHostsFile {place / 'known_hosts'}\n"
    )
    wrapper = tools / "ssh"
    wrapper.write_text(f'#!/bin/sh\nexec {SSH} -F {shlex.quote(str(place / "ssh_config"))} "$@"\n')
    wrapper.chmod(0o755)
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # where sshd separates its privileges
    with (place / "sshd.log").open("wb") as log:
        server = subprocess.Popen([SSHD, "-D", "-e", "-f", place / "sshd_config"], stderr=log)
    try:
        _wait_for(port, server)
        yield SshServer(tools, home, server.pid)
    finally:
        for process in psutil.Process(server.pid).children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        server.kill()
        server.wait()


def session_variables() -> dict[str, str]:
    """The variables with which the program of this work tree runs in a session."""
    return {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "OMP_NUM_THREADS": "1", "PATH": os.environ["PATH"]}


def _user() -> str:
    import getpass

    return getpass.getuser()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
    raise AssertionError("sshd does not listen")
