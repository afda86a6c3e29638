"""Keys of classes: those that people expect, and none that changes its meaning while they label."""

from workbench.gui.keys import DIGITS, LETTERS, RESERVED, class_keys


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
        "eel": "3",
        "new": "4",
    }, "a folder with one class more takes its key back"
