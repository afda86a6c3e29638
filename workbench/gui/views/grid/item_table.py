"""The samples of the grid as columns of numpy: filters, orders and counts 100,000 samples without a loop over them."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.core.domain import Side
from workbench.gui.views.grid.grid_model import GridItem
from workbench.gui.views.grid.query import Clause

NameOf = Mapping[Side, Callable[[str], str | None]]  # the function of each domain from a path to a name
NumberOf = Mapping[Side, Mapping[str, float]]  # the numbers of each domain, by path
Rows = NDArray[np.bool_]
_COMPARE = {"<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal}


class NameColumn(NamedTuple):
    """A name of each sample: `codes`, (N,), are indices into `names`; −1 is no name."""

    codes: NDArray[np.int32]
    names: list[str]


class ItemTable:
    """Samples with columns, which are read when they are first used and kept until `forget`.

    The values of `nested` columns are paths of folders; a value stands for all folders in it, too.
    """

    def __init__(
        self, items: Sequence[GridItem] = (), nested: Collection[str] = (), unsearched: Collection[str] = ()
    ) -> None:
        """`unsearched`: columns whose names no word finds."""
        self.items, self.nested, self.unsearched = list(items), nested, unsearched
        self._objects = np.empty(len(self.items), object)
        self._objects[:] = self.items
        self.is_target = np.fromiter((item.side is Side.TARGET for item in self.items), bool, len(self.items))
        self.name_of: Mapping[str, NameOf] = {}
        self.number_of: Mapping[str, NumberOf] = {}
        self._names: dict[str, NameColumn] = {}
        self._numbers: dict[str, NDArray[np.float64]] = {}
        self._places: dict[Side, dict[str, int]] = {}  # the row of each sample of a domain, by path
        self._text: tuple[str, NDArray[np.int64]] | None = None  # all paths, and where each begins

    def __len__(self) -> int:
        return len(self.items)

    def forget(self, columns: Iterable[str] | None = None) -> None:
        """Read columns again when they are next used; None: all."""
        for column in [*self._names, *self._numbers] if columns is None else columns:
            self._names.pop(column, None)
            self._numbers.pop(column, None)

    def update(self, columns: Iterable[str], paths: Sequence[str]) -> None:
        """Read the values of some target samples again."""
        if 4 * len(paths) > len(self):
            self.forget(columns)
            return
        rows = [row for path in paths if (row := self.places.get(path)) is not None]
        for column in columns:
            if column in self._names and column in self.name_of:
                codes, names = self._names[column]
                of = self.name_of[column].get(Side.TARGET)
                known = {name: code for code, name in enumerate(names)}
                for row in rows:
                    codes[row] = _code(of(self.items[row].path) if of else None, known, names)
            if column in self._numbers and column in self.number_of:
                values = self.number_of[column].get(Side.TARGET, {})
                self._numbers[column][rows] = [values.get(self.items[row].path, np.nan) for row in rows]

    @property
    def places(self) -> dict[str, int]:
        """The row of each target sample, by path."""
        return self._places_of(Side.TARGET)

    def _places_of(self, side: Side) -> dict[str, int]:
        if side not in self._places:
            self._places[side] = {item.path: row for row, item in enumerate(self.items) if item.side is side}
        return self._places[side]

    def names(self, column: str) -> NameColumn:
        """Return a column of names; without any name if it does not exist."""
        if column not in self._names:
            of_side = self.name_of.get(column, {})
            codes, names, known = np.full(len(self), -1, np.int32), list[str](), dict[str, int]()
            for side, of in of_side.items():
                rows = np.flatnonzero(self.is_target == (side is Side.TARGET))
                values = (of(self.items[row].path) for row in rows)
                codes[rows] = np.fromiter((_code(value, known, names) for value in values), np.int32, len(rows))
            self._names[column] = NameColumn(codes, names)
        return self._names[column]

    def numbers(self, column: str) -> NDArray[np.float64]:
        """Return a column of numbers, (N,); nan where there is none."""
        if column not in self._numbers:
            none: Mapping[str, float] = {}
            of_side = {side: self.number_of.get(column, {}).get(side, none) for side in Side}
            values = (of_side[item.side].get(item.path, np.nan) for item in self.items)
            self._numbers[column] = np.fromiter(values, np.float64, len(self))
        return self._numbers[column]

    # -- queries ---------------------------------------------------------------------------------------------------

    def matching(self, clauses: Iterable[Clause]) -> Rows:
        """Return which samples match all clauses, (N,)."""
        rows = np.ones(len(self), bool)
        for clause in clauses:
            rows &= self._matches(clause)
        return rows

    def called(self, column: str, name: str) -> Rows:
        """Return which samples have exactly this name in a column, (N,)."""
        codes, names = self.names(column)
        return _coded(codes, [each == name for each in names])

    def within(self, paths: Mapping[Side, Collection[str]]) -> Rows:
        """Return which samples have one of the paths of their domain, (N,)."""
        rows = np.zeros(len(self) + 1, bool)  # the last place is for paths without a sample
        for side, wanted in paths.items():
            if wanted:
                places = map(self._places_of(side).get, wanted, repeat(len(self)))
                rows[np.fromiter(places, np.int64, len(wanted))] = True
        return rows[:-1]

    def ordered(self, rows: Rows, column: str, descending: bool) -> NDArray[np.int64]:
        """Return the places of samples, sorted by a column of numbers; those without a number come last.

        Any other column keeps the order, or reverses it.
        """
        places = np.flatnonzero(rows)
        if column not in self.number_of:
            return places[::-1] if descending else places
        values = self.numbers(column)[places]
        return places[np.argsort(-values if descending else values, kind="stable")]

    def at(self, places: NDArray[np.int64]) -> list[GridItem]:
        """Return the samples at places."""
        found: list[GridItem] = self._objects[places].tolist()
        return found

    def counts(self, column: str, rows: Rows) -> list[tuple[str, int]]:
        """Count the values of a column of names among some samples, the most frequent first, equal ones by name."""
        codes, names = self.names(column)
        if not names:
            return []
        totals = np.bincount(codes[rows & (codes >= 0)], minlength=len(names))
        if column in self.nested:
            return _in_folders(names, totals)
        counted = [(name, total) for name, total in zip(names, totals.tolist(), strict=True) if total]
        return sorted(counted, key=lambda one: (-one[1], one[0]))

    def span(self, column: str, rows: Rows) -> tuple[float, float] | None:
        """Return the smallest and the largest number of a column among some samples; None if there is none."""
        values = self.numbers(column)[rows]
        values = values[np.isfinite(values)]
        return (float(values.min()), float(values.max())) if len(values) else None

    def _matches(self, clause: Clause) -> Rows:
        rows = np.zeros(len(self), bool)
        if not clause.column:
            for word in clause.values:
                rows |= self._has_word(word.casefold())
            return rows
        if clause.bounds:
            values = self.numbers(clause.column)
            rows |= np.logical_and.reduce([_COMPARE[bound.operator](values, bound.number) for bound in clause.bounds])
            return rows
        codes, names = self.names(clause.column)
        return _coded(codes, [self._fits(name.casefold(), clause) for name in names])

    def _fits(self, name: str, clause: Clause) -> bool:
        nested = clause.column in self.nested
        wanted = [value.casefold() for value in clause.values]
        return any(name == value or (nested and name.startswith(f"{value}/")) for value in wanted)

    def _has_word(self, word: str) -> Rows:
        """Return which samples have a word in their path or in any of their names."""
        if self._text is None:
            paths = [item.path.casefold() for item in self.items]
            starts = np.cumsum([0, *(len(path) + 1 for path in paths)])[: len(paths)]
            self._text = ("\0".join(paths), starts.astype(np.int64))
        text, starts = self._text
        rows = np.zeros(len(self), bool)
        found = [match.start() for match in re.finditer(re.escape(word), text)]
        if found and "\0" not in word:
            rows[np.searchsorted(starts, found, "right") - 1] = True
        for column in self.name_of.keys() - set(self.unsearched):
            codes, names = self.names(column)
            rows |= _coded(codes, [word in name.casefold() for name in names])
        return rows


def _code(value: str | None, known: dict[str, int], names: list[str]) -> int:
    """Return the index of a name, which is added if it is new."""
    if value is None:
        return -1
    if value not in known:
        known[value] = len(names)
        names.append(value)
    return known[value]


def _coded(codes: NDArray[np.int32], chosen: list[bool]) -> Rows:
    """Return which codes are chosen, (N,). The last place of the table stands for the code −1."""
    return np.array([*chosen, False])[codes]


def _in_folders(names: Sequence[str], totals: NDArray[np.int64]) -> list[tuple[str, int]]:
    """Count what is in folders and in the folders that contain them, in order of name."""
    counts: dict[str, int] = {}
    for name, total in zip(names, totals.tolist(), strict=True):
        parts = name.split("/")
        for depth in range(1, len(parts) + 1):
            folder = "/".join(parts[:depth])
            counts[folder] = counts.get(folder, 0) + total
    return sorted((folder, count) for folder, count in counts.items() if count)
