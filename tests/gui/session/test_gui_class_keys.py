"""Keys of classes: those that people expect, and none that changes its meaning while they label."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.errors import UserError
from workbench.gui.session.class_keys import DIGITS, LETTERS, RESERVED, class_keys, rekeyed


def test_that_digits_are_their_own_keys_and_others_take_them_in_order() -> None:
    assert class_keys(["3", "7"]) == {"3": "3", "7": "7"}
    assert class_keys(["cat", "dog"]) == {"cat": "1", "dog": "2"}
    many = class_keys([f"c{number:02}" for number in range(40)])
    assert list(many.values()) == list(DIGITS + LETTERS)
    assert not set(many.values()) & set(RESERVED)


def test_that_a_class_named_later_takes_a_free_key_and_moves_no_other() -> None:
    digits = [str(number) for number in range(10)]
    first = class_keys(digits, ["seven"])
    assert first == {number: number for number in digits} | {"seven": "q"}
    second = class_keys(digits, ["eight", "seven"], first)
    assert second == first | {"eight": "w"}
    assert class_keys(digits, ["eight"], second) == {number: number for number in digits} | {"eight": "w"}
    assert class_keys(["cat", "dog", "eel"], ["new"], class_keys(["cat", "dog"], ["new"])) == {
        "cat": "1",
        "dog": "2",
        "eel": "4",
        "new": "3",
    }, "a folder with one class more moves no key"


def test_that_a_chosen_key_comes_first_and_one_that_is_taken_is_exchanged() -> None:
    keys = class_keys(["cat", "dog", "eel"])
    assert rekeyed(keys, "cat", "K") == {"cat": "k"}
    assert rekeyed(keys, "cat", "3") == {"cat": "3", "eel": "1"}
    assert class_keys(["cat", "dog", "eel"], kept={"cat": "k"}) == {"cat": "k", "dog": "2", "eel": "3"}
    assert class_keys(["cat", "dog", "eel"], kept={"cat": "2"}) == {"cat": "2", "dog": "4", "eel": "3"}


@pytest.mark.parametrize("key", [*RESERVED, "?", "/", "é", "", "ab"])
def test_that_a_key_with_another_meaning_is_refused_with_its_meaning(key: str) -> None:
    with pytest.raises(UserError):
        rekeyed({"cat": "1"}, "cat", key)


@given(
    st.lists(st.text("abcdef", min_size=1, max_size=2), unique=True, max_size=45),
    st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.sampled_from(DIGITS + LETTERS), max_size=20),
)
def test_that_no_two_classes_share_a_key(classes: list[str], wishes: dict[str, str]) -> None:
    keys = class_keys(classes)
    kept: dict[str, str] = {}
    for name, key in wishes.items():
        if name in keys:
            kept |= rekeyed(keys, name, key)
            keys = class_keys(classes, kept=kept)
            assert keys[name] == key
        assert len(set(keys.values())) == len(keys) == min(len(classes), len(DIGITS + LETTERS))
        assert not set(keys.values()) & set(RESERVED)
