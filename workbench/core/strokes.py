"""Strokes: edits of the mask of an image by a drawing tool. Later strokes cover earlier ones."""

from enum import StrEnum

import msgspec

from workbench.core.name_matching import composed

Point = tuple[float, float]  # x and y in pixels; (0, 0) is the upper left corner of the image


class Tool(StrEnum):
    """The tool of a stroke. REGION: pixels that a person chose as a whole, such as a region of a prediction."""

    BRUSH = "brush"
    ERASER = "eraser"
    POLYGON = "polygon"
    REGION = "region"


class Stroke(msgspec.Struct, frozen=True):
    """One stroke on an image of `size` (width, height) pixels.

    `label`: the painted class; empty for an eraser, which removes painted pixels. `points`: the path of a brush or
    eraser of `radius` pixels, or the corners of a polygon. `runs`: run-length encoding of a region, painted or erased,
    in row-major order: numbers of pixels outside and inside, alternating, starting outside.
    """

    tool: Tool
    label: str
    size: tuple[int, int]
    points: tuple[Point, ...] = ()
    radius: float = 0.0
    runs: tuple[int, ...] = ()

    @property
    def is_region(self) -> bool:
        """Whether `runs` says which pixels change, not `points`."""
        return self.tool is Tool.REGION or bool(self.runs)

    def __post_init__(self) -> None:
        """Class names are in one Unicode form, also those that were stored in another."""
        msgspec.structs.force_setattr(self, "label", composed(self.label))
