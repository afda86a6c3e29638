"""Pairing of images and masks by name: in folders beside each other, one in the other, or in the same folder."""

import os
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from workbench.core.compatibility import listing
from workbench.core.domain import Reason, SetAside
from workbench.core.errors import UserError
from workbench.core.name_matching import composed
from workbench.data.masks.mask_likeness import have_few_values, look_like_masks
from workbench.data.masks.name_matching import RelativeName, match
from workbench.data.masks.roles import FolderRole, RolePlace, core, names_mask, place_of
from workbench.data.masks.sibling_roles import companions, images_beside
from workbench.data.split_names import is_split
from workbench.data.walk import FileEntry, any_named

MOST_PLACES = 64  # folders of masks in folders of images
SAMPLES = 4  # folders with one image each, at least, that are no classes
LOSSY = (".jpg", ".jpeg", ".jfif")  # lossy compression changes the numbers or colours

MAYBE_WORDS = ("mask", "label", "ann", "gt", "truth", "seg", "matte", "trimap", "manual")
MAYBE_MASK = re.compile("|".join(MAYBE_WORDS), re.IGNORECASE)

Group = tuple[tuple[str, ...], tuple[str, ...]]  # the folders above, and the other words of the folder's name
Files = dict[RelativeName, list[tuple[int, FileEntry]]]  # by name, with their ranks


class Pairs(NamedTuple):
    """Images, masks by image path, images without a mask, and the number of other files."""

    files: list[FileEntry]
    masks: dict[str, FileEntry]
    set_aside: list[SetAside]
    ignored: int
    notes: tuple[str, ...] = ()  # sentences on folders whose names are not used


class Roles(NamedTuple):
    """The images and the masks of each group of folders, by name."""

    images: dict[Group, Files]
    masks: dict[Group, Files]


def paired(root: Path, files: Sequence[FileEntry]) -> Pairs | None:
    """Pair images and masks by name. Returns None for another layout. Raises UserError for JPEG masks only."""
    roles = roles_of(files)
    if roles.images and roles.masks:
        return _between_folders(root, files, roles)
    if roles.masks and (pairs := _above_masks(root, files, roles) or _beside_masks(root, files, roles)):
        return pairs
    return _beside(root, files)


def roles_of(files: Sequence[FileEntry]) -> Roles:
    """The files in folders of images and of masks."""
    roles = Roles(defaultdict(dict), defaultdict(dict))
    told = companions({composed(file.path.rpartition("/")[0]) for file in files})
    last: str | None = None  # files of a folder follow each other
    place: RolePlace | None = None
    for file in files:
        folder, _, name = file.path.rpartition("/")
        if folder != last:
            last, place = folder, told.get(composed(folder)) or place_of(composed(folder))
        if place is not None:
            side = roles.images if place.role is FolderRole.IMAGES else roles.masks
            stem = os.path.splitext(composed(name))[0]
            side[place.above, place.rest].setdefault(RelativeName(place.below, stem), []).append(
                (_rank(place, file), file)
            )
    return roles


def grouped(roles: Roles) -> list[tuple[Files, Files]]:
    """The images and masks of folders that belong together: those beside each other, of one split if names say it."""
    common = [group for group in roles.images if group in roles.masks]
    if common:
        return [(roles.images[group], roles.masks[group]) for group in common]
    merged: dict[tuple[str, ...], tuple[Files, Files]] = defaultdict(lambda: ({}, {}))
    for index, side in enumerate(roles):
        for (above, _), files in side.items():
            for name, known in files.items():
                merged[above][index].setdefault(name, []).extend(known)
    return [(images, masks) for images, masks in merged.values() if images and masks]


def _between_folders(root: Path, files: Sequence[FileEntry], roles: Roles) -> Pairs | None:
    masks: dict[str, FileEntry] = {}
    for ours, theirs in grouped(roles):
        masks |= _matched(ours, theirs)
    places = {above for above, _ in roles.images}
    splits = all(not above or is_split(above[-1]) for above in places)
    images = [file for names in roles.images.values() for known in names.values() for _, file in known]
    samples = _one_each(roles.images)
    own = len(places) > 1 and not splits and not samples and _own_masks(roles) and 2 * len(masks) >= len(images)
    if not masks or not (splits or len(places) == 1 or own or samples):
        return None
    plain = all(_plain(path) and _plain(mask.path) for path, mask in masks.items())
    if not plain and not look_like_masks([root / mask.path for mask in masks.values()]):
        return None
    names = listing(sorted("/".join(place) for place in places))
    told = f"Folders that have images and masks of their own are no classes: {names}."
    notes = (f"{told} To classify, choose a table with the columns path,label.",) if own else ()
    return _pairs(files, images, masks)._replace(notes=notes)


def _own_masks(roles: Roles) -> bool:
    """Whether each folder of images has a folder of masks beside it."""
    return all(group in roles.masks for group in roles.images)


def _one_each(images: Mapping[Group, Files]) -> bool:
    """Whether each of several folders has one image, so that it is a sample and not a class."""
    return len(images) >= SAMPLES and all(len(files) == 1 for files in images.values())


def _plain(path: str) -> bool:
    place = place_of(path.rpartition("/")[0])
    return place is not None and place.plain


