"""Names that programs write differently: equal in every Unicode form, near misses told."""

import unicodedata
from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from workbench.core.name_matching import (
    NameIndex,
    composed,
    folded,
    near_miss_sentence,
    near_misses,
    near_twins,
    respelled,
    stripped,
)

TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=10)
Form = Literal["NFC", "NFD"]
FORMS: st.SearchStrategy[Form] = st.sampled_from(["NFC", "NFD"])


@given(TEXT, FORMS, FORMS)
def test_that_a_name_is_found_in_every_unicode_form(name: str, stored: Form, written: Form) -> None:
    known = unicodedata.normalize(stored, name)
    assert composed(known) == composed(unicodedata.normalize(written, name))
    assert NameIndex([known]).find(unicodedata.normalize(written, name)) == known, "the spelling of the file stays"


@given(TEXT, st.sampled_from([" ", "\t", "\u00a0", "\ufeff", "\u200b"]))
def test_that_space_at_the_ends_is_found_where_one_name_fits(name: str, space: str) -> None:
    assert stripped(f"{space}{name}{space}") == stripped(name)
    assert NameIndex([f"{name} "]).find(name) == f"{name} "


def test_that_space_at_the_ends_is_never_guessed() -> None:
    index = NameIndex(["cat ", " cat"])
    assert index.find("cat") is None
    assert index.near("cat") == "cat "


@given(TEXT, FORMS)
def test_that_the_folded_form_ignores_what_near_misses_differ_in(name: str, form: Form) -> None:
    assert folded(unicodedata.normalize(form, f" {name} ")) == folded(name)


def test_that_near_misses_are_pairs_that_only_one_side_has() -> None:
    assert near_misses(["cat", "Dog", "café ", "01", "bird"], ["cat", "dog", "cafe\u0301", "1.0", "fish"]) == [
        ("Dog", "dog"), ("café ", "café"), ("01", "1.0"),
    ]  # fmt: skip
    assert near_misses(["Cat", "cat"], ["cat"]) == [], "“cat” is there"
    assert near_misses(["café"], ["cafe\u0301"]) == [], "these are equal"
    assert near_twins(["Cat", "dog", "cat", "cat "]) == [("Cat", "cat"), ("Cat", "cat ")]


def test_that_a_sentence_names_five_near_misses() -> None:
    assert near_miss_sentence([]) == ""
    sentence = near_miss_sentence([("A", "a")] * 7)
    assert sentence.count("“A” and “a”") == 5
    assert sentence.endswith(" and 2 more.")


@given(names=st.lists(TEXT, unique_by=composed, max_size=6), now=FORMS, then=FORMS)
def test_that_names_are_respelled_as_they_are_now(names: list[str], now: Form, then: Form) -> None:
    current = [unicodedata.normalize(now, name) for name in names]
    earlier = [unicodedata.normalize(then, name) for name in names]
    moved = respelled(earlier, current)
    assert [moved.get(name, name) for name in earlier] == current
    assert all(name not in current for name in moved)
