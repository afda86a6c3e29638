"""Matching of image names to mask names that differ by words, prefixes, suffixes or folders."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from re import finditer
from typing import NamedTuple

from workbench.data.masks.roles import core


class RelativeName(NamedTuple):
    """A file in a folder of images or masks: the folders below it, and the file name without extension."""

    folders: tuple[str, ...]
    stem: str


def match(images: Sequence[RelativeName], masks: Sequence[RelativeName]) -> dict[RelativeName, RelativeName]:
    """The mask of each image; a mask serves one image.

    Names match if they are equal, or equal without words for images and masks. If none does, these rules are tried:
    equal without the prefixes and suffixes that all images and all masks share; one name contains the other, with the
    same rest for most files. If still none does and one side has no folders, folders are ignored.
    """
    found = _first_match(images, masks, False)
    flat = any(not any(name.folders for name in names) for names in (images, masks))
    return found if found or not flat else _first_match(images, masks, True)


def _first_match(
    images: Sequence[RelativeName], masks: Sequence[RelativeName], anywhere: bool
) -> dict[RelativeName, RelativeName]:
    found = _equal(images, masks, anywhere)
    used = set(found.values())
    free = [name for name in images if name not in found], [name for name in masks if name not in used]
    found |= _cores(*free, anywhere)
    return found or _shared_affixes(images, masks, anywhere) or _contained(images, masks, anywhere)


Key = tuple[tuple[str, ...], str]


def _equal(
    images: Sequence[RelativeName], masks: Sequence[RelativeName], anywhere: bool
) -> dict[RelativeName, RelativeName]:
    return _by_key(images, masks, lambda name: name.stem, lambda name: name.stem, anywhere)


def _cores(
    images: Sequence[RelativeName], masks: Sequence[RelativeName], anywhere: bool
) -> dict[RelativeName, RelativeName]:
    return _by_key(images, masks, lambda name: core(name.stem), lambda name: core(name.stem), anywhere)


def _shared_affixes(
    images: Sequence[RelativeName], masks: Sequence[RelativeName], anywhere: bool
) -> dict[RelativeName, RelativeName]:
    ours, theirs = (_without_shared(names) for names in (images, masks))
    return _by_key(images, masks, ours, theirs, anywhere)


def _contained(
    images: Sequence[RelativeName], masks: Sequence[RelativeName], anywhere: bool
) -> dict[RelativeName, RelativeName]:
    """Masks whose names are an image's with one prefix or suffix, or the reverse; only the most common one counts."""
    best: dict[RelativeName, RelativeName] = {}
    for outer, inner, swapped in ((masks, images, False), (images, masks, True)):
        known = {_key(name, name.stem, anywhere): name for name in _unique(inner, lambda name: name.stem, anywhere)}
        pairs: dict[tuple[str, str], dict[RelativeName, RelativeName]] = defaultdict(dict)
        for name in outer:
            for part, affix in _cuts(name.stem):
                if (other := known.get(_key(name, part, anywhere))) is not None:
                    image, mask = (name, other) if swapped else (other, name)
                    pairs[affix].setdefault(image, mask)
        most = max(pairs.values(), key=len, default={})
        if len(most) > len(best) and 2 * len(most) >= min(len(images), len(masks)):
            best = most
    return best


def _cuts(stem: str) -> Iterable[tuple[str, tuple[str, str]]]:
    """A name cut at each of its separators: the part before with the suffix, and the part after with the prefix."""
    for gap in finditer(r"[_\-. ]+", stem):
        if gap.start() > 0 and gap.end() < len(stem):
            yield stem[: gap.start()], ("", stem[gap.start() :])
            yield stem[gap.end() :], (stem[: gap.end()], "")


def _without_shared(names: Sequence[RelativeName]) -> Callable[[RelativeName], str]:
    """What is left of a name without the words that all names begin and end with."""
    split = [name.stem.replace("-", "_").replace(" ", "_").split("_") for name in names]
    if len(split) < 2:
        return lambda name: name.stem
    shortest = min(map(len, split))
    start = next((at for at in range(shortest) if len({words[at] for words in split}) > 1), shortest)
    end = next((at for at in range(shortest) if len({words[-1 - at] for words in split}) > 1), shortest)

    def rest(name: RelativeName) -> str:
        words = name.stem.replace("-", "_").replace(" ", "_").split("_")
        return "_".join(words[start : len(words) - end]) if start + end < len(words) else name.stem

    return rest


def _by_key(
    images: Sequence[RelativeName],
    masks: Sequence[RelativeName],
    of_image: Callable[[RelativeName], str],
    of_mask: Callable[[RelativeName], str],
    anywhere: bool,
) -> dict[RelativeName, RelativeName]:
    known = {_key(name, of_mask(name), anywhere): name for name in _unique(masks, of_mask, anywhere)}
    keys = {name: _key(name, of_image(name), anywhere) for name in _unique(images, of_image, anywhere)}
    return {name: known[key] for name, key in keys.items() if key in known}


def _unique(names: Sequence[RelativeName], of: Callable[[RelativeName], str], anywhere: bool) -> list[RelativeName]:
    """The names whose keys no other has."""
    counts: Mapping[Key, int] = Counter(_key(name, of(name), anywhere) for name in names)
    return [name for name in names if counts[_key(name, of(name), anywhere)] == 1]


def _key(name: RelativeName, stem: str, anywhere: bool) -> Key:
    return ((), stem) if anywhere else (name.folders, stem)
