"""`workbench hosts`: the computers of the ssh_config on which runs may be executed."""

import argparse
import sys
from pathlib import Path

import msgspec

from workbench import __version__
from workbench.core.counting import count
from workbench.core.errors import UserError
from workbench.store.hosts import LIMIT_GB, ROOT, Host, add_host, host_named, read_hosts, remove_host

GB = 1e9


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the actions and their flags."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    add = actions.add_parser("add", help="add a host of your ssh_config, or change its values")
    _add_name(add)
    add.add_argument(
        "--root", default=ROOT, metavar="DIR", help="folder for data and runs there (default: %(default)s)"
    )
    add.add_argument("--python", default="", metavar="PATH", help="the Python there that has the program")
    add.add_argument(
        "--limit", type=float, default=LIMIT_GB, metavar="GB", help="the most that a run sends (default: %(default)g)"
    )
    add.add_argument(
        "--rate", type=float, default=0.0, metavar="MB", help="the most that is sent in a second (default: no limit)"
    )
    listing = actions.add_parser("list", help="list the hosts")
    listing.add_argument("--json", action="store_true", help="one JSON array on one line")
    check = actions.add_parser("check", help="connect, and say what is there and what is missing")
    _add_name(check)
    check.add_argument(
        "--data", type=Path, nargs="+", default=[], metavar="DIR", help="folders: how much of them is there"
    )
    check.add_argument(
        "--install", action="store_true", help="make an environment with this version there, after asking"
    )
    check.add_argument("--wheel", type=Path, metavar="FILE", help="with --install: a wheel of the program to install")
    _add_yes(check)
    clean = actions.add_parser("clean", help="delete all that the program keeps on a host")
    _add_name(clean)
    _add_yes(clean)
    remove = actions.add_parser("remove", help="remove a host from the list; nothing changes there")
    _add_name(remove)


def _add_name(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="the host, as in “ssh NAME”")


def _add_yes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(arguments: argparse.Namespace) -> int:
    """Carry out the action. Return 0, or 1 if the answer to a question was no."""
    match arguments.action:
        case "add":
            add_host(Host(arguments.name, arguments.root, arguments.python, arguments.limit, arguments.rate))
            print(f"{arguments.name} is added. Check it: workbench hosts check {arguments.name}")
        case "list":
            _list(arguments.json)
        case "check":
            return _check(arguments)
        case "clean":
            return _clean(host_named(arguments.name), arguments.yes)
        case "remove":
            remove_host(arguments.name)
            print(f"{arguments.name} is removed from the list.")
    return 0


def _list(as_json: bool) -> None:
    hosts = read_hosts()
    if as_json:
        print(msgspec.json.encode(hosts).decode())
        return
    if not hosts:
        print("There is no host yet. Add one of your ssh_config: workbench hosts add NAME")
    for host in hosts:
        rate = f", {host.rate_mb:g} MB/s" if host.rate_mb else ""
        place = f"{host.root}  {host.python or 'its own environment'}"
        print(f"{host.name}  {place}  at most {host.limit_gb:g} GB a run{rate}")


def _check(arguments: argparse.Namespace) -> int:
    from workbench.worker.remote.connection import Connection

    host = host_named(arguments.name)
    if arguments.install and not _install(host, arguments.wheel, arguments.yes):
        return 1
    with Connection(host) as link:
        welcome = link.welcome
        print(f"{host.name}: connected, {_plain(welcome.system)}, {count(welcome.cpus, 'CPU')}")
        print(f"GPU: {', '.join(map(_plain, welcome.gpus)) or 'none that nvidia-smi lists'}")
        print(f"Program: {_plain(welcome.version)} ({_plain(welcome.python)}), here {__version__}")
        print(f"Folder: {link.root}, {welcome.free / GB:.1f} GB free, {count(welcome.contents, 'file')} kept")
        if welcome.running:
            print(f"In progress: {count(len(welcome.running), 'run')}")
        for folder in arguments.data:
            _print_data(folder, link)
        link.check_version()
    print(f"Runs can be executed there: workbench adapt SOURCE TARGET --on {host.name}")
    return 0


def _print_data(folder: Path, link: object) -> None:
    from workbench.core.generators import Returning
    from workbench.worker.remote.connection import Connection
    from workbench.worker.remote.sending import missing_of

    assert isinstance(link, Connection)
    files, missing = Returning(missing_of(folder.absolute(), link)).finish()
    print(f"{folder}: {files - missing:,} of {count(files, 'file')} there")


def _install(host: Host, wheel: Path | None, yes: bool) -> bool:
    """Make the environment, after asking. Returns whether it was made."""
    from workbench.worker.remote.environment import install, install_script

    print(f"This will be executed on {host.name}:\n\n{install_script(host, wheel)}\n")
    if not yes and not _agreed("Execute it? It downloads several gigabytes."):
        return False
    install(host, wheel)
    print(f"The environment on {host.name} is made.")
    return True


def _clean(host: Host, yes: bool) -> int:
    from workbench.worker.host.protocol import Clean, Made
    from workbench.worker.remote.connection import Connection

    with Connection(host) as link:
        if not yes and not _agreed(f"Delete {link.root} on {host.name}, with {count(link.welcome.contents, 'file')}?"):
            return 1
        link.ask(Clean(), Made)
        print(f"{link.root} is deleted on {host.name}.")
    return 0


def _agreed(question: str) -> bool:
    """Ask a person. Raises UserError where there is none."""
    if not sys.stdin.isatty():
        raise UserError("This has to be confirmed.", "Add --yes.")
    return input(f"{question} [y/N] ").strip().lower() in ("y", "yes")


def _plain(text: str) -> str:
    """Text of a host without control characters."""
    from workbench.worker.remote.connection import printable

    return printable(text)
