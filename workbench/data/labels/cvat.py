"""CVAT for images 1.1: one XML file of images with tags.

https://docs.cvat.ai/docs/manual/advanced/formats/format-cvat/
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, SubElement, XMLParser, indent, tostring

from workbench.core.errors import UserError
from workbench.core.files import write_atomically
from workbench.data.labels.contract import Entry, Labelled

TITLE = "CVAT"
SUMMARY = "One XML file (CVAT for images 1.1), with one tag for each image."
SUFFIX = ".xml"
SHAPES = ("box", "polygon", "polyline", "points", "ellipse", "cuboid", "mask", "skeleton")
ROOT = b"<annotations"
HEAD = 4096  # bytes in which the root element begins
NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Images:
    """Collects entries while a file is parsed, so that its size and depth do not matter."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.images = self.tracks = self.shapes = 0
        self.name: str | None = None  # of the open image; None outside of one
        self.tags: list[str] = []

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        """CVAT declares no document type, which may define entities that expand without end."""
        raise ValueError("it declares a document type")

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Begin an element."""
        if tag == "image":
            self.images += 1
            self.name, self.tags, self.shapes = attributes.get("name", ""), [], 0
        elif tag == "track":
            self.tracks += 1
        elif self.name is not None:
            self.shapes += tag in SHAPES
            if tag == "tag":
                self.tags.append(attributes.get("label", ""))

    def end(self, tag: str) -> None:
        """End an element."""
        if tag == "image" and self.name is not None:
            self._add(Entry(self.name, "", f"image {self.images}"))
            self.name = None

    def close(self) -> None:
        """End the file."""

    def _add(self, entry: Entry) -> None:
        labels = list(dict.fromkeys(self.tags))
        if len(labels) > 1:
            self.entries.append(entry._replace(problem=f"has several tags ({', '.join(labels[:5])})"))
        elif labels:
            self.entries.append(entry._replace(label=labels[0]))
        elif self.shapes:
            problem = f"has only shapes ({self.shapes}); the label of an image is a tag"
            self.entries.append(entry._replace(problem=problem))


def claims(path: Path) -> bool:
    """Whether the file is XML with the root element of CVAT."""
    if path.suffix.lower() != SUFFIX or not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            return ROOT in file.read(HEAD).replace(b"\0", b"")  # also in UTF-16
    except OSError:
        return False


def read(path: Path) -> list[Entry]:
    """The tags of the images; images without a tag and a shape are left out."""
    images = _Images()
    try:
        parser = XMLParser(target=images)
        parser.feed(path.read_bytes())
        parser.close()
    except (ParseError, ValueError, LookupError) as error:  # LookupError: an unknown encoding
        raise UserError(f"{path} is no valid XML of CVAT ({error}).", "Export it again.") from error
    if images.tracks and not images.images:
        raise UserError(f"{path} has tracks of a video and no images.", "Export it as “CVAT for images 1.1”.")
    return images.entries


def write(path: Path, labelled: Sequence[Labelled]) -> None:
    """Write ids from 0, as CVAT does."""
    root = Element("annotations")
    SubElement(root, "version").text = "1.1"
    for number, sample in enumerate(labelled):
        if NOT_IN_XML.search(sample.path) or NOT_IN_XML.search(sample.label):
            raise UserError(f"XML cannot store a character of {sample.path!r}.", "Export to CSV instead.")
        size = {"width": str(sample.width), "height": str(sample.height)}
        image = SubElement(root, "image", {"id": str(number), "name": sample.path, **size})
        SubElement(image, "tag", {"label": sample.label, "source": "manual"})
    indent(root)
    write_atomically(path, tostring(root, "utf-8", xml_declaration=True))
