"""Which key names which class, and which keys mean something else."""

from collections.abc import Sequence

DIGITS = "1234567890"
RESERVED = "gsxu"  # pan, lasso, unsure, unknown
LETTERS = "".join(letter for letter in "qwertyiopadfhjklzcvbnm" if letter not in RESERVED)


def class_keys(classes: Sequence[str]) -> dict[str, str]:
    """A key for each class: its own name where that is one digit, else 1–9, 0, then letters, while there are any."""
    if all(len(name) == 1 and name in DIGITS for name in classes):
        return {name: name for name in classes}
    return dict(zip(classes, DIGITS + LETTERS, strict=False))
