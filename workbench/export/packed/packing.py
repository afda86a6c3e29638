"""Unpacks a packed data set into a folder, and packs the images of a folder."""

from collections import Counter
from collections.abc import Callable, Generator, Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from random import Random
from typing import NamedTuple

from workbench.core.csv_cells import escaped_path, escaped_text
from workbench.core.domain import Domain, natural
from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.core.file_names import contained_place, unique_name
from workbench.data.decode import Unreadable
from workbench.export.packed.contract import PackedImage, reader_of, readers, writers
from workbench.export.packed.huggingface import suffix_of
from workbench.export.shards.sources import FileShard, images_of, is_image, list_shards
from workbench.export.shards.storage import is_url
from workbench.export.written_folder import written_folder
from workbench.store.event_folder import write_table

TABLE = "labels.csv"
REPORTED = 100  # images between two reports


class PackedCount(NamedTuple):
    """The number of images that were written, and how many of them have a label."""

    images: int
    labelled: int


class UnpackedCount(NamedTuple):
    """As PackedCount. `seen`: images of the data set; `unreadable`: what was to be written and could not be read."""

    images: int
    labelled: int
    seen: int
    unreadable: int


class _Offered(NamedTuple):
    """An image of a data set that may be written: `read` gives the bytes of its file, or raises Unreadable."""

    name: str
    label: str
    read: Callable[[], bytes]


def unpack(packed: str, out: Path, sample: int = 0, seed: int = 0) -> Generator[Prepared, None, UnpackedCount]:
    """Write the images of a packed data set into the new folder `out`, with the table labels.csv of their labels.

    `packed`: a path, or a URL of shards or images. `sample`: so many of its images, drawn at random by `seed`,
    each with the same probability; 0 for all. The bytes of the images are not changed. Raises UserError if `packed`
    has no known format or holds no image, or if `out` exists.
    """
    _check_new(out)
    if sample < 0:
        raise UserError(f"The value {sample} of --sample is negative.", "Give 1 or more, or 0 for all images.")
    draw, offered = Reservoir(sample, seed), _offered(packed, sample)
    kept: dict[int, tuple[int, Path, str]] = {}  # by place in the sample: number in the data set, file, and label
    taken: Counter[str] = Counter()
    seen = unreadable = 0
    with written_folder(out) as temporary:
        for seen, image in enumerate(offered, 1):
            if seen % REPORTED == 1:
                yield Prepared("Drawing a sample" if sample else "Unpacking", seen - 1, 0)
            if (place := draw.place_of(seen - 1)) is None:
                continue
            try:
                content = image.read()
            except Unreadable:
                unreadable += 1
                continue
            name = PurePosixPath(image.name.replace("\\", "/"))
            ending = name.suffix if is_image(name.name) else suffix_of(content)  # rows of a table have no file name
            plain = str(name.with_suffix("") if ending == name.suffix else name)
            at_temporary = contained_place(temporary, unique_name(plain, ending, taken))
            at_temporary.parent.mkdir(parents=True, exist_ok=True)
            at_temporary.write_bytes(content)
            if place in kept:
                kept[place][1].unlink()
            kept[place] = (seen, at_temporary, image.label)
        if not kept:
            raise UserError(f"There is no image in {packed}.", "Check which columns or members it has.")
        rows = [(file.relative_to(temporary).as_posix(), label) for _, file, label in sorted(kept.values())]
        if any(label for _, label in rows):
            cells = ((escaped_path(path), escaped_text(label)) for path, label in rows)
            write_table(temporary / TABLE, ("path", "label"), cells)
    return UnpackedCount(len(rows), sum(bool(label) for _, label in rows), seen, unreadable)


class Reservoir:
    """Draws `size` of a stream of unknown length, each with the same probability: algorithm R of Vitter (1985)."""

    def __init__(self, size: int, seed: int) -> None:
        """`size`: 0 for all of the stream."""
        self.size, self.random = size, Random(seed)

    def place_of(self, number: int) -> int | None:
        """The place in the sample that the number-th of the stream takes, from whatever is there; None for none."""
        if not self.size or number < self.size:
            return number
        place = self.random.randrange(number + 1)
        return place if place < self.size else None


def _offered(packed: str, sample: int) -> Iterator[_Offered]:
    """The images of a data set. Raises UserError if it has no known format; a folder of images has, to draw from."""
    place = Path(packed)
    files = place.is_dir() and not any(reader.claims(place) for reader in readers())  # images, as they are
    if is_url(packed) or (sample and files):
        for shard in list_shards(packed, REPORTED).shards:
            flat = not isinstance(shard, FileShard)  # the names of shards are no classes
            for name, read in images_of(shard):
                yield _Offered(name.replace("/", "-") if flat else name, "", read)
        return
    for image in reader_of(place).read(place):
        yield _Offered(image.name, image.label, partial(bytes, image.content))


def pack(domain: Domain, out: Path, form: str) -> Generator[Prepared, None, PackedCount]:
    """Write the images of a scanned domain into the new folder `out` in a packed format.

    The bytes of the images are not changed. Raises UserError for an unknown format, if `out` exists, or if an image
    cannot be read.
    """
    known = writers()
    if form not in known:
        raise UserError(f"There is no packed format “{form}”.", f"Choose one of {', '.join(known)}.")
    _check_new(out)
    root = Path(domain.folder)
    root = root if root.is_dir() else root.parent
    classes = sorted({sample.label for sample in domain.samples if sample.label}, key=natural)
    yield Prepared("Packing", 0, len(domain.samples))
    with written_folder(out) as temporary:
        known[form].write(temporary, classes, _images(domain, root))
    return PackedCount(len(domain.samples), sum(bool(sample.label) for sample in domain.samples))


def _images(domain: Domain, root: Path) -> Iterator[PackedImage]:
    for sample in domain.samples:
        try:
            content = (root / sample.path).read_bytes()
        except OSError as error:
            raise UserError(f"{root / sample.path} cannot be read ({error}).", "Scan the folder again.") from error
        yield PackedImage(sample.path, content, sample.label or "")


def _check_new(out: Path) -> None:
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UserError(f"{out} already exists.", "Choose a new or an empty folder.")
