"""`workbench backbones`: lists the backbones with the state of their weights; `fetch NAME` downloads those of one."""

import argparse
from contextlib import closing


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.add_argument("action", nargs="?", choices=("list", "fetch"), default="list", help="default: list")
    parser.add_argument("name", nargs="?", metavar="NAME", help="fetch: the backbone")
    parser.add_argument("--json", action="store_true", help="list: one JSON array on one line")


def run(arguments: argparse.Namespace) -> int:
    """List the backbones, or download weights. Return 0."""
    from workbench.core.errors import UserError

    if arguments.action == "list":
        return _list(arguments.json)
    if not arguments.name:
        raise UserError("The name of the backbone is missing.", "“workbench backbones” lists them.")
    return _fetch(arguments.name)


def _list(as_json: bool) -> int:
    import msgspec
    from rich.console import Console
    from rich.table import Table

    from workbench.nets.backbones import cards, weight_state
    from workbench.nets.weight_files import weight_folder

    rows = [(card, weight_state(card.name)) for card in cards()]
    if as_json:
        listed = [{**msgspec.to_builtins(card), "state": state} for card, state in rows]
        print(msgspec.json.encode(listed).decode())
        return 0
    console = Console(highlight=False)
    table = Table("name", "task", "when to choose it", "MB", "licence", "weights", box=None, pad_edge=False)
    for card, state in rows:
        size = f"{card.megabytes:,}" if card.megabytes else ""
        table.add_row(card.name, card.task, card.summary, size, card.licence, state)
    console.print(table)
    console.print(
        f"\n“workbench backbones fetch NAME” downloads weights to {weight_folder()}. "
        "A file that was copied there works as well; --json lists the addresses.",
        soft_wrap=True,
    )
    return 0


def _fetch(name: str) -> int:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    from workbench.core.generators import Returning
    from workbench.nets.backbones import fetch_weights, weight_state

    console = Console(highlight=False, markup=False, soft_wrap=True)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    there = weight_state(name)
    with closing(fetch_weights(name)) as messages, Progress(*columns, console=console, transient=True) as bar:
        downloading, task = Returning(messages), bar.add_task("", total=None)
        for message in downloading:
            bar.update(task, description=message.what, completed=message.done, total=message.total or None)
    file = downloading.result
    console.print(f"{name} needs no download: {there}." if file is None else f"The weights of {name} are in {file}.")
    return 0
