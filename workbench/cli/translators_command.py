"""`workbench translators`: lists the image translators of the registry."""

import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="show this translator with its settings")
    parser.add_argument("--json", action="store_true", help="one JSON array on one line")


def run(arguments: argparse.Namespace) -> int:
    """Print the translators. Return 0."""
    import msgspec
    from rich.console import Console
    from rich.table import Table

    from workbench.cli.settings_table import settings_table
    from workbench.engine.registry import translator, translators

    selected = [translator(arguments.name)] if arguments.name else list(translators().values())
    cards = [entry.card() for entry in selected]
    if arguments.json:
        print(msgspec.json.encode(cards).decode())
        return 0
    console = Console(highlight=False)
    if not arguments.name:
        table = Table(
            "name", "when to choose it", "trained", "both directions", "style images", box=None, pad_edge=False
        )
        for card in cards:
            answers = ("yes" if answer else "no" for answer in (card.trained, card.two_way, card.styled))
            table.add_row(card.name, card.summary, *answers)
        console.print(table)
        return 0
    card = cards[0]
    console.print(f"[bold]{card.title}[/] ({card.paper})\n{card.summary}\n")
    if card.trained:
        for preset in card.presets:
            settings = "".join(f", {name} {value}" for name, value in preset.settings.items())
            console.print(
                f"--preset {preset.name}: {preset.title} ({preset.steps:,} steps of {preset.batch}{settings})"
            )
        console.print()
    if card.fields:
        console.print(settings_table(card.fields))
    return 0
