"""Pascal VOC (http://host.robots.ox.ac.uk/pascal/VOC/): `JPEGImages/`, `SegmentationClass/` and lists in `ImageSets/`.

The classes are given by a labelmap.txt as written by CVAT (name:red,green,blue::) or a class_names.txt; by default they
are those of VOC.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath

from workbench.core.domain import Domain, Layout, Reason, SetAside
from workbench.core.errors import UserError
from workbench.core.masks import IGNORED, ClassTable, Colour, PixelClass
from workbench.core.name_matching import composed
from workbench.data.masks.contract import Code, MaskedFolder, Reader, table_code
from workbench.data.masks.mask_file import image_reader
from workbench.data.walk import FileEntry, any_named

IMAGES = "JPEGImages"
MASKS = ("SegmentationClass", "SegmentationClassPNG", "SegmentationClassAug")
LISTS = "ImageSets/Segmentation"
LABELMAP, NAMES = "labelmap.txt", "class_names.txt"
VOID = ("_ignore_", "__ignore__", "void", "ignore")
CLASSES = (
    "background", "aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair", "cow", "diningtable",
    "dog", "horse", "motorbike", "person", "pottedplant", "sheep", "sofa", "train", "tvmonitor",
)  # fmt: skip
EDGE: Colour = (224, 224, 192)  # of object boundaries, number 255


def voc_colour(number: int) -> Colour:
    """VOC's colour of a class: the bits of its number, distributed over the three channels from the highest bit."""
    parts = [0, 0, 0]
    for bit in range(8):
        for channel in range(3):
            parts[channel] |= (number >> (3 * bit + channel) & 1) << (7 - bit)
    return parts[0], parts[1], parts[2]


def detect(root: Path, files: Sequence[FileEntry]) -> MaskedFolder | None:
    """The images and masks among the `files` below a folder; None if they have another layout."""
    if not any_named(files, (IMAGES.lower(),)):
        return None
    images = _below(files, (IMAGES,))
    masks = _below(files, MASKS)
    if not images or not masks:
        return None
    places = sorted({place for place, _ in images})
    listed = {(place, name) for place in places for name in _listed(root / place)}
    if listed:
        images = {key: image for key, image in images.items() if (key[0], PurePosixPath(key[1]).name) in listed}
    by_name = _by_file_name(masks)
    pairs = {
        image.path: mask
        for (place, name), image in images.items()
        if (mask := masks.get((place, name)) or by_name.get((place, PurePosixPath(name).name)))
    }
    if not pairs:
        return None
    set_aside = [
        SetAside(image.path, Reason.NO_MASK, f"there is no {MASKS[0]}/{name}.png")
        for (_, name), image in images.items()
        if image.path not in pairs
    ]
    ignored = len(files) - len(images) - len(pairs)
    with_masks = [image for image in images.values() if image.path in pairs]
    return MaskedFolder(Layout.VOC, _table(root, places)[0], with_masks, pairs, set_aside, ignored)


def reader(domain: Domain) -> Reader:
    """The reader of the domain's masks."""
    places = {place for place, _ in _keys((IMAGES,), (sample.path for sample in domain.samples)).values()}
    return image_reader(domain, _table(domain.folder, sorted(places))[1])


def _below(files: Sequence[FileEntry], folders: tuple[str, ...]) -> dict[tuple[str, str], FileEntry]:
    keys = _keys(folders, (file.path for file in files))
    return {keys[file.path]: file for file in files if file.path in keys}


def _keys(folders: tuple[str, ...], paths: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The parent of the given folders as it is spelled, and the `composed` path in them without extension, by path."""
    keys = {}
    for path in paths:
        if not any(folder in path for folder in folders):
            continue
        parts = PurePosixPath(path).with_suffix("").parts
        at = next((at for at in reversed(range(len(parts) - 1)) if parts[at] in folders), None)
        if at is not None:
            keys[path] = ("/".join(parts[:at]), composed("/".join(parts[at + 1 :])))
    return keys


def _by_file_name(masks: Mapping[tuple[str, str], FileEntry]) -> dict[tuple[str, str], FileEntry]:
    """The masks by their names without folders, as far as these are unique."""
    keys = [(place, PurePosixPath(name).name) for place, name in masks]
    counts = Counter(keys)
    return {key: mask for key, mask in zip(keys, masks.values(), strict=True) if counts[key] == 1}


def _listed(place: Path) -> set[str]:
    """The names in all lists of images with masks; empty if there are no lists."""
    names: set[str] = set()
    for path in sorted((place / LISTS).glob("*.txt")):
        try:
            lines = path.read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise UserError(f"The list {path} cannot be read ({error}).", "Write one name per line.") from error
        names |= {composed(PurePosixPath(line.split()[0]).stem) for line in lines if line.strip()}
    return names


def _table(root: Path, places: list[str]) -> tuple[ClassTable, Code]:
    """The classes and their coding."""
    for place in dict.fromkeys(["", *places]):
        if (path := root / place / LABELMAP).is_file():
            return _labelmap(path)
        if (path := root / place / NAMES).is_file():
            return _numbered([line.strip() for line in _lines(path) if line.strip()])
    return _numbered(list(CLASSES))


def _numbered(names: list[str]) -> tuple[ClassTable, Code]:
    """The classes in the order of their numbers, with VOC's colours."""
    kept = [name for name in names if name.casefold() not in VOID]
    table = ClassTable(tuple(PixelClass(name, voc_colour(number)) for number, name in enumerate(kept))).checked()
    code = table_code(table)
    return table, Code(code.numbers, {**code.colours, EDGE: IGNORED})


def _labelmap(path: Path) -> tuple[ClassTable, Code]:
    classes: list[PixelClass] = []
    colours: dict[Colour, int] = {EDGE: IGNORED}
    for number, line in enumerate(_lines(path), 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, rest = line.partition(":")
        try:
            red, green, blue = (int(part) for part in rest.partition(":")[0].split(","))
            PixelClass(name, (red, green, blue))
        except ValueError as error:
            raise UserError(f"Line {number} of {path} has no colour.", "Write it as name:red,green,blue::") from error
        if name.strip().casefold() in VOID:
            colours[red, green, blue] = IGNORED
        else:
            colours[red, green, blue] = len(classes)
            classes.append(PixelClass(name.strip(), (red, green, blue)))
    return ClassTable(tuple(classes)).checked(), Code({}, colours, palette=True)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{path} cannot be read ({error}).", "Save it as text in UTF-8.") from error
