"""From a folder to a Domain: list it, look at every file's header, set aside what can not be used."""

import os
from collections.abc import Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

from workbench.core.domain import Domain, Reason, Sample, SetAside, natural
from workbench.core.errors import UserError
from workbench.core.returning import Returning
from workbench.data.decode import Unreadable
from workbench.data.index import FileIndex, Known
from workbench.data.layouts import Listing, listing
from workbench.data.probe import Probe, probe
from workbench.data.walk import Found

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
            for (found, label), seen in zip(chunk, _looked_at(listed, chunk, known, pool, fresh), strict=True):
                if seen.reason:
                    aside.append(SetAside(found.path, Reason(seen.reason), seen.detail))
                else:
                    samples.append(_sample(found, label, seen))
            done += len(chunk)
            yield done
    if index:
        index.remember(fresh)
    samples.sort(key=lambda sample: natural(sample.path))
    return Domain(str(folder), listed.layout, samples, aside, listed.ignored)


def scan_now(folder: Path, *, cache: Path | None = None, class_level: int = 1) -> Domain:
    """As `scan`, at once."""
    return Returning(scan(folder, cache=cache, class_level=class_level)).finish()


def _looked_at(
    listed: Listing,
    chunk: list[tuple[Found, str | None]],
    known: dict[str, Known],
    pool: ThreadPoolExecutor,
    fresh: list[Known],
) -> Iterable[Known]:
    paths = [os.path.join(listed.root, found.path) for found, _ in chunk]
    remembered = [known.get(path) for path in paths]
    unknown = [
        (path, found)
        for path, (found, _), seen in zip(paths, chunk, remembered, strict=True)
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
        seen, reason, detail = Probe(0, 0, ""), str(error.reason), error.detail
    return Known(path, found.bytes, found.mtime_ns, *seen, reason, detail, None)


def _sample(found: Found, label: str | None, seen: Known) -> Sample:
    return Sample(found.path, label, seen.width, seen.height, seen.format, found.bytes, found.mtime_ns)
