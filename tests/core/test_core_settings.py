"""Settings: fields from a dataclass, and plain values checked against them."""

from dataclasses import dataclass

import pytest

from workbench.core.errors import UserError
from workbench.core.settings import Field, build, fields_of, setting


@dataclass(frozen=True)
class Settings:
    rate: float = setting(0.1, "Step size.", low=0.0, high=1.0, unit="per step")
    width: int = setting(8, "Units.", low=1)
    mode: str = setting("soft", "Which labels.", choices=("soft", "hard"))
    flip: bool = setting(False, "Mirror images.")


def test_that_fields_carry_type_range_unit_and_choices() -> None:
    rate, _, mode, flip = fields_of(Settings)
    assert rate == Field("rate", "float", 0.1, "Step size.", 0.0, 1.0, "per step", ())
    assert (mode.choices, flip.kind) == (("soft", "hard"), "bool")


def test_that_values_build_an_instance_and_whole_numbers_serve_as_floats() -> None:
    assert build(Settings, {"rate": 1, "mode": "hard"}, "X") == Settings(rate=1.0, mode="hard")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"rate": 2.0}, "Use a value from"),
        ({"rate": float("nan")}, "Use a value from"),
        ({"width": 0}, "Use a value from"),
        ({"width": 1.5}, "type int"),
        ({"width": True}, "type int"),
        ({"mode": "medium"}, "Choose one of soft, hard"),
        ({"widht": 3}, "Did you mean “width”"),
    ],
)
def test_that_a_wrong_value_is_refused_in_one_sentence(values: dict[str, object], words: str) -> None:
    with pytest.raises(UserError, match=words):
        build(Settings, values, "X")  # type: ignore[arg-type]  # wrong on purpose
