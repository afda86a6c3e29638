"""Prints tables and sentences in the terminal."""

from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from workbench.core.text_table import TextTable


def show(parts: Iterable[TextTable | str], console: Console) -> None:
    """Print the parts in order."""
    for part in parts:
        console.print(rich_table(part) if isinstance(part, TextTable) else Text(part))


def rich_table(table: TextTable) -> Table:
    """Convert a table for rich: the row of totals is bold, and colours are shown before the names."""
    screen_table = Table(*map(escape, table.head), box=None, pad_edge=False)
    for number, row in enumerate(table.rows):
        style = "bold" if table.total and number == len(table.rows) - 1 else ""
        cells = [Text(cell, style) for cell in row]
        if table.colours:
            cells[-1] = Text.assemble(("■", table.colours[number]), f" {row[-1]}")
        screen_table.add_row(*cells)
    return screen_table
