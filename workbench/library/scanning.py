"""Scans a folder of images."""

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from workbench.core.counting import count
from workbench.core.deep_range import DeepRange, given_range
from workbench.core.domain import Domain, Sample, SetAside
from workbench.core.events import Prepared
from workbench.core.generators import Returning
from workbench.data.cache_paths import default_cache
from workbench.data.decode import Unreadable, decode
from workbench.data.overlay_sheet import write_sheet
from workbench.data.scan import check, list_files
from workbench.library.folder_contents import FolderContents
from workbench.library.options import Place
from workbench.library.work import Work


def scan(
    folder: Place,
    *,
    class_level: int = 1,
    verify: bool = False,
    preview: Place | None = None,
    range: tuple[float, float] | None = None,
    cache: Place | None = None,
) -> Work[Prepared, FolderContents]:
    """List the contents of a folder of images, or of a table of paths, and the files that cannot be read.

    `class_level`: the level of folders that names the class. `verify`: decode each file, not only its header.
    `preview`: write a sheet of a few images under their masks to this file. `range`: the values of deep images shown
    as black and white; estimated by default. `cache`: folder for what is kept between scans. Raises UserError if there
    is nothing to read.
    """
    deep = given_range(*range) if range else None
    where = Path(cache) if cache is not None else default_cache()
    return Work(_contents(Path(folder), class_level, where, deep, verify, preview))


def _contents(
    folder: Path, class_level: int, cache: Path, deep: DeepRange | None, verify: bool, preview: Place | None
) -> Generator[Prepared, None, FolderContents]:
    listed = list_files(folder, class_level)
    outline = listed.outline()
    classes = f", {count(len(outline.classes), 'class', 'classes')}" if outline.classes else ""
    found = f"{count(outline.images, 'image')}{classes} ({outline.layout}). Checking"
    yield Prepared(found, 0, outline.images)
    reading = Returning(check(listed, cache=cache, deep=deep))
    for files in reading:
        yield Prepared(found, files, outline.images)
    domain = reading.result
    if verify:
        yield Prepared("Decoding", 0, len(domain.samples))
        domain = verified(domain)
    if preview is not None:
        write_sheet(domain, Path(preview))
    return FolderContents(domain)


def verified(domain: Domain) -> Domain:
    """A domain of the samples that can be decoded completely; the others are set aside."""

    def problem(sample: Sample) -> SetAside | None:
        try:
            decode(domain.folder / sample.path, deep=domain.deep)
        except Unreadable as error:
            return SetAside(sample.path, error.reason, error.detail)
        return None

    with ThreadPoolExecutor() as pool:
        problems = list(pool.map(problem, domain.samples))
    readable = [sample for sample, found in zip(domain.samples, problems, strict=True) if found is None]
    set_aside = [*domain.set_aside, *(found for found in problems if found is not None)]
    return msgspec.structs.replace(domain, samples=readable, set_aside=set_aside)
