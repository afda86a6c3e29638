"""Scanning of a folder: list its files, read every header, and set aside unusable files."""

import os
from collections import Counter
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from workbench.core.deep_range import DeepRange
from workbench.core.domain import WITH_KINDS, Domain, Reason, Sample, SetAside, Trait, natural
from workbench.core.errors import UserError
from workbench.core.folder_outline import FolderOutline
from workbench.core.generators import Returning
from workbench.core.memory import collection_paused
from workbench.core.name_matching import composed
from workbench.data.class_levels import empty_folders
from workbench.data.decode import Unreadable
from workbench.data.file_kinds import remedy
from workbench.data.folder_range import folder_range
from workbench.data.image_header import ImageHeader, read_header
from workbench.data.index import FileIndex, IndexedFile
from workbench.data.layouts import Listing, listing
from workbench.data.masks.mask_shape import fits_rotated
from workbench.data.walk import FileEntry, claims_to_be_image

CHUNK = 512
READERS = min(8, (os.cpu_count() or 1) + 2)  # headers are small, so several are read in parallel
NAMED = 5  # images that an outline names


class ListedFolder(NamedTuple):
    """A folder whose files are listed, but not opened yet. `folder`: absolute, as it was given."""

    folder: Path
    listed: Listing

    def outline(self) -> FolderOutline:
        """What its names say."""
        files, table = self.listed.files, self.listed.table
        labels = Counter(composed(label) for _, label in files if label is not None)
        counts = {label: labels[label] for label in sorted(labels, key=natural)}
        names = [file.path for file, _ in files[:NAMED]]
        classes = [*(table.names if table else ()), *counts]
        return FolderOutline(str(self.folder), self.listed.layout, len(files), names, classes, counts)


def scan(
    folder: Path, *, cache: Path | None = None, class_level: int = 1, deep: DeepRange | None = None
) -> Generator[int, None, Domain]:
    """Scan a folder, or a CSV file of paths and labels. Yields the number of files read so far.

    `cache`: folder with an index of files, so that unchanged ones are not opened again. `class_level`: the folder level
    below the root that gives the class. `deep`: the range of deep images; None estimates it from a part of them. Raises
    UserError if there is nothing to read.
    """
    return (yield from check(list_files(folder, class_level), cache=cache, deep=deep))


def list_files(folder: Path, class_level: int = 1) -> ListedFolder:
    """The first part of a scan: list the files, and tell masks and classes by names. Raises UserError as `scan`."""
    folder = Path(os.path.abspath(folder.expanduser()))
    with collection_paused():
        return ListedFolder(folder, _listed(folder, class_level))


def check(
    named: ListedFolder, *, cache: Path | None = None, deep: DeepRange | None = None
) -> Generator[int, None, Domain]:
    """The second part of a scan: read the header of each file. Yields the number of files read so far."""
    folder, listed = named
    index = FileIndex(cache) if cache else None
    known = index.below(listed.root) if index else {}
    samples: list[Sample] = []
    set_aside = list(listed.set_aside)
    new_entries: list[IndexedFile] = []
    files = iter(listed.files)
    traits: dict[str, str] = {}  # by path, of the images that have any
    done = 0
    with ThreadPoolExecutor(READERS) as pool:
        while chunk := list(islice(files, CHUNK)):
            headers = _headers(listed.root, [file for file, _ in chunk], known, pool, new_entries)
            masks = [listed.masks.get(file.path) for file, _ in chunk]
            mask_images = [mask for mask in masks if mask and claims_to_be_image(mask.path)]
            mask_headers = dict(
                zip(mask_images, _headers(listed.root, mask_images, known, pool, new_entries), strict=True)
            )
            for (file, label), mask, header in zip(chunk, masks, headers, strict=True):
                if unusable := _unusable(file, header, mask_headers.get(mask) if mask else None):
                    set_aside.append(unusable)
                else:
                    samples.append(_sample(file, label, header, mask.path if mask else ""))
                    if header.traits:
                        traits[file.path] = header.traits
            done += len(chunk)
            yield done
    if index:
        index.remember(new_entries)
    if not samples and any(file.reason is Reason.POINTER for file in set_aside):
        _check_kinds(folder, set_aside)
    samples.sort(key=lambda sample: natural(sample.path))
    counted = Counter(trait for traits_of_image in traits.values() for trait in traits_of_image.split(","))
    ranged = folder_range(listed.root, samples, traits, index, deep)
    if ranged.flat:
        counted[Trait.FLAT] = ranged.flat
    empty = empty_folders(listed.folders, listed.class_depth, (sample.path for sample in samples))
    return Domain(
        str(folder),
        listed.layout,
        samples,
        set_aside,
        listed.ignored,
        listed.table,
        listed.task,
        dict(listed.leftovers),
        empty,
        list(listed.notes),
        listed.mask_coding,
        deep=ranged.deep,
        traits=dict(sorted(counted.items())),
    )


