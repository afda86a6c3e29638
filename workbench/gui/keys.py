"""Which key names which class, and which keys mean something else."""

from collections.abc import Sequence

DIGITS = "1234567890"
UNKNOWN_KEY, NEW_KEY = "u", "n"
RESERVED = "gsx" + UNKNOWN_KEY + NEW_KEY  # pan, lasso, unsure
LETTERS = "".join(letter for letter in "qwertyiopadfhjklzcvbnm" if letter not in RESERVED)


def class_keys(classes: Sequence[str], named: Sequence[str] = ()) -> dict[str, str]:
    """A key for each class: its own name where that is one digit, else 1–9, 0, then letters, while there are any.

    Classes that a person `named` later get what is left, so that no key changes its meaning.
    """
    if all(len(name) == 1 and name in DIGITS for name in classes):
        keys = {name: name for name in classes}
    else:
        keys = dict(zip(classes, DIGITS + LETTERS, strict=False))
    left = [key for key in DIGITS + LETTERS if key not in keys.values()]
    return keys | dict(zip(named, left, strict=False))
