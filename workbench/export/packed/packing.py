"""Unpacks a packed data set into a folder, and packs the images of a folder."""

from collections import Counter
from collections.abc import Generator, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from workbench.core.csv_cells import escaped_path, escaped_text
from workbench.core.domain import Domain, natural
from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.core.file_names import contained_place, unique_name
from workbench.export.packed.contract import PackedImage, reader_of, writers
from workbench.export.written_folder import written_folder
from workbench.store.event_folder import write_table

TABLE = "labels.csv"
REPORTED = 100  # images between two reports


class PackedCount(NamedTuple):
    """The number of images that were written, and how many of them have a label."""

    images: int
    labelled: int


def unpack(packed: Path, out: Path) -> Generator[Prepared, None, PackedCount]:
    """Write the images of a packed data set into the new folder `out`, with the table labels.csv of their labels.

    The bytes of the images are not changed. Raises UserError if `packed` has no known format or holds no image, or if
    `out` exists.
    """
    _check_new(out)
    images = reader_of(packed).read(packed)
    rows: list[tuple[str, str]] = []
    taken: Counter[str] = Counter()
    with written_folder(out) as temporary:
        for number, image in enumerate(images):
            if number % REPORTED == 0:
                yield Prepared("Unpacking", number, 0)
            name = PurePosixPath(image.name.replace("\\", "/"))
            at_temporary = contained_place(temporary, unique_name(str(name.with_suffix("")), name.suffix, taken))
            at_temporary.parent.mkdir(parents=True, exist_ok=True)
            at_temporary.write_bytes(image.content)
            rows.append((at_temporary.relative_to(temporary).as_posix(), image.label))
        if not rows:
            raise UserError(f"There is no image in {packed}.", "Check which columns or members it has.")
        if any(label for _, label in rows):
            cells = ((escaped_path(path), escaped_text(label)) for path, label in rows)
            write_table(temporary / TABLE, ("path", "label"), cells)
    return PackedCount(len(rows), sum(bool(label) for _, label in rows))


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
