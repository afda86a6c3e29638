"""Flags for the settings of a method or a translator, and the table that lists them."""

import argparse
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from workbench.core.command_line import flag
from workbench.core.settings import Field, Value

if TYPE_CHECKING:
    from rich.table import Table


def settings_table(fields: Sequence[Field]) -> "Table":
    """A table with a row for each setting."""
    from rich.table import Table

    table = Table("flag", "default", "range", "meaning", box=None, pad_edge=False)
    for field in fields:
        table.add_row(flag(field.name), str(field.default), field.allowed, field.help)
    return table


def read_settings(command: str, fields: Sequence[Field], arguments: list[str]) -> dict[str, Value]:
    """Parse the flags of settings; exits as argparse does for unknown arguments."""
    parser = argparse.ArgumentParser(prog=command, add_help=False)
    for field in fields:
        parser.add_argument(
            flag(field.name), dest=field.name, type=reader(field), default=argparse.SUPPRESS, help=field.help
        )
    return vars(parser.parse_args(arguments))


def reader(field: Field) -> Callable[[str], Value]:
    """The function that reads a value of a setting. It raises ValueError or argparse.ArgumentTypeError."""
    if field.kind == "bool":
        return _truth
    readers: dict[str, Callable[[str], Value]] = {"int": int, "float": float, "str": str}
    return readers[field.kind]


def _truth(text: str) -> bool:
    words = {"true": True, "yes": True, "1": True, "on": True, "false": False, "no": False, "0": False, "off": False}
    if text.lower() not in words:
        raise argparse.ArgumentTypeError(f"{text!r} is neither true nor false")
    return words[text.lower()]
