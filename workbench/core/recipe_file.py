"""Reads a recipe, and says in which line a mistake is."""

import os
import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NoReturn

import msgspec

from workbench.core.corrections import Correction
from workbench.core.deep_range import DeepRange, given_range
from workbench.core.errors import UserError
from workbench.core.job import Job, Shot
from workbench.core.job_options import FOLDERS, OPTIONS, option_value
from workbench.core.name_matching import composed, did_you_mean
from workbench.core.recipe import RANGES
from workbench.core.settings import Field, checked_value, known_name

ROWS: dict[str, type[msgspec.Struct]] = {"shots": Shot, "corrections": Correction}
PLACES = ("source", "target", "weights", "cache")
KNOWN = (*FOLDERS, *OPTIONS, *RANGES, "settings", "mapping", *ROWS)
_HEADER = re.compile(r"\s*\[\[?\s*([\w-]+)\s*\]\]?")
_KEY = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'[^']*'|[\w-]+)\s*=""")
_SYNTAX = re.compile(r"\s*\(at line (\d+), column (\d+)\)$")


def read_recipe(path: Path, settings_of: Callable[[str], Sequence[Field]]) -> Job:
    """The job of a recipe. `settings_of`: the settings of a method by its name.

    Relative paths start at the folder of the file. Raises UserError with the line and the field of a mistake.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"The recipe {path} cannot be read ({error}).", "Give a recipe.toml of a run.") from error
    return _Reader(path, text).job(settings_of)


class _Reader:
    """One recipe. `lines`: of each field, by the table that it is in, the number of that table, and its name."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.lines = _lines(text)
        try:
            self.values = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self._not_toml(str(error))

    def job(self, settings_of: Callable[[str], Sequence[Field]]) -> Job:
        """The job. Raises UserError."""
        for name in self.values:
            if name not in KNOWN:
                self._fail(UserError(f"A recipe has no field “{name}”.", _closest(name, KNOWN)), name)
        fields: dict[str, Any] = {name: self._text(name) for name in FOLDERS}
        for name in OPTIONS.keys() & self.values.keys():
            fields[name] = self._tried(option_value, name, self.values[name], field=name)
        for name in PLACES:
            if fields.get(name):
                fields[name] = self._absolute(fields[name])
        for name in RANGES.keys() & self.values.keys():
            fields[name] = self._range(name)
        if "settings" in self.values:
            fields["settings"] = self._settings(self._tried(settings_of, fields["method"], field="method"))
        if "mapping" in self.values:
            fields["mapping"] = self._mapping()
        for name, kind in ROWS.items():
            if name in self.values:
                fields[name] = tuple(self._rows(name, kind))
        return Job(**fields)

    def _text(self, name: str) -> str:
        value = self.values.get(name, "")
        if not isinstance(value, str) or not value:
            problem = f"“{name}” cannot be {value!r}." if name in self.values else f"The field “{name}” is missing."
            self._fail(UserError(problem, f'Write it as {name} = "…".'), name)
        return value

    def _settings(self, known: Sequence[Field]) -> dict[str, Any]:
        """The settings that differ from their defaults."""
        by_name = {field.name: field for field in known}
        checked = {}
        for name, value in self._table("settings").items():
            field = self._tried(known_name, name, by_name, "The method", table="settings", field=name)
            checked[name] = self._tried(checked_value, field, value, "the method", table="settings", field=name)
        return {name: value for name, value in checked.items() if value != by_name[name].default}

    def _mapping(self) -> dict[str, str]:
        mapping = self._table("mapping")
        for theirs, ours in mapping.items():
            if not isinstance(ours, str):
                problem = UserError(f"The class “{theirs}” cannot be {ours!r}.", 'Write a name, or "" to leave it out.')
                self._fail(problem, theirs, "mapping")
        return {composed(theirs): composed(ours) for theirs, ours in mapping.items()}

    def _table(self, name: str) -> dict[str, Any]:
        table = self.values[name]
        if not isinstance(table, dict):
            self._fail(UserError(f"“{name}” is no table.", f"Write [{name}], and its values below."), name)
        return table

    def _range(self, name: str) -> DeepRange:
        value = self.values[name]
        try:
            pair = isinstance(value, list)
            return (
                given_range(*msgspec.convert(value, tuple[float, float])) if pair else msgspec.convert(value, DeepRange)
            )
        except (msgspec.ValidationError, UserError) as error:
            problem = UserError(f"“{name}” cannot be {value!r} ({error}).", f"Write {name} = [0, 4095].")
            self._fail(problem, name)

    def _rows(self, name: str, kind: type[msgspec.Struct]) -> Iterable[msgspec.Struct]:
        rows = self.values[name]
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self._fail(UserError(f"“{name}” is no list of tables.", f"Write [[{name}]] before each."), name)
        for number, row in enumerate(rows):
            for key in row.keys() - set(kind.__struct_fields__):
                hint = _closest(key, kind.__struct_fields__)
                self._fail(UserError(f"“{name}” has no field “{key}”.", hint), key, name, number)
            if row.get("mask"):
                row["mask"] = self._absolute(row["mask"])
            try:
                yield msgspec.convert(row, kind)
            except msgspec.ValidationError as error:
                self._fail(UserError(f"“{name}” cannot have {row!r} ({error}).", ""), "", name, number)

    def _absolute(self, place: str) -> str:
        return os.path.normpath(self.path.absolute().parent / Path(place).expanduser())

    def _tried(self, check: Callable[..., Any], *values: Any, field: str, table: str = "") -> Any:
        try:
            return check(*values)
        except UserError as error:
            self._fail(error, field, table)

    def _fail(self, error: UserError, field: str, table: str = "", number: int = 0) -> NoReturn:
        line = self.lines.get((table, number, field)) or self.lines.get((field or table, number, ""))
        where = f"{self.path.name}, line {line}" if line else self.path.name
        raise UserError(f"{where}: {error.message}", error.hint) from error

    def _not_toml(self, problem: str) -> NoReturn:
        place = _SYNTAX.search(problem)
        where = f"{self.path.name}, line {place[1]}" if place else self.path.name
        words = _SYNTAX.sub("", problem)
        raise UserError(
            f"{where}: This is not TOML ({words[0].lower()}{words[1:]}).", 'Write NAME = "TEXT" or a number.'
        )


def _lines(text: str) -> dict[tuple[str, int, str], int]:
    """The line of each field, by its table, the number of that table among those of its name, and its own name.

    The line of a table itself has no name.
    """
    found: dict[tuple[str, int, str], int] = {}
    seen: dict[str, int] = {}
    table, number = "", 0
    for line, content in enumerate(text.split("\n"), start=1):
        if header := _HEADER.match(content):
            table = header[1]
            number = seen.get(table, -1) + 1
            seen[table] = number
            found[table, number, ""] = line
        elif key := _KEY.match(content):
            name = next(iter(tomllib.loads(f"{key[1]} = 0")))
            found.setdefault((table, number, name), line)
    return found


def _closest(name: str, known: Iterable[str]) -> str:
    names = list(known)
    return did_you_mean(name, names, f"Its fields are {', '.join(names)}.")
