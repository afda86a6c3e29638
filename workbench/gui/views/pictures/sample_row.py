"""A sample of a translation with its pictures, for the grid of previews."""

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from workbench.core.translation import PreviewRow
from workbench.gui.kit.language import tr

COLUMNS = (
    ("source", tr("Source")),
    ("translated", tr("Translated")),
    ("back", tr("Reconstructed")),
    ("nearest", tr("Nearest")),
)
Shape = tuple[int, int]


class SampleRow(NamedTuple):
    """A sample with its pictures: PNG bytes by column, a sentence, whether it is a warning, and the nearest target
    sample. Pictures are drawn in the `shapes` of their files, widths and heights; others in their own."""

    path: str
    pictures: dict[str, bytes]
    sentence: str
    careful: bool
    nearest_path: str = ""
    shapes: Mapping[str, Shape] = {}


def sample(row: PreviewRow, shape: Shape | None = None, nearest_shape: Shape | None = None) -> SampleRow:
    """Convert a preview of one translator. Its sentence compares the label with the predicted class.

    `shape`, `nearest_shape`: widths and heights of both files, if they are known; the pictures of a run are square.
    """
    pictures = {name: getattr(row, name) for name, _ in COLUMNS}
    shapes = {name: each for name in pictures if (each := nearest_shape if name == "nearest" else shape)}
    flipped = bool(row.label and row.said and row.label != row.said)
    if flipped:
        sentence = tr("{label}, now predicted {predicted}", label=row.label, predicted=row.said)
    elif row.said and row.label:
        sentence = tr("{label}, still predicted as such", label=row.label)
    else:
        sentence = row.label or (tr("predicted {predicted}", predicted=row.said) if row.said else row.path)
    return SampleRow(row.path, pictures, sentence, flipped, row.nearest_path, shapes)


def picture_of(row: SampleRow, name: str) -> QImage:
    """Decode a picture, in the shape of its file."""
    image = QImage.fromData(row.pictures.get(name, b""))
    shape = row.shapes.get(name)
    if image.isNull() or shape is None:
        return image
    size = QSize(*shape).scaled(QSize(*(2 * [max(image.width(), image.height())])), Qt.AspectRatioMode.KeepAspectRatio)
    return image.scaled(size.expandedTo(QSize(1, 1)), mode=Qt.TransformationMode.SmoothTransformation)
