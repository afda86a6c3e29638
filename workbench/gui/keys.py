"""Which key names which class, and which keys mean something else."""

from collections.abc import Mapping, Sequence

DIGITS = "1234567890"
UNKNOWN_KEY, NEW_KEY = "u", "n"
RESERVED = "gsx" + UNKNOWN_KEY + NEW_KEY  # pan, lasso, unsure
LETTERS = "".join(letter for letter in "qwertyiopadfhjklzcvbnm" if letter not in RESERVED)


def class_keys(
    classes: Sequence[str], named: Sequence[str] = (), before: Mapping[str, str] | None = None
) -> dict[str, str]:
    """A key for each class: its own name where that is one digit, else 1–9, 0, then letters, while there are any.

    Classes that a person `named` later get what is left; those that had a key `before` keep it.
    """
    if all(len(name) == 1 and name in DIGITS for name in classes):
        keys = {name: name for name in classes}
    else:
        keys = dict(zip(classes, DIGITS + LETTERS, strict=False))
    kept = {name: key for name, key in (before or {}).items() if name in named and key not in keys.values()}
    left = [key for key in DIGITS + LETTERS if key not in {*keys.values(), *kept.values()}]
    new = [name for name in named if name not in kept]
    return keys | kept | dict(zip(new, left, strict=False))
