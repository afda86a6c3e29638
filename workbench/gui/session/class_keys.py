"""The keys of the classes, and the keys with other meanings."""

from collections.abc import Collection, Mapping, Sequence

from workbench.core.errors import UserError
from workbench.gui.kit.language import tr

DIGITS = "1234567890"
UNKNOWN_KEY, NEW_KEY, UNSURE_KEY, SIMILAR_KEY, COMPARE_KEY = "u", "n", "x", "m", "c"
MEANINGS = {
    UNKNOWN_KEY: tr("labels the selection as unknown"),
    NEW_KEY: tr("asks for the name of another class"),
    UNSURE_KEY: tr("marks the selection as unsure"),
    SIMILAR_KEY: tr("shows images like the selection"),
    COMPARE_KEY: tr("compares the selected images"),
    "g": tr("pans in the scatter"),
    "s": tr("is the lasso in the scatter"),
    "r": tr("is the box in the scatter and the ruler in the large view"),
    "h": tr("shows the heat map in the large view"),
    "z": tr("is the loupe in the large view"),
}
RESERVED = "".join(MEANINGS)
LETTERS = "".join(letter for letter in "qwertyiopadfhjklzcvbnm" if letter not in RESERVED)


def class_keys(
    classes: Sequence[str],
    named: Sequence[str] = (),
    kept: Mapping[str, str] | None = None,
    task_keys: Collection[str] = (),
) -> dict[str, str]:
    """Return the key of each class: its name if all names are digits, else 1–9, 0, then letters, until none is left.

    `kept` keys take precedence. Classes that the user `named` later get the remaining keys. No class gets one of the
    `task_keys`.
    """
    present = {*classes, *named}
    reserved = {*RESERVED, *task_keys}
    letters = "".join(letter for letter in LETTERS if letter not in reserved)
    fixed = {name: key for name, key in (kept or {}).items() if name in present and key not in reserved}
    if all(len(name) == 1 and name in DIGITS for name in classes):
        usual = {name: name for name in classes}
    else:
        usual = dict(zip(classes, DIGITS + letters, strict=False))
    taken = set(fixed.values())
    keys = fixed | {name: key for name, key in usual.items() if name not in fixed and key not in taken}
    left = [key for key in DIGITS + letters if key not in {*keys.values(), *usual.values()}]
    left += [
        key for key in usual.values() if key not in keys.values()
    ]  # keys that the user took from their usual class
    without = [name for name in (*classes, *named) if name not in keys]
    keys |= dict(zip(without, left, strict=False))
    return {name: keys[name] for name in (*classes, *named) if name in keys}


def rekeyed(keys: Mapping[str, str], name: str, key: str, task_keys: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the changed keys if a class gets a key. A class that had the key gets the old key of this class.

    `task_keys`: meanings of other keys in the task. Raises UserError if the key has another meaning.
    """
    key = key.lower()
    meanings = {**MEANINGS, **(task_keys or {})}
    if key in meanings:
        raise UserError(f"{key.upper()} {meanings[key]}.", tr("Press another digit or letter."))
    if key not in DIGITS + LETTERS or len(key) != 1:
        raise UserError(tr("This key is neither a digit nor a letter from A to Z."), tr("Press another key."))
    other = next((holder for holder, held in keys.items() if held == key and holder != name), None)
    changed = {name: key}
    if other is not None and name in keys:
        changed[other] = keys[name]
    return changed
