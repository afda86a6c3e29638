"""The settings of a method or a translator as flags, and the table that lists them."""

import argparse
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from workbench.core.command_line import flag
from workbench.core.settings import Field, Value

if TYPE_CHECKING:
    from rich.table import Table


def settings_table(fields: Sequence[Field]) -> "Table":
    """One line for each setting."""
    from rich.table import Table

    table = Table("flag", "default", "range", "meaning", box=None, pad_edge=False)
    for field in fields:
        low, high = ("" if bound is None else f"{bound:g}" for bound in (field.low, field.high))
        span = ", ".join(field.choices) or (f"{low} … {high}" if low or high else "")
        table.add_row(flag(field.name), str(field.default), f"{span} {field.unit}".strip(), field.help)
    return table


def read_settings(command: str, fields: Sequence[Field], words: list[str]) -> dict[str, Value]:
    """What flags say of settings; a word that is none of them ends the program as argparse does."""
    parser = argparse.ArgumentParser(prog=command, add_help=False)
    for field in fields:
        parser.add_argument(
            flag(field.name), dest=field.name, type=_reader(field), default=argparse.SUPPRESS, help=field.help
        )
    return vars(parser.parse_args(words))


def _reader(field: Field) -> Callable[[str], Value]:
    if field.kind == "bool":
        return _truth
    readers: dict[str, Callable[[str], Value]] = {"int": int, "float": float, "str": str}
    return readers[field.kind]


def _truth(text: str) -> bool:
    words = {"true": True, "yes": True, "1": True, "on": True, "false": False, "no": False, "0": False, "off": False}
    if text.lower() not in words:
        raise argparse.ArgumentTypeError(f"{text!r} is neither true nor false")
    return words[text.lower()]
