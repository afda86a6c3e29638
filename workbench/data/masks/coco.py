"""COCO (https://cocodataset.org/#format-data): images, and JSON files of polygons or run lengths of the things in them.

Pixels of no thing are of the class “background”. Where things overlap, the smaller one is in front.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

import numpy as np

from workbench.core.domain import Domain, Layout, Reason, Sample, SetAside
from workbench.core.file_names import separated
from workbench.core.masks import IGNORED
from workbench.data.decode import Unreadable
from workbench.data.masks.coco_files import Annotations, CocoImage, annotation_files, read_annotations, table_of
from workbench.data.masks.coco_pixels import draw
from workbench.data.masks.contract import Masked, Numbers, Reader
from workbench.data.walk import Found

SHORTEST = 3  # letters of a folder's name that can say to which file it belongs: “val” to instances_val.json

Known = tuple[Annotations, CocoImage]


def found(root: Path, files: Sequence[Found]) -> Masked | None:
    """What is there, from the image files below a folder; None where no file of things speaks of them."""
    read = [read_annotations(path) for path in annotation_files(root)] if files else []
    read = [one for one in read if one.drawn]
    known = _known(root, [one.path for one in files], read)
    if not known:
        return None
    stands = {id(one): _found(root, one.path) for one in read}
    used = {id(annotations) for annotations, _ in known.values()}
    folders = {str(PurePosixPath(path).parent) for path in known}
    aside = [
        SetAside(one.path, Reason.NO_MASK, "no file of things names it")
        for one in files
        if one.path not in known and str(PurePosixPath(one.path).parent) in folders
    ]
    there = {(id(annotations), picture.id) for annotations, picture in known.values()}
    aside += [
        SetAside(picture.file_name, Reason.MISSING, f"{one.path.name} names it")
        for one in read
        if id(one) in used
        for picture in one.pictures
        if (id(one), picture.id) not in there
    ]
    masks = {path: stands[id(annotations)] for path, (annotations, _) in known.items()}
    passed = sum(one.path not in known and str(PurePosixPath(one.path).parent) not in folders for one in files)
    return Masked(Layout.COCO, table_of(read), [one for one in files if one.path in known], masks, aside, passed)


def reader(domain: Domain) -> Reader:
    """What reads the mask of a sample of such a domain."""
    root = domain.folder
    names = dict.fromkeys(one.mask for one in domain.samples if one.mask)
    files = {name: read_annotations(root / name) for name in names}
    known = {
        name: _known(root, [one.path for one in domain.samples if one.mask == name], [file])
        for name, file in files.items()
    }
    place = {name: number for number, name in enumerate(domain.table.names if domain.table else ())}

    def read(sample: Sample) -> Numbers:
        if not sample.mask:
            return np.full((sample.height, sample.width), IGNORED, np.uint8)
        if sample.path not in known[sample.mask]:
            raise Unreadable(Reason.NO_MASK, f"{sample.mask} does not name it any more")
        annotations, picture = known[sample.mask][sample.path]
        numbers = {one.id: place.get(one.name, IGNORED) for one in annotations.categories}
        size = (picture.height or sample.height, picture.width or sample.width)
        return draw(annotations.things.get(picture.id, []), numbers, size)

    return Reader(read, "COCO 1")


def _known(root: Path, paths: Iterable[str], files: list[Annotations]) -> dict[str, Known]:
    """Which file says what about which image, by its path."""
    by_name: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        by_name[PurePosixPath(path).name].append(path)
    known: dict[str, Known] = {}
    for file in files:
        beside = file.path.parent.relative_to(root)
        for picture in file.pictures:
            named = PurePosixPath(separated(picture.file_name, lambda path: PurePosixPath(path).name in by_name))
            candidates = [path for path in by_name[named.name] if f"/{path}".endswith(f"/{named}")]
            if candidates:
                first = str(PurePosixPath(*beside.parts, named))
                best = first if first in candidates else min(candidates, key=lambda path: not _alike(path, file.path))
                known.setdefault(best, (file, picture))
    return known


def _alike(path: str, file: Path) -> bool:
    """Whether the name of a folder on the way to an image stands in that of the file."""
    folders = PurePosixPath(path).parts[:-1]
    return any(len(part) >= SHORTEST and part.lower() in file.stem.lower() for part in folders)


def _found(root: Path, path: Path) -> Found:
    status = path.stat()
    return Found(path.relative_to(root).as_posix(), status.st_size, status.st_mtime_ns)
