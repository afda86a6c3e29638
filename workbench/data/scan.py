"""From a folder to a Domain: list it, look at every file's header, set aside what can not be used."""

import os
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

from workbench.core.domain import Domain, Reason, Sample, SetAside, natural
from workbench.core.errors import UserError
from workbench.core.generators import Returning
from workbench.data.decode import Unreadable
from workbench.data.image_header import ImageHeader, probe
from workbench.data.index import FileIndex, Known
from workbench.data.layouts import listing
from workbench.data.masks.mask_shape import alike
from workbench.data.walk import Found, claims_to_be_image

CHUNK = 512
READERS = min(8, (os.cpu_count() or 1) + 2)  # headers are small reads: the disk answers several at once


def scan(folder: Path, *, cache: Path | None = None, class_level: int = 1) -> Generator[int, None, Domain]:
    """Read a folder, or a CSV file of paths and labels; yields now and then how many files it has looked at.

    `cache` remembers what was read there, so that unchanged files are not opened again. `class_level` says which
    folder level below the root names the class. Raises UserError when there is nothing to read.
    """
    folder = Path(os.path.abspath(folder.expanduser()))
    try:
        str(folder).encode()
    except UnicodeEncodeError as error:
        raise UserError(
            f"The name of the folder {os.fsencode(folder)!r} is not valid UTF-8.", "Rename it, or a folder above it."
        ) from error
    if class_level < 1:
        raise UserError(f"There is no class level {class_level}.", "1 is the first level of folders below the root.")
    try:
        listed = listing(folder, class_level)
    except PermissionError as error:
        raise UserError(
            f"The folder {folder} may not be read.", "Change its permissions, or choose another."
        ) from error
    except OSError as error:  # a name that no file can have, a disk that is gone
        raise UserError(f"The folder {str(folder)[:200]} can not be read ({error.strerror}).", "Check it.") from error
    if not listed.files and not listed.set_aside:
        raise UserError(f"There is no image in {folder}.", "It should hold PNG, JPEG, BMP, TIFF, WebP or GIF files.")
    index = FileIndex(cache) if cache else None
    known = index.below(listed.root) if index else {}
    samples: list[Sample] = []
    aside = list(listed.set_aside)
    fresh: list[Known] = []
    files = iter(listed.files)
    done = 0
    with ThreadPoolExecutor(READERS) as pool:
        while chunk := list(islice(files, CHUNK)):
            looked = _looked_at(listed.root, [found for found, _ in chunk], known, pool, fresh)
            masks = [listed.masks.get(found.path) for found, _ in chunk]
            drawn = [mask for mask in masks if mask and claims_to_be_image(mask.path)]
            as_masks = dict(zip(drawn, _looked_at(listed.root, drawn, known, pool, fresh), strict=True))
            for (found, label), mask, seen in zip(chunk, masks, looked, strict=True):
                if trouble := _trouble(found, seen, as_masks.get(mask) if mask else None):
                    aside.append(trouble)
                else:
                    samples.append(_sample(found, label, seen, mask.path if mask else ""))
            done += len(chunk)
            yield done
    if index:
        index.remember(fresh)
    samples.sort(key=lambda sample: natural(sample.path))
    return Domain(str(folder), listed.layout, samples, aside, listed.ignored, listed.table, listed.task)


def scan_now(folder: Path, *, cache: Path | None = None, class_level: int = 1) -> Domain:
    """As `scan`, at once."""
    return Returning(scan(folder, cache=cache, class_level=class_level)).finish()


def _looked_at(
    root: Path,
    files: list[Found],
    known: dict[str, Known],
    pool: ThreadPoolExecutor,
    fresh: list[Known],
) -> list[Known]:
    paths = [os.path.join(root, found.path) for found in files]
    remembered = [known.get(path) for path in paths]
    unknown = [
        (path, found)
        for path, found, seen in zip(paths, files, remembered, strict=True)
        if seen is None or (seen.size, seen.mtime_ns) != (found.bytes, found.mtime_ns)
    ]
    new = {seen.path: seen for seen in pool.map(_look, unknown)}
    fresh += new.values()
    return [new.get(path) or known[path] for path in paths]


def _look(candidate: tuple[str, Found]) -> Known:
    path, found = candidate
    try:
        seen, reason, detail = probe(Path(path), found.bytes), "", ""
    except Unreadable as error:
        seen, reason, detail = ImageHeader(0, 0, ""), str(error.reason), error.detail
    return Known(path, found.bytes, found.mtime_ns, *seen, reason, detail, None)


def _trouble(found: Found, seen: Known, mask: Known | None) -> SetAside | None:
    if seen.reason:
        return SetAside(found.path, Reason(seen.reason), seen.detail)
    if mask is not None and mask.reason:
        return SetAside(found.path, Reason(mask.reason), f"its mask {Path(mask.path).name}: {mask.detail}")
    if mask is not None and not alike((mask.width, mask.height), (seen.width, seen.height)):
        sizes = f"{mask.width} × {mask.height} pixels for an image of {seen.width} × {seen.height}"
        return SetAside(found.path, Reason.MASK_SIZE, sizes)
    return None


def _sample(found: Found, label: str | None, seen: Known, mask: str) -> Sample:
    return Sample(found.path, label, seen.width, seen.height, seen.format, found.bytes, found.mtime_ns, mask)
