"""Pascal VOC (http://host.robots.ox.ac.uk/pascal/VOC/): `JPEGImages/`, `SegmentationClass/` and lists in `ImageSets/`.

A labelmap.txt, as CVAT writes it (name:red,green,blue::), or a class_names.txt says which classes there are; else they
are those of VOC.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from workbench.core.domain import Domain, Layout, Reason, SetAside
from workbench.core.errors import UserError
from workbench.core.masks import IGNORED, ClassTable, Colour, PixelClass
from workbench.data.masks.contract import Code, Masked, Reader, plain
from workbench.data.masks.mask_file import coded
from workbench.data.walk import Found

IMAGES = "JPEGImages"
MASKS = ("SegmentationClass", "SegmentationClassPNG", "SegmentationClassAug")
LISTS = "ImageSets/Segmentation"
LABELMAP, NAMES = "labelmap.txt", "class_names.txt"
VOID = ("_ignore_", "__ignore__", "void", "ignore")
CLASSES = (
    "background", "aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair", "cow", "diningtable",
    "dog", "horse", "motorbike", "person", "pottedplant", "sheep", "sofa", "train", "tvmonitor",
)  # fmt: skip
EDGE: Colour = (224, 224, 192)  # of things: number 255


def voc_colour(number: int) -> Colour:
    """Of a class: the bits of its number, dealt to the three channels in turn, from the highest down."""
    parts = [0, 0, 0]
    for place in range(8):
        for channel in range(3):
            parts[channel] |= (number >> (3 * place + channel) & 1) << (7 - place)
    return parts[0], parts[1], parts[2]


def found(root: Path, files: Sequence[Found]) -> Masked | None:
    """What is there, from the image files below a folder; None where they are not laid out like this."""
    images = _below(files, (IMAGES,))
    masks = _below(files, MASKS)
    if not images or not masks:
        return None
    places = sorted({place for place, _ in images})
    wanted = {(place, name) for place in places for name in _listed(root / place)}
    if wanted:
        images = {key: one for key, one in images.items() if key in wanted}
    pairs = {one.path: masks[key] for key, one in images.items() if key in masks}
    if not pairs:
        return None
    aside = [
        SetAside(one.path, Reason.NO_MASK, f"there is no {MASKS[0]}/{name}.png")
        for (_, name), one in images.items()
        if one.path not in pairs
    ]
    passed = len(files) - len(images) - len(pairs)
    table = _table(root, places)[0]
    return Masked(Layout.VOC, table, [one for one in images.values() if one.path in pairs], pairs, aside, passed)


def reader(domain: Domain) -> Reader:
    """What reads the mask of a sample of such a domain."""
    places = {place for place, _ in _keys((IMAGES,), (sample.path for sample in domain.samples)).values()}
    return coded(domain, _table(domain.folder, sorted(places))[1])


def _below(files: Sequence[Found], folders: tuple[str, ...]) -> dict[tuple[str, str], Found]:
    keys = _keys(folders, (one.path for one in files))
    return {keys[one.path]: one for one in files if one.path in keys}


def _keys(folders: tuple[str, ...], paths: Iterable[str]) -> dict[str, tuple[str, str]]:
    """For paths in such folders: what stands before, and the file's name without its ending."""
    found = {}
    for path in paths:
        parts = PurePosixPath(path).parts
        if len(parts) > 1 and parts[-2] in folders:
            found[path] = ("/".join(parts[:-2]), PurePosixPath(path).stem)
    return found


def _listed(place: Path) -> set[str]:
    """The names in all lists of images with masks; no names where there are no lists."""
    names: set[str] = set()
    for path in sorted((place / LISTS).glob("*.txt")):
        try:
            lines = path.read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise UserError(f"The list {path} can not be read ({error}).", "It should have a name a line.") from error
        names |= {PurePosixPath(line.split()[0]).stem for line in lines if line.strip()}
    return names


def _table(root: Path, places: list[str]) -> tuple[ClassTable, Code]:
    """The classes, and what numbers and colours mean."""
    for place in dict.fromkeys(["", *places]):
        if (path := root / place / LABELMAP).is_file():
            return _labelmap(path)
        if (path := root / place / NAMES).is_file():
            return _numbered([line.strip() for line in _lines(path) if line.strip()])
    return _numbered(list(CLASSES))


def _numbered(names: list[str]) -> tuple[ClassTable, Code]:
    """Classes in the order of their numbers, in VOC's colours."""
    kept = [name for name in names if name.casefold() not in VOID]
    table = ClassTable(tuple(PixelClass(name, voc_colour(number)) for number, name in enumerate(kept))).checked()
    code = plain(table)
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
        raise UserError(f"{path} can not be read ({error}).", "Save it as text in UTF-8.") from error
