"""The text of a filter: words, `column:value`, and `column<number`. Each part of it is a chip above the grid."""

import re
import shlex
from collections.abc import Collection, Sequence
from typing import NamedTuple

OPERATORS = ("<=", ">=", "<", ">")
_BOUND = re.compile(r"(.+?)(<=|>=|<|>)(-?\d*\.?\d+(?:[eE][+-]?\d+)?)")
_QUOTED = re.compile(r"[\s'\"\\]")


class Bound(NamedTuple):
    """A limit of a number: one of `OPERATORS`, and the number."""

    operator: str
    number: float

    def __str__(self) -> str:
        return f"{self.operator}{repr(self.number).removesuffix('.0')}"  # all digits, so that `parsed` reads the same


class Clause(NamedTuple):
    """A part of a filter. All parts of a filter must hold.

    A clause without a column is a word of the path or of any name. Otherwise one of the `values`, regardless of case,
    must be the value of the column, or its number must be within all `bounds`.
    """

    column: str = ""
    values: tuple[str, ...] = ()
    bounds: tuple[Bound, ...] = ()


def parsed(text: str, names: Collection[str], numbers: Collection[str] = ()) -> tuple[Clause, ...]:
    """Parse a filter such as “bird class:sky class:sea confidence<0.9”.

    `names`, `numbers`: the columns of names and of numbers; `name:value` of another column is a word. Parts with the
    same column are one clause.
    """
    clauses: dict[tuple[str, str], Clause] = {}  # by column, and by the text of a word
    for part in _split(text):
        clause = _clause(part, names, numbers)
        key = (clause.column, "" if clause.column else part.casefold())
        before = clauses.get(key, Clause(clause.column))
        values = dict.fromkeys((*before.values, *clause.values))
        clauses[key] = Clause(clause.column, tuple(values), (*before.bounds, *clause.bounds))
    return tuple(clauses.values())


def written(clauses: Sequence[Clause]) -> str:
    """Return the text of clauses, which `parsed` reads."""
    parts = []
    for clause in clauses:
        start = f"{clause.column}:" if clause.column else ""
        parts += [_quoted(f"{start}{value}") for value in clause.values]
        parts += [_quoted(f"{clause.column}{bound}") for bound in clause.bounds]
    return " ".join(parts)


def replaced(clauses: Sequence[Clause], old: Clause | None, new: Clause | None) -> str:
    """Return the text of clauses with one replaced, removed (`new` is None) or added (`old` is None)."""
    kept = [new if clause == old else clause for clause in clauses]
    if old is None or old not in clauses:
        kept.append(new)
    return written([clause for clause in kept if clause is not None and (clause.values or clause.bounds)])


def _split(text: str) -> list[str]:
    try:
        return [part for part in shlex.split(text) if part]
    except ValueError:  # an unclosed quotation mark
        return text.split()


def _clause(part: str, names: Collection[str], numbers: Collection[str]) -> Clause:
    name, colon, value = part.partition(":")
    column = _known(name, names)
    if colon and value and column is not None:
        return Clause(column, (value,))
    if (found := _BOUND.fullmatch(part)) and (column := _known(found[1], numbers)) is not None:
        return Clause(column, bounds=(Bound(found[2], float(found[3])),))
    return Clause("", (part,))


def _known(name: str, columns: Collection[str]) -> str | None:
    return next((column for column in columns if column.casefold() == name.casefold()), None)


def _quoted(part: str) -> str:
    return shlex.quote(part) if _QUOTED.search(part) else part