def _above_masks(root: Path, files: Sequence[FileEntry], roles: Roles) -> Pairs | None:
    """Images in the folder that also has the folder of their masks."""
    masks: dict[str, FileEntry] = {}
    images: list[FileEntry] = []
    if len(roles.masks) > MOST_PLACES:
        return None
    for (above, rest), theirs in roles.masks.items():
        ours: Files = {}
        for file in files:
            *folders, name = composed(file.path).split("/")
            if not rest and tuple(folders[: len(above)]) == above and place_of("/".join(folders)) is None:
                stem = os.path.splitext(name)[0]
                ours.setdefault(RelativeName(tuple(folders[len(above) :]), stem), []).append((0, file))
                images.append(file)
        masks |= _matched(ours, theirs)
    if 2 * len(masks) < len(images) or not look_like_masks([root / mask.path for mask in masks.values()]):
        return None
    return _pairs(files, images, masks) if masks else None


def _beside_masks(root: Path, files: Sequence[FileEntry], roles: Roles) -> Pairs | None:
    """Images in folders of any name beside a folder of masks."""
    siblings = images_beside(files, [*dict.fromkeys(above for above, _ in roles.masks)][:MOST_PLACES])
    images: dict[Group, Files] = defaultdict(dict)
    for file, above, words, below in siblings:
        stem = os.path.splitext(composed(file.path).rpartition("/")[2])[0]
        images[above, words].setdefault(RelativeName(below, stem), []).append((0, file))
    masks: dict[str, FileEntry] = {}
    for ours, theirs in grouped(Roles(images, roles.masks)):
        masks |= _matched(ours, theirs)
    if not masks or 2 * len(masks) < len(siblings):
        return None
    if not look_like_masks([root / mask.path for mask in masks.values()]):
        return None
    return _pairs(files, [sibling.file for sibling in siblings], masks)


def _beside(root: Path, files: Sequence[FileEntry]) -> Pairs | None:
    """Masks in the folders of their images, told by words in their names, or by another extension."""
    folders: dict[str, tuple[Files, Files]] = defaultdict(lambda: ({}, {}))
    endings = {file.path.rpartition(".")[2].lower() for file in files}
    if not any_named(files, MAYBE_WORDS) and len({f".{ending}" in LOSSY for ending in endings}) == 1:
        return None
    for file in files:
        folder, _, name = composed(file.path).rpartition("/")
        stem = os.path.splitext(name)[0]
        side = folders[folder][MAYBE_MASK.search(name) is not None and names_mask(stem)]
        side.setdefault(RelativeName((), stem), []).append((_lossy(file), file))
    masks: dict[str, FileEntry] = {}
    for ours, theirs in folders.values():
        if theirs:
            masks |= _by_core(ours, theirs)
    masks = masks or _same_stems(root, [ours for ours, _ in folders.values()])
    taken = {mask.path for mask in masks.values()}
    images = [file for ours, _ in folders.values() for known in ours.values() for _, file in known]
    images = [file for file in images if file.path not in taken]
    if not masks or 2 * len(masks) < len(images) or not look_like_masks([root / mask.path for mask in masks.values()]):
        return None
    return _pairs(files, images, masks)


def _by_core(images: Files, masks: Files) -> dict[str, FileEntry]:
    """Masks whose names are an image's but for words for images and masks; the shortest name first."""
    known: dict[str, list[tuple[int, FileEntry]]] = {}
    for name in sorted(masks, key=lambda name: (len(name.stem), name.stem)):
        known.setdefault(core(name.stem), masks[name])
    found: dict[str, FileEntry] = {}
    for name, files in images.items():
        if mask := known.get(name.stem) or known.get(core(name.stem)):
            found |= {file.path: min(mask, key=lambda ranked: ranked[0])[1] for _, file in files}
    return found


def _same_stems(root: Path, folders: Sequence[Files]) -> dict[str, FileEntry]:
    """Pairs such as 1.jpg and 1.png: the photograph is compressed with loss, the mask is not, and has few values."""
    pairs: dict[str, FileEntry] = {}
    for names in folders:
        for known in names.values():
            if len(known) == 2 and {rank for rank, _ in known} == {0, 1}:
                (_, mask), (_, image) = sorted(known, key=lambda ranked: ranked[0])
                pairs[image.path] = mask
    few = len(pairs) > 1 and have_few_values([root / mask.path for mask in pairs.values()])
    return pairs if few else {}


def _matched(images: Files, masks: Files) -> dict[str, FileEntry]:
    """The masks by image path. Among masks of one name, the one of the lowest rank."""
    found = match(list(images), list(masks))
    best = {name: min(known, key=lambda ranked: ranked[0])[1] for name, known in masks.items()}
    return {file.path: best[mask] for image, mask in found.items() for _, file in images[image]}


def _pairs(files: Sequence[FileEntry], images: Sequence[FileEntry], masks: Mapping[str, FileEntry]) -> Pairs:
    exact = {path: mask for path, mask in masks.items() if not _lossy(mask)}
    if not exact:
        lossy = next(iter(masks.values())).path
        raise UserError(
            f"The masks are JPEG files, such as {lossy}, whose compression changes the numbers.", "Save them as PNG."
        )
    return Pairs(
        [file for file in files if file.path in exact],
        exact,
        [_unmasked(file.path, masks.get(file.path)) for file in images if file.path not in exact],
        len(files) - len(images) - len({mask.path for mask in masks.values()}),
    )


def _rank(place: RolePlace, file: FileEntry) -> int:
    return place.rank + 100 * _lossy(file)


def _lossy(mask: FileEntry) -> bool:
    return mask.path.lower().endswith(LOSSY)


def _unmasked(path: str, lossy: FileEntry | None) -> SetAside:
    if lossy:
        name = lossy.path.rpartition("/")[2]
        return SetAside(path, Reason.MASK_COLOUR, f"{name} is a JPEG file, which changes the numbers; save it as PNG")
    stem = os.path.splitext(path.rpartition("/")[2])[0]
    return SetAside(path, Reason.NO_MASK, f"there is no mask “{stem}”")
