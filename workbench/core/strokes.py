"""Strokes: what one movement of a tool does to the mask of an image; later ones lie over earlier ones."""

from enum import StrEnum

import msgspec

Point = tuple[float, float]  # x and y in pixels of the image; its upper left corner is (0, 0)


class Tool(StrEnum):
    """What a stroke was made with. REGION: pixels taken from a prediction, all at once."""

    BRUSH = "brush"
    ERASER = "eraser"
    POLYGON = "polygon"
    REGION = "region"


class Stroke(msgspec.Struct, frozen=True):
    """One stroke on an image of `size` (width, height) pixels.

    `label`: the class that it paints; of an eraser, which takes away what was painted, it is empty. `points`: the way
    of a brush or an eraser of this `radius` in pixels, or the corners of a polygon. `runs` of a region: numbers of
    pixels outside and inside it in turn, row by row, beginning outside.
    """

    tool: Tool
    label: str
    size: tuple[int, int]
    points: tuple[Point, ...] = ()
    radius: float = 0.0
    runs: tuple[int, ...] = ()
