"""The JSON files of COCO: which there are below a folder, and what they say."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import msgspec

from workbench.core.errors import UserError
from workbench.core.masks import ClassTable, PixelClass
from workbench.data.masks.class_file import distinct
from workbench.data.split_names import SPLITS

BACKGROUND = "background"
BEST = "instances"  # how the files of things are called in COCO itself, beside those of captions and key points
SEEN = 1 << 20  # bytes of a file at each end that are looked at before it is read as a whole

Id = int | str


class CocoImage(msgspec.Struct, frozen=True, gc=False):
    """A line of `images`."""

    id: Id
    file_name: str
    width: int = 0
    height: int = 0


class Thing(msgspec.Struct, frozen=True, gc=False):
    """A line of `annotations`; its shape stays text until it is drawn."""

    image_id: Id
    category_id: Id
    segmentation: msgspec.Raw = msgspec.Raw(b"[]")
    area: float = 0.0


class Category(msgspec.Struct, frozen=True, gc=False):
    """A line of `categories`."""

    id: Id
    name: str


class _Content(msgspec.Struct, frozen=True):
    images: list[CocoImage]
    annotations: list[Thing]
    categories: list[Category]


@dataclass(frozen=True)
class Annotations:
    """A file's content. `things`: by the image's id, the largest first."""

    path: Path
    pictures: list[CocoImage]
    things: dict[Id, list[Thing]]
    categories: list[Category]

    @property
    def drawn(self) -> bool:
        """Whether any thing has a shape, not only a box or a class."""
        return any(bytes(one.segmentation) not in (b"[]", b"null") for things in self.things.values() for one in things)


def annotation_files(root: Path) -> list[Path]:
    """JSON files of things, where people put them: in the root, `annotations/`, and the folders of splits."""
    places = [root, *(path for path in sorted(root.iterdir()) if path.is_dir() and _holds(path.name))]
    found = [path for place in places for path in sorted(place.glob("*.json")) if _claims(path)]
    best = [path for path in found if path.name.startswith(BEST)]
    return best or found


def read_annotations(path: Path) -> Annotations:
    """Raises UserError, saying where, when it is no such file."""
    try:
        content = msgspec.json.decode(path.read_bytes(), type=_Content)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise UserError(f"{path} is no COCO file of things ({error}).", "Export it again, or take it away.") from error
    things: dict[Id, list[Thing]] = defaultdict(list)
    for one in content.annotations:
        things[one.image_id].append(one)
    for several in things.values():
        several.sort(key=lambda one: -one.area)
    return Annotations(path, content.images, dict(things), content.categories)


def table_of(files: list[Annotations]) -> ClassTable:
    """The background, and the categories of all files, in order. Raises UserError when they are too many."""
    names = dict.fromkeys(one.name for file in files for one in file.categories)
    kept = [BACKGROUND, *(name for name in names if name != BACKGROUND)]
    paired = zip(kept, distinct(len(kept)), strict=True)
    return ClassTable(tuple(PixelClass(name, colour) for name, colour in paired)).checked()


def _holds(name: str) -> bool:
    lowered = name.lower().rstrip("0123456789")
    return lowered in SPLITS or lowered in ("annotations", "labels")


def _claims(path: Path) -> bool:
    """Whether a file's two ends speak of annotations that are more than captions: quick, for it may be large."""
    ends = _ends(path)
    return all(word in ends for word in (b'"images"', b'"categories"', b'"segmentation"'))


def _ends(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(0)
            start = file.read(SEEN)
            file.seek(max(size - SEEN, 0))
            return start + file.read(SEEN)
    except OSError:
        return b""
