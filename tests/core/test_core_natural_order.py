"""Natural order: the order of samples and of classes, which decides every number of a run."""

import re
import string

from hypothesis import given
from hypothesis import strategies as st

from workbench.core.domain import natural

PLAIN = st.text(st.sampled_from(string.ascii_letters + string.digits + string.punctuation + " "))


def by_parts(text: str) -> tuple[tuple[int, int, str], ...]:
    """The definition, for names of ASCII characters: numbers come before text, and a name before a longer one."""
    parts = re.split(r"(\d+)", text.casefold())
    return (*((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part), (-1, 0, text))


@given(st.lists(PLAIN))
def test_that_names_of_plain_characters_are_in_the_order_of_the_definition(names: list[str]) -> None:
    assert sorted(names, key=natural) == sorted(names, key=by_parts)


@given(st.permutations(["", "a", "A", "a2", "a10", "2", "10", "é", "f", " 7", "²"]))
def test_that_natural_order_sorts_names_the_same_way_from_any_order(names: list[str]) -> None:
    assert sorted(names, key=natural) == ["", "2", "²", "10", " 7", "A", "a", "a2", "a10", "é", "f"]


def test_that_accents_have_the_same_place_however_they_are_written() -> None:
    composed, decomposed = "caf\u00e9 2.png", "cafe\u0301 2.png"
    for accented in (composed, decomposed):
        assert sorted(["cafz.png", accented, "cafd.png"], key=natural) == ["cafd.png", accented, "cafz.png"]


@given(st.text(), st.text())
def test_that_only_equal_names_are_equal_in_natural_order(one: str, other: str) -> None:
    assert (natural(one) == natural(other)) == (one == other)


def test_that_natural_order_reads_numbers() -> None:
    assert sorted(["10", "9", "a2", "a10", "1"], key=natural) == ["1", "9", "10", "a2", "a10"]
