"""COCO (https://cocodataset.org/#format-data): images, and JSON files of objects as polygons or run lengths.

Pixels without an object belong to the class “background”. Where objects overlap, the smaller one is in front.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

import numpy as np

from workbench.core.domain import Domain, Layout, Reason, Sample, SetAside
from workbench.core.file_names import separated
from workbench.core.masks import IGNORED
from workbench.core.name_matching import composed
from workbench.data.decode import Unreadable
from workbench.data.masks.coco_entries import CocoImage
from workbench.data.masks.coco_files import Annotations, annotation_files, read_annotations, table_of
from workbench.data.masks.coco_names import relative_names
from workbench.data.masks.coco_pixels import canvas, draw
from workbench.data.masks.contract import MaskedFolder, Numbers, Reader
from workbench.data.walk import FileEntry

SHORTEST = 3  # least length of a folder name that assigns images to a file, such as “val” to instances_val.json

ImageEntry = tuple[Annotations, CocoImage]


def detect(root: Path, files: Sequence[FileEntry]) -> MaskedFolder | None:
    """The images and their annotation files among the `files` below a folder; None if no annotation file lists any."""
    annotated = [read_annotations(path) for path in annotation_files(root)] if files else []
    annotated = [annotations for annotations in annotated if annotations.has_shapes]
    if not annotated:
        return None
    known = _known(root, [file.path for file in files], annotated)
    if not known:
        return None
    annotation_entries = {id(annotations): _entry(root, annotations.path) for annotations in annotated}
    used = {id(annotations) for annotations, _ in known.values()}
    folders = {str(PurePosixPath(path).parent) for path in known}
    set_aside = [
        SetAside(file.path, Reason.NO_MASK, "not listed in any annotation file")
        for file in files
        if file.path not in known and str(PurePosixPath(file.path).parent) in folders
    ]
    present = {(id(annotations), image.id) for annotations, image in known.values()}
    set_aside += [
        SetAside(image.file_name, Reason.MISSING, f"listed in {annotations.path.name}")
        for annotations in annotated
        if id(annotations) in used
        for image in annotations.images
        if (id(annotations), image.id) not in present
    ]
    masks = {path: annotation_entries[id(annotations)] for path, (annotations, _) in known.items()}
    ignored = sum(file.path not in known and str(PurePosixPath(file.path).parent) not in folders for file in files)
    images = [file for file in files if file.path in known]
    notes = tuple(note for annotations in annotated if id(annotations) in used for note in annotations.notes)
    return MaskedFolder(Layout.COCO, table_of(annotated), images, masks, set_aside, ignored, notes=notes)


def reader(domain: Domain) -> Reader:
    """The reader of the domain's masks."""
    root = domain.folder
    names = dict.fromkeys(sample.mask for sample in domain.samples if sample.mask)
    files = {name: read_annotations(root / name) for name in names}
    known = {
        name: _known(root, [sample.path for sample in domain.samples if sample.mask == name], [file])
        for name, file in files.items()
    }
    index_of = {name: index for index, name in enumerate(domain.table.names if domain.table else ())}

    def read(sample: Sample) -> Numbers:
        if not sample.mask:
            return np.full((sample.height, sample.width), IGNORED, np.uint8)
        if sample.path not in known[sample.mask]:
            raise Unreadable(Reason.NO_MASK, f"no longer listed in {sample.mask}")
        annotations, image = known[sample.mask][sample.path]
        numbers = {category.id: index_of.get(category.name, IGNORED) for category in annotations.categories}
        things = annotations.things.get(image.id, [])
        listed = (image.height or sample.height, image.width or sample.width)
        return draw(things, numbers, canvas(things, listed, (sample.height, sample.width)))

    return Reader(read, "COCO 2")


def _known(root: Path, paths: Iterable[str], files: list[Annotations]) -> dict[str, ImageEntry]:
    """The annotation file and the entry of each image, by path."""
    by_name: dict[str, list[str]] = defaultdict(list)
    forms = {path: composed(path) for path in paths}
    for path, form in forms.items():
        by_name[form.rpartition("/")[2]].append(path)

    def ending(name: str) -> list[str]:
        name = composed(name)
        return [path for path in by_name.get(PurePosixPath(name).name, ()) if f"/{forms[path]}".endswith(f"/{name}")]

    known: dict[str, ImageEntry] = {}
    for file in files:
        beside = file.path.parent.relative_to(root)
        names = [separated(image.file_name, lambda name: bool(ending(name))) for image in file.images]
        for image, named in zip(file.images, relative_names(names), strict=True):
            if candidates := ending(str(named)):
                first = composed(str(PurePosixPath(*beside.parts, named)))
                best = min(candidates, key=lambda path: (forms[path] != first, not _related(path, file.path)))
                known.setdefault(best, (file, image))
    return known


def _related(path: str, file: Path) -> bool:
    """Whether the name of a parent folder of an image occurs in the name of the file."""
    folders, stem = PurePosixPath(composed(path)).parts[:-1], composed(file.stem).lower()
    return any(len(part) >= SHORTEST and part.lower() in stem for part in folders)


def _entry(root: Path, path: Path) -> FileEntry:
    status = path.stat()
    return FileEntry(path.relative_to(root).as_posix(), status.st_size, status.st_mtime_ns)