def scan_now(folder: Path, *, cache: Path | None = None, class_level: int = 1, deep: DeepRange | None = None) -> Domain:
    """As `scan`, without progress."""
    return Returning(scan(folder, cache=cache, class_level=class_level, deep=deep)).finish()


def _listed(folder: Path, class_level: int) -> Listing:
    """The files of a folder. Raises UserError if it cannot be read or holds no possible image."""
    try:
        str(folder).encode()
    except UnicodeEncodeError as error:
        raise UserError(
            f"The folder name {os.fsencode(folder)!r} is not valid UTF-8.", "Rename the folder or its parents."
        ) from error
    if class_level < 1:
        raise UserError(f"The class level is {class_level}.", "Use 1 for the first level of folders, or more.")
    try:
        listed = listing(folder, class_level)
    except PermissionError as error:
        raise UserError(
            f"You have no permission to read {folder}.", "Change its permissions, or choose another folder."
        ) from error
    except OSError as error:  # an invalid name, a missing disk
        raise UserError(
            f"The folder {str(folder)[:200]} cannot be read ({error.strerror}).", "Check the path and the disk."
        ) from error
    if not listed.files:
        _check_kinds(folder, listed.set_aside)
    return listed


def _check_kinds(folder: Path, set_aside: list[SetAside]) -> None:
    """Raises UserError if a folder without possible images has nothing else that was set aside, or only other kinds."""
    if not all(file.reason in WITH_KINDS for file in set_aside):
        return
    if not set_aside:
        raise UserError(f"There is no image in {folder}.", "Choose one with PNG, JPEG, BMP, TIFF, WebP or GIF files.")
    kinds = Counter((file.reason, file.detail) for file in set_aside)
    counted = ", ".join(f"{number:,} of the kind {kind}" for (_, kind), number in kinds.most_common())
    raise UserError(
        f"There is no image that can be read in {folder}, only {counted}, such as {set_aside[0].path}.",
        " ".join(dict.fromkeys(remedy(*kind) for kind, _ in kinds.most_common())),
    )


def _headers(
    root: Path,
    files: list[FileEntry],
    known: dict[str, IndexedFile],
    pool: ThreadPoolExecutor,
    new_entries: list[IndexedFile],
) -> list[IndexedFile]:
    """The index entries of files. Unknown and changed files are read and added to `new_entries`."""
    paths = [os.path.join(root, file.path) for file in files]
    indexed = [known.get(path) for path in paths]
    unread = [
        (path, file)
        for path, file, entry in zip(paths, files, indexed, strict=True)
        if entry is None or entry.traits is None or (entry.size, entry.mtime_ns) != (file.bytes, file.mtime_ns)
    ]
    new = {entry.path: entry for entry in pool.map(_read, unread)}
    new_entries += new.values()
    return [new.get(path) or known[path] for path in paths]


def _read(candidate: tuple[str, FileEntry]) -> IndexedFile:
    path, file = candidate
    try:
        header, reason, detail = read_header(Path(path), file.bytes), "", ""
    except Unreadable as error:
        header, reason, detail = ImageHeader(0, 0, ""), str(error.reason), error.detail
    return IndexedFile(path, file.bytes, file.mtime_ns, *header[:3], reason, detail, None, header.traits)


def _unusable(file: FileEntry, image: IndexedFile, mask: IndexedFile | None) -> SetAside | None:
    if image.reason:
        return SetAside(file.path, Reason(image.reason), image.detail)
    if mask is not None and mask.reason:
        return SetAside(file.path, Reason(mask.reason), f"its mask {Path(mask.path).name}: {mask.detail}")
    if mask is not None and not fits_rotated((mask.width, mask.height), (image.width, image.height)):
        sizes = f"{mask.width} × {mask.height} pixels for an image of {image.width} × {image.height}"
        return SetAside(file.path, Reason.MASK_SIZE, sizes)
    return None


def _sample(file: FileEntry, label: str | None, header: IndexedFile, mask: str) -> Sample:
    return Sample(
        file.path,
        label and composed(label),
        header.width,
        header.height,
        header.format,
        file.bytes,
        file.mtime_ns,
        mask,
    )
