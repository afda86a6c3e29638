"""A picture and its mask, drawn together: what covers a pixel in one covers it in the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from PIL import Image, ImageDraw

from workbench.core.masks import IGNORED, Colour

NEAREST = 0.6  # metres before the camera at which things are cut off

Point = tuple[float, float]
Place = tuple[float, float, float]  # metres to the right, up, and away from the camera's foot


@dataclass(frozen=True)
class Camera:
    """A pinhole above a flat ground. `focal`, `horizon` and `vanishing` in pixels, `height` in metres."""

    focal: float
    horizon: float
    vanishing: float
    height: float

    def seen(self, place: Place) -> Point:
        """Where a place is in the picture."""
        right, up, away = place
        scale = self.focal / max(away, NEAREST)
        return self.vanishing + right * scale, self.horizon + (self.height - up) * scale


class StreetCanvas:
    """What is drawn so far, seen by a camera. Sizes in metres, but where they are called pixels."""

    def __init__(self, tall: int, wide: int, camera: Camera) -> None:
        """An empty picture in which nothing is known."""
        self.camera, self.tall, self.wide = camera, tall, wide
        self.picture = Image.new("RGB", (wide, tall))
        self.mask = Image.new("L", (wide, tall), IGNORED)
        self._colours, self._numbers = ImageDraw.Draw(self.picture), ImageDraw.Draw(self.mask)

    def area(self, pixels: Sequence[Point], colour: Colour, number: int) -> None:
        """A polygon in pixels."""
        self._colours.polygon(pixels, colour)
        self._numbers.polygon(pixels, number)

    def polygon(self, places: Sequence[Place], colour: Colour, number: int) -> None:
        """A polygon whose corners stand in the world."""
        self.area([self.camera.seen(place) for place in places], colour, number)

    def upright(
        self, left: float, right: float, low: float, high: float, away: float, colour: Colour, number: int
    ) -> None:
        """A rectangle that faces the camera."""
        corners = [(left, low, away), (right, low, away), (right, high, away), (left, high, away)]
        self.polygon(corners, colour, number)

    def along(self, side: float, near: float, far: float, low: float, high: float, colour: Colour, number: int) -> None:
        """A rectangle along the street, `side` metres to the right."""
        self.polygon([(side, low, near), (side, low, far), (side, high, far), (side, high, near)], colour, number)

    def ground(self, left: float, right: float, near: float, far: float, colour: Colour, number: int) -> None:
        """A rectangle that lies on the ground."""
        self.polygon([(left, 0, near), (right, 0, near), (right, 0, far), (left, 0, far)], colour, number)

    def disc(self, middle: Place, radius: float, colour: Colour, number: int, squeeze: float = 1.0) -> None:
        """A disc that faces the camera, `squeeze` times as wide as high."""
        right, up, away = middle
        steps = [2 * pi * step / 14 for step in range(14)]
        circle: list[Place] = [
            (right + radius * squeeze * cos(angle), up + radius * sin(angle), away) for angle in steps
        ]
        self.polygon(circle, colour, number)

    def pixels_of(self, length: float, away: float) -> float:
        """How many pixels a length across has at that distance."""
        return length * self.camera.focal / max(away, NEAREST)


def shaded(colour: Colour, by: float) -> Colour:
    """The same colour, lighter or darker."""
    red, green, blue = (max(0, min(255, round(part * by))) for part in colour)
    return red, green, blue
