"""One street, laid out at random and drawn from far to near: ground, sky, buildings, and what stands before them."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from workbench.core.masks import IGNORED
from workbench.samples.streets.canvas import NEAREST, Camera, StreetCanvas, shaded
from workbench.samples.streets.street_styles import BUILDING, ROAD, SIDEWALK, SKY, VEGETATION, StreetStyle
from workbench.samples.streets.things import (
    Chance,
    car,
    hedge,
    lamp,
    one_of,
    person,
    sign,
    traffic_light,
    tree,
)

FAR = 140.0  # metres: where the street ends
STOREY = 3.1  # metres
SMALLEST = 2.0  # pixels: windows that would be narrower are left out

Drawing = Callable[[], None]


class Plan(NamedTuple):
    """Where the parts of the street lie, in metres from the camera's foot: the road's edges, and the walls."""

    left: float
    right: float
    left_wall: float
    right_wall: float

    def edge(self, side: int) -> float:
        """Of the road."""
        return self.left if side < 0 else self.right

    def wall(self, side: int) -> float:
        """Of the buildings."""
        return self.left_wall if side < 0 else self.right_wall


def drawn(look: StreetStyle, tall: int, wide: int, chance: Chance) -> StreetCanvas:
    """A street of this look, `tall` × `wide` pixels, before light and texture."""
    camera = Camera(
        focal=tall * chance.uniform(0.95, 1.25),
        horizon=tall * chance.uniform(0.40, 0.50),
        vanishing=wide * chance.uniform(0.40, 0.60),
        height=chance.uniform(*look.camera),
    )
    canvas = StreetCanvas(tall, wide, camera)
    half, walk, shift = chance.uniform(*look.half_road), chance.uniform(*look.walk), chance.uniform(0.8, 2.2)
    left, right = -half - shift, half - shift  # one drives on the right
    plan = Plan(left, right, left - walk, right + walk)
    _sky(canvas, look, chance)
    _ground(canvas, look, plan, chance)
    _end(canvas, look, plan, chance)
    for side in (-1, 1):
        _row(canvas, look, plan.wall(side), side, chance)
    things = [*_beside(canvas, look, plan, chance), *_traffic(canvas, look, plan, chance)]
    for _, draw in sorted(things, key=lambda thing: -thing[0]):
        draw()
    if look.hood:
        _hood(canvas, chance)
    return canvas


def _sky(canvas: StreetCanvas, look: StreetStyle, chance: Chance) -> None:
    top, bottom = one_of(chance, look.sky)
    last = int(canvas.camera.horizon) + 2
    for row in range(last):
        share = row / last
        red, green, blue = (round(a + (b - a) * share) for a, b in zip(top, bottom, strict=True))
        canvas.area([(0, row), (canvas.wide, row)], (red, green, blue), SKY)
    for _ in range(int(chance.integers(look.clouds + 1))):
        x, y = chance.uniform(0, canvas.wide), chance.uniform(0, 0.6 * last)
        pale = shaded(bottom, chance.uniform(0.9, 1.15))
        for _ in range(4):
            middle, size = x + chance.normal() * 0.12 * canvas.tall, chance.uniform(0.02, 0.06) * canvas.tall
            ring = [(middle + 2.2 * size * np.cos(turn), y + size * np.sin(turn)) for turn in np.arange(0, 6.28, 0.5)]
            canvas.area(ring, pale, SKY)


def _ground(canvas: StreetCanvas, look: StreetStyle, plan: Plan, chance: Chance) -> None:
    walk, road = one_of(chance, look.sidewalk), one_of(chance, look.road)
    canvas.ground(-400, 400, NEAREST, FAR * 4, walk, SIDEWALK)
    for edge, out in ((plan.left, -0.25), (plan.right, 0.25)):
        canvas.ground(edge, edge + out, NEAREST, FAR, shaded(walk, 1.12), SIDEWALK)
    canvas.ground(plan.left, plan.right, NEAREST, FAR, road, ROAD)
    middle = (plan.left + plan.right) / 2
    for near in np.arange(chance.uniform(0, 3), 60, 6.0):
        canvas.ground(middle - 0.08, middle + 0.08, near, near + 3, look.marking, ROAD)
    for edge in (plan.left + 0.3, plan.right - 0.4):
        canvas.ground(edge, edge + 0.1, NEAREST, FAR, look.marking, ROAD)
    if chance.random() < 0.35:
        near = chance.uniform(7, 22)
        for stripe in np.arange(plan.left + 0.4, plan.right - 0.6, 1.1):
            canvas.ground(stripe, stripe + 0.55, near, near + 3.0, look.marking, ROAD)


def _end(canvas: StreetCanvas, look: StreetStyle, plan: Plan, chance: Chance) -> None:
    """What closes the view where the street ends."""
    for away in (FAR * 1.6, FAR * 1.1):
        across = -FAR
        while across < FAR:
            wide = chance.uniform(8, 30)
            if chance.random() < 0.75:
                paint = shaded(one_of(chance, look.buildings), 0.9)
                canvas.upright(across, across + wide, 0, chance.uniform(6, 30), away, paint, BUILDING)
            else:
                for middle in np.arange(across, across + wide, 6.0):
                    up, paint = chance.uniform(3, 7), one_of(chance, look.leaves)
                    canvas.upright(middle - 4, middle + 4, 0, up, away, paint, VEGETATION)
                    canvas.disc((middle, up, away), 5.0, paint, VEGETATION)
            across += wide


def _row(canvas: StreetCanvas, look: StreetStyle, wall: float, side: int, chance: Chance) -> None:
    """The buildings of one side, the farthest first, and what grows in their gaps."""
    lots: list[tuple[float, float]] = []
    near = chance.uniform(-12.0, 0.0)
    while near < FAR:
        far = near + chance.uniform(9.0, 20.0)
        lots.append((max(near, NEAREST * 1.5), far))
        near = far
    lit = 1.0 if chance.random() < 0.5 else 0.8
    for near, far in reversed(lots):
        if far <= NEAREST * 2:
            continue
        if chance.random() < look.gap:
            back = wall + side * chance.uniform(1.0, 4.0)
            for away in np.arange(far, near, -4.0):
                tree(canvas, look, chance, back + side * chance.uniform(0, 3), float(away))
            hedge(canvas, look, chance, wall + side * 0.3, near, far)
        else:
            _building(canvas, look, (wall + side * chance.uniform(0.0, 0.8), side), (near, far), lit, chance)


def _building(
    canvas: StreetCanvas,
    look: StreetStyle,
    wall: tuple[float, int],
    lot: tuple[float, float],
    lit: float,
    chance: Chance,
) -> None:
    (front, side), (near, far) = wall, lot
    colour, storeys = one_of(chance, look.buildings), int(chance.integers(look.storeys[0], look.storeys[1] + 1))
    colour = shaded(colour, chance.uniform(0.9, 1.1))
    high, back = storeys * STOREY + 0.8, front + side * 11.0
    canvas.upright(min(front, back), max(front, back), 0, high, near, shaded(colour, 0.7 * lit + 0.2), BUILDING)
    roof, ridge = one_of(chance, look.roof), front + side * 5.5
    if chance.random() < look.pitched:
        top = high + chance.uniform(2.5, 4.5)
        canvas.polygon([(front, high, near), (back, high, near), (ridge, top, near)], shaded(colour, 0.75), BUILDING)
        slope = [(front, high, near), (front, high, far), (ridge, top, far), (ridge, top, near)]
        canvas.polygon(slope, roof, BUILDING)
    canvas.along(front, near, far, 0, high, shaded(colour, lit), BUILDING)
    canvas.along(front, near, far, high - 0.35, high, shaded(roof, lit), BUILDING)
    pitch, size = chance.uniform(2.2, 3.2), chance.uniform(1.0, 1.5)
    shop = chance.random() < 0.4
    for floor in range(storeys):
        low = floor * STOREY + 0.9
        for at in np.arange(near + 0.8, far - size - 0.3, pitch):
            across = canvas.pixels_of(abs(front), float(at)) - canvas.pixels_of(abs(front), float(at) + size)
            if across < SMALLEST * 0.5 or canvas.pixels_of(1.6, float(at)) < SMALLEST:
                break
            pane = one_of(chance, look.windows)
            bottom = 0.3 if shop and not floor else low
            canvas.along(front, float(at), float(at) + size, bottom, low + 1.6, pane, BUILDING)


def _beside(canvas: StreetCanvas, look: StreetStyle, plan: Plan, chance: Chance) -> list[tuple[float, Drawing]]:
    """What stands on the pavements, with its distance."""
    found: list[tuple[float, Drawing]] = []

    def stand(
        draw: Callable[[StreetCanvas, StreetStyle, Chance, float, float], None], across: float, away: float
    ) -> None:
        found.append((away, lambda: draw(canvas, look, chance, across, away)))

    for side in (-1, 1):
        kerb, room = plan.edge(side) + side * 0.5, abs(plan.wall(side) - plan.edge(side)) - 0.9
        away = chance.uniform(4, 12)
        while away < 70 and chance.random() < 0.97:
            stand(tree, kerb + side * 0.2, away)
            away += chance.uniform(*look.trees)
        for away in np.arange(chance.uniform(5, 20), 90, chance.uniform(18, 26)):
            stand(lamp, kerb, float(away))
        for _ in range(int(chance.integers(1, 4))):
            stand(sign, kerb + side * 0.1, chance.uniform(5, 35))
        for _ in range(int(chance.integers(2, 7))):
            stand(person, kerb + side * chance.uniform(0.1, room), chance.uniform(4, 32))
    if chance.random() < 0.6:
        away = chance.uniform(8, 26)
        for side in (-1, 1):
            stand(traffic_light, plan.edge(side) + side * 0.4, away)
    return found


def _traffic(canvas: StreetCanvas, look: StreetStyle, plan: Plan, chance: Chance) -> list[tuple[float, Drawing]]:
    """Cars that are parked or drive, and people who cross."""
    found: list[tuple[float, Drawing]] = []

    def add(
        draw: Callable[[StreetCanvas, StreetStyle, Chance, float, float], None], across: float, away: float
    ) -> None:
        found.append((away, lambda: draw(canvas, look, chance, across, away)))

    for side in (-1, 1):
        away, busy = chance.uniform(3.5, 14), chance.uniform(0.3, 0.85)
        while away < 70:
            if chance.random() < busy:
                add(car, plan.edge(side) - side * 1.15, away)
            away += chance.uniform(5.4, 7.5)
    middle = (plan.left + plan.right) / 2
    for side in (-1, 1):
        away = chance.uniform(7, 30)
        while away < 80 and chance.random() < 0.8:
            add(car, middle + side * 1.35, away)
            away += chance.uniform(8, 30)
    for _ in range(int(chance.integers(0, 3))):
        add(person, chance.uniform(plan.left, plan.right), chance.uniform(8, 26))
    return found


def _hood(canvas: StreetCanvas, chance: Chance) -> None:
    """The car that carries the camera: its pixels count for no class."""
    top, tall, wide = canvas.tall * (1 - chance.uniform(0.03, 0.07)), canvas.tall, canvas.wide
    outline = [(0.08 * wide, tall), (0.2 * wide, top + 0.01 * tall), (0.5 * wide, top), (0.8 * wide, top + 0.01 * tall)]
    canvas.area([*outline, (0.92 * wide, tall)], (38, 36, 40), IGNORED)
