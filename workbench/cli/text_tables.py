"""Tables and sentences in the terminal."""

from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from workbench.core.text_table import TextTable


def show(parts: Iterable[TextTable | str], console: Console) -> None:
    """Print them in order."""
    for part in parts:
        console.print(drawn(part) if isinstance(part, TextTable) else Text(part))


def drawn(table: TextTable) -> Table:
    """As rich draws it: a last row that sums up is bold, and a colour stands before its name."""
    made = Table(*map(escape, table.head), box=None, pad_edge=False)
    for number, row in enumerate(table.rows):
        style = "bold" if table.total and number == len(table.rows) - 1 else ""
        cells = [Text(cell, style) for cell in row]
        if table.colours:
            cells[-1] = Text.assemble(("■", table.colours[number]), f" {row[-1]}")
        made.add_row(*cells)
    return made
