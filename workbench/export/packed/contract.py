"""The interfaces of packed formats: images with their bytes and labels, and the modules that read or write them."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from workbench.core.errors import UserError


class PackedImage(NamedTuple):
    """An image of a data set. `name`: its path in the data set; `content`: the bytes of its file; `label`: or empty."""

    name: str
    content: bytes
    label: str = ""


class PackedReader(Protocol):
    """A module of this package that reads a format."""

    TITLE: str

    def claims(self, place: Path) -> bool:
        """Whether a file or a folder has this format. Never raises."""
        ...

    def read(self, place: Path) -> Iterator[PackedImage]:
        """The images in their order. Raises UserError if the place is damaged, or a package is missing."""
        ...


class PackedWriter(Protocol):
    """A module of this package that writes a format."""

    TITLE: str

    def write(self, folder: Path, classes: Sequence[str], images: Iterable[PackedImage]) -> None:
        """Write images of the `classes`, and images without a label, into an empty folder.

        Raises UserError if the format cannot represent a class, or a package is missing.
        """
        ...


def readers() -> tuple[PackedReader, ...]:
    """The formats that are read."""
    from workbench.export.packed import huggingface, parquet, webdataset

    return webdataset, parquet, huggingface


def writers() -> dict[str, PackedWriter]:
    """The formats that are written, by name."""
    from workbench.export.packed import huggingface, parquet, webdataset, yolo

    return {"webdataset": webdataset, "parquet": parquet, "datasets": huggingface, "yolo": yolo}


def reader_of(place: Path) -> PackedReader:
    """The format of a file or a folder. Raises UserError if it is missing or has none."""
    if not place.exists():
        raise UserError(f"There is no file {place}.", "Check the path.")
    known = readers()
    for reader in known:
        if reader.claims(place):
            return reader
    titles = ", ".join(reader.TITLE for reader in known)
    raise UserError(f"{place} is not a packed data set.", f"Formats: {titles}. A folder of images needs no unpacking.")
