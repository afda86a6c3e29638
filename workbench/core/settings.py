"""Declarative settings: forms and command-line flags are generated from the fields of a frozen dataclass."""

import dataclasses
import difflib
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

import msgspec

from workbench.core.errors import UserError

Value: TypeAlias = bool | int | float | str
T = TypeVar("T")


class Field(msgspec.Struct, frozen=True):
    """One setting. The range from `low` to `high` is inclusive; None stands for no limit."""

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
    """A dataclass field with a help text, a range, a unit and choices."""
    metadata = {"help": help, "low": low, "high": high, "unit": unit, "choices": tuple(choices)}
    return dataclasses.field(default=default, metadata=metadata)


def fields_of(settings: type) -> tuple[Field, ...]:
    """The fields of a settings dataclass, in order of declaration, inherited ones first."""
    return tuple(_field(field) for field in dataclasses.fields(settings))


def build(settings: type[T], values: Mapping[str, Value], owner: str) -> T:
    """Build a settings dataclass from plain values.

    Raises UserError if a name is unknown, or a value has the wrong type or is out of range. `owner`: the title of the
    method, for the message.
    """
    known = {field.name: field for field in fields_of(settings)}
    for name in values:
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            hint = f"Did you mean “{close[0]}”?" if close else f"Its settings are {', '.join(known)}."
            raise UserError(f"{owner} has no setting “{name}”.", hint)
    return settings(**{name: _checked(known[name], value, owner) for name, value in values.items()})


def _field(field: "dataclasses.Field[Any]") -> Field:
    default: Any = field.default  # `setting` always gives one
    return Field(name=field.name, kind=type(default).__name__, default=default, **field.metadata)


def _checked(field: Field, value: Value, owner: str) -> Value:
    where = f"The setting “{field.name}” of {owner}"
    if field.kind == "float" and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if type(value).__name__ != field.kind:
        raise UserError(f"{where} cannot be {value!r}.", f"Use a value of type {field.kind}, such as {field.default}.")
    if field.choices and value not in field.choices:
        raise UserError(f"{where} cannot be {value!r}.", f"Choose one of {', '.join(field.choices)}.")
    if isinstance(value, int | float):
        low = -float("inf") if field.low is None else field.low
        high = float("inf") if field.high is None else field.high
        if not low <= value <= high:  # also refuses nan
            raise UserError(f"{where} cannot be {value}.", f"Use a value from {low:g} to {high:g}.")
    return value
