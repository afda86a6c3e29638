"""Settings as data: a frozen dataclass says each field once, and the form and the flags follow from it."""

import dataclasses
import difflib
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

import msgspec

from workbench.core.errors import UserError

Value: TypeAlias = bool | int | float | str
T = TypeVar("T")


class Field(msgspec.Struct, frozen=True):
    """One setting as a form or a command line needs it: range inclusive, `None` where it is open."""

    name: str
    kind: str  # "bool", "int", "float" or "str"
    default: Value
    help: str
    low: float | None = None
    high: float | None = None
    unit: str = ""
    choices: tuple[str, ...] = ()


def setting(
    default: Value,
    help: str,
    *,
    low: float | None = None,
    high: float | None = None,
    unit: str = "",
    choices: Sequence[str] = (),
) -> Any:
    """A dataclass field that knows its meaning, range and unit."""
    metadata = {"help": help, "low": low, "high": high, "unit": unit, "choices": tuple(choices)}
    return dataclasses.field(default=default, metadata=metadata)


def fields_of(settings: type) -> tuple[Field, ...]:
    """The fields of a settings dataclass, in order of declaration (inherited ones first)."""
    return tuple(_field(one) for one in dataclasses.fields(settings))


def build(settings: type[T], values: Mapping[str, Value], owner: str) -> T:
    """An instance of a settings dataclass from plain values.

    Raises UserError when a name is unknown, a value has the wrong type or lies outside its range;
    `owner` names the method in that sentence.
    """
    known = {field.name: field for field in fields_of(settings)}
    for name in values:
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            hint = f"Did you mean “{close[0]}”?" if close else f"It has: {', '.join(known)}."
            raise UserError(f"{owner} has no setting “{name}”.", hint)
    return settings(**{name: _checked(known[name], value, owner) for name, value in values.items()})


def _field(one: "dataclasses.Field[Any]") -> Field:
    default: Any = one.default  # `setting` always gives one
    return Field(name=one.name, kind=type(default).__name__, default=default, **one.metadata)


def _checked(field: Field, value: Value, owner: str) -> Value:
    where = f"The setting “{field.name}” of {owner}"
    if field.kind == "float" and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if type(value).__name__ != field.kind:
        raise UserError(f"{where} is of type {field.kind}, not {value!r}.", f"Its default is {field.default}.")
    if field.choices and value not in field.choices:
        raise UserError(f"{where} can not be {value!r}.", f"Choose from: {', '.join(field.choices)}.")
    if isinstance(value, int | float):
        low = -float("inf") if field.low is None else field.low
        high = float("inf") if field.high is None else field.high
        if not low <= value <= high:  # also refuses nan
            raise UserError(f"{where} is {value}, outside its range.", f"It runs from {low:g} to {high:g}.")
    return value
