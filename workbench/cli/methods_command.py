"""`workbench methods`: lists the methods of the registry."""

import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="show this method with its settings")
    parser.add_argument(
        "--validators", action="store_true", help="list the validators (scores without target labels) instead"
    )
    parser.add_argument("--json", action="store_true", help="one JSON array on one line")


def run(arguments: argparse.Namespace) -> int:
    """Print the methods. Return 0."""
    import msgspec
    from rich.console import Console
    from rich.table import Table

    from workbench.cli.settings_table import settings_table
    from workbench.engine.registry import method, methods
    from workbench.engine.tasks.registry import tasks

    if arguments.validators:
        from workbench.engine.validators import VALIDATORS

        validators = [validator.card() for validator in VALIDATORS]
        if arguments.json:
            print(msgspec.json.encode(validators).decode())
            return 0
        table = Table("name", "meaning", "paper", box=None, pad_edge=False)
        for validator in validators:
            table.add_row(validator.name, validator.summary, validator.paper)
        Console(highlight=False).print(table)
        return 0
    selected = [method(arguments.name)] if arguments.name else list(methods().values())
    cards = [entry.card() for entry in selected]
    if arguments.json:
        print(msgspec.json.encode(cards).decode())
        return 0
    console = Console(highlight=False)
    if not arguments.name:
        table = Table("name", "when to choose it", "task", "shift", "needs", box=None, pad_edge=False)
        for card in cards:
            table.add_row(
                card.name, card.summary, *(", ".join(words) for words in (card.tasks, card.shifts, card.needs))
            )
        console.print(table)
        console.print(
            "\nauto trains several methods for a part of the steps, and continues with the best by "
            "evidence without labels."
        )
        for task in tasks().values():
            candidates = ", ".join(card.name for card in cards if task.card.name in card.short_listed)
            console.print(f"{task.card.title}: auto compares {candidates}.")
        return 0
    card = cards[0]
    console.print(f"[bold]{card.title}[/] ({card.paper})\n{card.summary}\n")
    console.print(settings_table(card.fields))
    return 0
