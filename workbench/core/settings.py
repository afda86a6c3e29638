"""Declarative settings: forms and command-line flags are generated from the fields of a frozen dataclass."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

import msgspec

from workbench.core.errors import UserError
from workbench.core.name_matching import did_you_mean

Value: TypeAlias = bool | int | float | str
T = TypeVar("T")
_KINDS: dict[str, type[Value]] = {"bool": bool, "int": int, "float": float, "str": str}


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

    @property
    def allowed(self) -> str:
        """The choices, or the range, with the unit; empty without either."""
        low, high = ("" if bound is None else f"{bound:g}" for bound in (self.low, self.high))
        values = ", ".join(self.choices) or (f"{low} … {high}" if low or high else "")
        return f"{values} {self.unit}".strip()


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
    return settings(
        **{name: checked_value(known_name(name, known, owner), value, owner) for name, value in values.items()}
    )


def known_name(name: str, known: Mapping[str, Field], owner: str) -> Field:
    """The field of that name. Raises UserError with the closest name if there is none."""
    if name in known:
        return known[name]
    hint = did_you_mean(name, known, f"Its settings are {', '.join(known)}.")
    raise UserError(f"{owner} has no setting “{name}”.", hint)


def _field(field: "dataclasses.Field[Any]") -> Field:
    default: Any = field.default  # `setting` always gives one
    return Field(name=field.name, kind=type(default).__name__, default=default, **field.metadata)


def checked_value(field: Field, value: object, owner: str) -> Value:
    """A value of a field; a whole number serves as a float.

    Raises UserError if it has the wrong type, is out of range, or is none of the choices.
    """
    where = f"The setting “{field.name}” of {owner}"
    if field.kind == "float" and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if not isinstance(value, _KINDS[field.kind]) or (isinstance(value, bool) and field.kind != "bool"):
        raise UserError(f"{where} cannot be {value!r}.", f"Use a value of type {field.kind}, such as {field.default}.")
    if field.choices and value not in field.choices:
        raise UserError(f"{where} cannot be {value!r}.", f"Choose one of {', '.join(field.choices)}.")
    if isinstance(value, int | float):
        low = -float("inf") if field.low is None else field.low
        high = float("inf") if field.high is None else field.high
        if not low <= value <= high:  # also refuses nan
            raise UserError(f"{where} cannot be {value}.", f"Use a value from {_limit(low)} to {_limit(high)}.")
    return value


def _limit(number: float) -> str:
    return f"{number:,}" if isinstance(number, int) else f"{number:g}"
