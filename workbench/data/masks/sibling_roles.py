"""Roles of folders that only their neighbours tell: `train/` beside `trainannot/`, or beside any folder of masks."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from workbench.core.name_matching import composed
from workbench.data.masks.roles import MASK_WORDS, MASKS, FolderRole, RolePlace, other_words, place_of
from workbench.data.walk import FileEntry

BETWEEN = "_-. "  # what separates a word from the rest of a name
WORDS = tuple(sorted(MASK_WORDS, key=len, reverse=True))

Folder = tuple[str, ...]  # from the root


class SiblingImage(NamedTuple):
    """A file in a folder beside a folder of masks: the folder above both, the words of its own one, and those in it."""

    file: FileEntry
    above: Folder
    words: tuple[str, ...]
    below: Folder


def companions(folders: Iterable[str]) -> dict[str, RolePlace]:
    """The places of files in folders such as `train` and `train_labels` or `trainannot`, by folder.

    The name of one is that of the other and a word for masks, and the other has no role by its own name.
    """
    paths = {folder: tuple(folder.split("/")) for folder in folders if folder}
    ancestors = {parts[:end] for parts in paths.values() for end in range(1, len(parts) + 1)}
    roles: dict[Folder, tuple[FolderRole, str]] = {}
    for ancestor in ancestors:
        for base in _without_mask_word(ancestor[-1]):
            images = (*ancestor[:-1], base)
            if images in ancestors and place_of("/".join(images)) is None:
                roles[ancestor], roles[images] = (FolderRole.MASKS, base), (FolderRole.IMAGES, base)
    places: dict[str, RolePlace] = {}
    for folder, parts in paths.items() if roles else ():
        end = next((end for end in range(1, len(parts) + 1) if parts[:end] in roles), 0)
        if end:
            role, base = roles[parts[:end]]
            if role is FolderRole.MASKS or place_of(folder) is None:
                rest = (base.lower(),)
                places[folder] = RolePlace(role, parts[: end - 1], rest, parts[end:], len(MASKS), False)
    return places


def images_beside(files: Sequence[FileEntry], above: Sequence[Folder]) -> list[SiblingImage]:
    """The files in folders without a role that are beside folders of masks, which are in the folders `above`.

    Empty if two of these folders have a file of the same name, so that they may be classes.
    """
    found: list[SiblingImage] = []
    owners: dict[tuple[Folder, Folder, str], str] = {}
    of_folder: dict[str, tuple[Folder, ...]] = defaultdict(tuple)
    for file in files:
        folder, _, name = composed(file.path).rpartition("/")
        if folder not in of_folder:
            parts = tuple(folder.split("/")) if folder else ()
            unknown = bool(parts) and place_of(folder) is None
            of_folder[folder] = tuple(
                place for place in above if unknown and len(parts) > len(place) and parts[: len(place)] == place
            )
        for place in of_folder[folder][-1:]:
            sibling, *below = folder.split("/")[len(place) :]
            stem = name.rpartition(".")[0] or name
            if owners.setdefault((place, tuple(below), stem), sibling) != sibling:
                return []
            found.append(SiblingImage(file, place, other_words(sibling), tuple(below)))
    return found


def _without_mask_word(name: str) -> list[str]:
    """The name without a word for masks at its start or end; nothing if it has none or nothing else."""
    lowered = name.lower()
    if not lowered.endswith(WORDS) and not lowered.startswith(WORDS):
        return []
    ends = [name[: -len(word)].rstrip(BETWEEN) for word in WORDS if lowered.endswith(word)]
    starts = [name[len(word) :].lstrip(BETWEEN) for word in WORDS if lowered.startswith(word)]
    return [base for base in (*ends, *starts) if base]
