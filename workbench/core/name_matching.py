"""Comparison of names and paths that programs write differently: Unicode forms, and space at the ends.

The same name has several forms in Unicode: macOS writes “é” as “e” and an accent (NFD), other systems as one character
(NFC). They are equal here. Names that differ in case, in space at their ends or in the form of a number stay different;
they are near misses, which a person should know of.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

# Space that encloses names in tables: what str.strip removes, and invisible marks that Windows and web pages add.
INVISIBLE = "\ufeff\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2060"
LISTED = 5  # near misses that a sentence lists
_INTEGER = re.compile(r"0*(\d+)(?:\.0+)?")


def composed(name: str) -> str:
    """The name in the form in which names are compared (NFC)."""
    return name if name.isascii() else unicodedata.normalize("NFC", name)


def did_you_mean(name: str, known: Iterable[str], otherwise: str) -> str:
    """A question with the known name that is closest to a mistyped one; `otherwise` if none is close."""
    close = difflib.get_close_matches(name, list(known), n=1)
    return f"Did you mean “{close[0]}”?" if close else otherwise


def respelled(names: Iterable[str], known: Iterable[str]) -> dict[str, str]:
    """For each unknown name, the known one that differs only in its Unicode form, as after a move from macOS."""
    accented = {name for name in known if not name.isascii()}
    by_form = {composed(name): name for name in accented}
    unknown = (name for name in names if name not in accented) if accented else ()
    return {name: by_form[form] for name in unknown if (form := composed(name)) in by_form}


def unicode_forms(name: str) -> tuple[str, str]:
    """The composed and the decomposed form of a name, in which systems write files."""
    return composed(name), unicodedata.normalize("NFD", name)


def stripped(name: str) -> str:
    """The name without space and invisible characters at its ends."""
    name = name.strip()
    if name and (name[0] in INVISIBLE or name[-1] in INVISIBLE):
        return stripped(name.strip(INVISIBLE))
    return name


def folded(name: str) -> str:
    """The name without what distinguishes near misses: case, space at its ends, zeros around an integer."""
    bare = unicodedata.normalize("NFKC", stripped(name)).casefold()
    number = _INTEGER.fullmatch(bare)
    return number[1] if number else composed(bare)


def near_misses(names: Iterable[str], others: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs of a name that only `names` has and one that only `others` has, with the same `folded` form."""
    first, second = dict.fromkeys(map(composed, names)), dict.fromkeys(map(composed, others))
    by_form = {folded(name): name for name in reversed(second) if name not in first}
    return [(name, by_form[form]) for name in first if name not in second and (form := folded(name)) in by_form]


def near_twins(names: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs of different `names` with the same `folded` form."""
    by_form: dict[str, str] = {}
    distinct = dict.fromkeys(map(composed, names))
    return [(twin, name) for name in distinct if (twin := by_form.setdefault(folded(name), name)) != name]


def near_miss_sentence(pairs: Sequence[tuple[str, str]]) -> str:
    """A sentence on near misses, which lists the first five; empty without one."""
    if not pairs:
        return ""
    listed = "; ".join(f"“{name}” and “{other}”" for name, other in pairs[:LISTED])
    more = f" and {len(pairs) - LISTED:,} more" if len(pairs) > LISTED else ""
    return f"These names differ only in case, in space at their ends or in how a number is written: {listed}{more}."


class NameIndex:
    """Finds the known name that a written one means."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = dict.fromkeys(names)

    def find(self, name: str) -> str | None:
        """The known name that is equal, also in another Unicode form; or the only one but for space at its ends."""
        if name in self.names:
            return name
        return self._composed.get(composed(name)) or self._bare.get(composed(stripped(name)))

    def near(self, name: str) -> str | None:
        """A known name that is a near miss of a name without an equal one."""
        return self._folded.get(folded(name)) if self.find(name) is None else None

    @cached_property
    def _composed(self) -> Mapping[str, str]:
        return {composed(name): name for name in reversed(self.names)}  # the first of equals

    @cached_property
    def _bare(self) -> Mapping[str, str]:
        bare: dict[str, str | None] = {}
        for name in self.names:
            key = composed(stripped(name))
            bare[key] = name if bare.get(key, name) == name else None
        return {key: name for key, name in bare.items() if name is not None}

    @cached_property
    def _folded(self) -> Mapping[str, str]:
        return {folded(name): name for name in reversed(self.names)}
