"""The hosts of the user: computers of the user's ssh_config on which runs may be executed."""

import re
from pathlib import Path

import msgspec

from workbench.core.errors import UserError
from workbench.core.files import write_atomically
from workbench.core.places import HERE
from workbench.store.user_paths import user_settings

ROOT = "~/.domain-workbench"  # on a host: the only folder in which something is written
LIMIT_GB = 50.0  # the most that one run sends to a host, or a host to this computer
_NAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,200}[A-Za-z0-9_])?(?:@[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,250}))?")
_PATH = re.compile(r"(?:~/|/)[A-Za-z0-9_.+@=,/ -]{1,1000}")


class Host(msgspec.Struct, frozen=True):
    """A computer that `ssh NAME` reaches. `root`: its folder for data and runs. `python`: of the program there.

    An empty `python` is that of the environment in `root`, or else of the command workbench-worker.
    """

    name: str
    root: str = ROOT
    python: str = ""
    limit_gb: float = LIMIT_GB
    rate_mb: float = 0.0  # the most that is sent to it in a second; 0 is no limit


def checked_name(name: str) -> str:
    """The name of a host. Raises UserError for one that ssh could take for an option or for a command."""
    if name == HERE or not _NAME.fullmatch(name):
        raise UserError(
            f"{name[:80]!r} is not a name of a host.",
            "Use a name of your ssh_config: letters, digits, and . _ - @ between them.",
        )
    return name


def checked_path(path: str) -> str:
    """A path on a host, absolute or below its home folder (~/). Raises UserError for any other."""
    if not _PATH.fullmatch(path) or ".." in path.split("/") or path.rstrip("/ ") in ("~", ""):
        raise UserError(
            f"{path[:80]!r} is not a path on a host.",
            "Write an absolute path, or one that begins with ~/, of letters, digits, spaces and . _ - + = , @.",
        )
    return path.rstrip("/")


def hosts_file() -> Path:
    """The file with the user's hosts."""
    return user_settings() / "hosts.json"


def read_hosts() -> tuple[Host, ...]:
    """The user's hosts, in the order in which they were added. Raises UserError if their file is damaged."""
    file = hosts_file()
    try:
        hosts = msgspec.json.decode(file.read_bytes(), type=tuple[Host, ...])
    except FileNotFoundError:
        return ()
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UserError(f"{file} is damaged ({error}).", "Correct or delete it; then add your hosts again.") from error
    return tuple(_checked(host) for host in hosts)


def add_host(host: Host) -> None:
    """Add a host, or replace the one of that name. Raises UserError for invalid names and paths."""
    host = _checked(host)
    others = [other for other in read_hosts() if other.name != host.name]
    _write((*others, host))


def remove_host(name: str) -> None:
    """Remove a host from the list; nothing changes on the host. Raises UserError for an unknown one."""
    host_named(name)
    _write(tuple(other for other in read_hosts() if other.name != name))


def host_named(name: str) -> Host:
    """The host of that name. Raises UserError for an unknown one."""
    known = read_hosts()
    for host in known:
        if host.name == checked_name(name):
            return host
    names = ", ".join(host.name for host in known)
    add = f"Add it: workbench hosts add {name}"
    raise UserError(f"There is no host “{name}”.", f"{add}, or use one of: {names}." if names else f"{add}.")


def _checked(host: Host) -> Host:
    if not 0 < host.limit_gb < 1e6:
        raise UserError(f"The limit of {host.limit_gb} GB is out of range.", "Use more than 0 and at most 1,000,000.")
    if not 0 <= host.rate_mb < 1e6:
        raise UserError(f"The rate of {host.rate_mb} MB/s is out of range.", "Use 0, for no limit, up to 1,000,000.")
    python = checked_path(host.python) if host.python else ""
    return msgspec.structs.replace(host, name=checked_name(host.name), root=checked_path(host.root), python=python)


def _write(hosts: tuple[Host, ...]) -> None:
    try:
        write_atomically(hosts_file(), msgspec.json.format(msgspec.json.encode(hosts)))
    except OSError as error:
        raise UserError(f"{hosts_file()} cannot be written ({error}).", "Free some space on its disk.") from error
