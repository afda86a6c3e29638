"""What stands in a street: cars, people, trees, poles with lamps, signs and traffic lights."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from workbench.core.masks import Colour
from workbench.samples.streets.canvas import StreetCanvas, shaded
from workbench.samples.streets.street_styles import CAR, LIGHT, PERSON, POLE, ROAD, SIGN, VEGETATION, StreetStyle

Chance = np.random.Generator
One = TypeVar("One")


def one_of(chance: Chance, choices: Sequence[One]) -> One:
    """Any of them."""
    return choices[int(chance.integers(len(choices)))]


def car(canvas: StreetCanvas, look: StreetStyle, chance: Chance, across: float, away: float) -> None:
    """A car whose middle is `across` metres to the right and whose near end is `away` metres off."""
    van = chance.random() < look.vans
    wide, long = (1.95, 4.8) if van else (1.75, 4.2)
    belt, top = (1.05, chance.uniform(1.75, 2.3)) if van else (0.85, chance.uniform(1.35, 1.5))
    colour, behind = one_of(chance, look.cars), bool(across > 0)
    left, right, far = across - wide / 2, across + wide / 2, away + long
    canvas.ground(left - 0.1, right + 0.1, away - 0.15, far, shaded(look.road[0], 0.45), ROAD)
    slope = 0.15 if van else 0.55
    roof = wide / 2 - (0.08 if van else 0.25)
    if left > 0 or right < 0:
        towards = -1 if left > 0 else 1
        _flank(
            canvas,
            look,
            (across + towards * wide / 2, across + towards * roof),
            (away, far),
            (belt, top, slope),
            colour,
        )
    for tyre in (left + 0.05, right - 0.3):
        canvas.upright(tyre, tyre + 0.25, 0.0, 0.35, away, shaded(look.glass, 0.4), CAR)
    cabin = [(left + 0.05, belt, away), (right - 0.05, belt, away)]
    cabin += [(across + roof, top, away + slope), (across - roof, top, away + slope)]
    canvas.polygon(cabin, colour, CAR)
    pane = [(left + 0.2, belt + 0.05, away), (right - 0.2, belt + 0.05, away)]
    pane += [(across + roof - 0.1, top - 0.12, away + slope), (across - roof + 0.1, top - 0.12, away + slope)]
    canvas.polygon(pane, look.glass, CAR)
    canvas.upright(left, right, 0.25, belt, away, colour, CAR)
    lamp = (190, 24, 24) if behind else (250, 246, 214)
    for edge in (left + 0.06, right - 0.36):
        canvas.upright(edge, edge + 0.3, belt - 0.3, belt - 0.12, away, lamp, CAR)
    canvas.upright(across - 0.3, across + 0.3, 0.38, 0.5, away, (222, 222, 214), CAR)


def _flank(
    canvas: StreetCanvas,
    look: StreetStyle,
    sides: tuple[float, float],
    ends: tuple[float, float],
    shape: tuple[float, float, float],
    paint: Colour,
) -> None:
    """The side of a car: `sides` of its body and of its roof, near and far end, heights and the slope of its panes."""
    (body, roof), (near, far), (belt, top, slope) = sides, ends, shape
    colour = shaded(paint, 0.78)
    canvas.along(body, near, far, 0.28, belt, colour, CAR)
    cabin = [(body, belt, near), (body, belt, far - 0.9), (roof, top, far - 0.9 - slope), (roof, top, near + slope)]
    canvas.polygon(cabin, colour, CAR)
    glass = [(body, belt + 0.05, near + 0.25), (body, belt + 0.05, far - 1.0)]
    glass += [(roof, top - 0.1, far - 1.2 - slope), (roof, top - 0.1, near + 0.35 + slope)]
    canvas.polygon(glass, look.glass, CAR)
    for wheel in (near + 0.8, far - 0.8):
        turns = np.arange(0, 6.28, 0.6)
        hub = [(body, 0.32 + 0.32 * float(np.sin(turn)), wheel + 0.32 * float(np.cos(turn))) for turn in turns]
        canvas.polygon(hub, shaded(look.glass, 0.4), CAR)


def person(canvas: StreetCanvas, look: StreetStyle, chance: Chance, across: float, away: float) -> None:
    """Somebody who walks or stands."""
    tall = chance.uniform(1.5, 1.9)
    coat, trousers = one_of(chance, look.clothes), shaded(one_of(chance, look.clothes), 0.75)
    stride = chance.uniform(0.0, 0.3)
    hip, shoulder = 0.48 * tall, 0.83 * tall
    for way in (-1, 1):
        foot = across + way * (0.09 + stride / 2)
        leg = [(foot - 0.07, 0.0, away), (foot + 0.09, 0.0, away), (across + way * 0.08 + 0.09, hip, away)]
        canvas.polygon([*leg, (across + way * 0.08 - 0.09, hip, away)], trousers, PERSON)
    body = [(across - 0.19, hip - 0.05, away), (across + 0.19, hip - 0.05, away), (across + 0.24, shoulder, away)]
    canvas.polygon([*body, (across - 0.24, shoulder, away)], coat, PERSON)
    for way in (-1, 1):
        hand = across + way * (0.26 + stride / 3)
        arm = [(hand - 0.05, hip, away), (hand + 0.05, hip, away), (across + way * 0.2 + 0.06, shoulder, away)]
        canvas.polygon([*arm, (across + way * 0.2 - 0.06, shoulder, away)], shaded(coat, 0.85), PERSON)
    canvas.disc((across, 0.92 * tall, away), 0.13, one_of(chance, look.skin), PERSON, 0.85)


def tree(canvas: StreetCanvas, look: StreetStyle, chance: Chance, across: float, away: float) -> None:
    """A trunk and a crown: one disc, or many."""
    high, radius = chance.uniform(2.0, 3.2), chance.uniform(1.3, 2.2)
    canvas.upright(across - 0.14, across + 0.14, 0.0, high + 0.6, away, look.trunk, VEGETATION)
    colour = one_of(chance, look.leaves)
    blobs = int(chance.integers(look.blobs[0], look.blobs[1] + 1))
    if blobs == 1:
        canvas.disc((across, high + radius, away), radius, colour, VEGETATION, chance.uniform(0.8, 1.1))
        canvas.disc((across - 0.3, high + radius + 0.3, away), radius * 0.6, shaded(colour, 1.12), VEGETATION)
        return
    for _ in range(blobs):
        turn, out = chance.uniform(0, 6.28), radius * 0.75 * chance.random() ** 0.5
        middle = (across + out * np.cos(turn), high + radius + out * np.sin(turn), away)
        canvas.disc(middle, radius * chance.uniform(0.3, 0.65), shaded(colour, chance.uniform(0.7, 1.25)), VEGETATION)


def hedge(canvas: StreetCanvas, look: StreetStyle, chance: Chance, across: float, near: float, far: float) -> None:
    """A row of bushes along the street."""
    high, colour = chance.uniform(0.9, 2.2), one_of(chance, look.leaves)
    canvas.along(across, near, far, 0.0, high, colour, VEGETATION)
    step = max((far - near) / 8, 0.8)
    for away in np.arange(far, near, -step):
        canvas.disc((across, high, float(away)), 0.5, shaded(colour, chance.uniform(0.85, 1.15)), VEGETATION)


def lamp(canvas: StreetCanvas, look: StreetStyle, chance: Chance, across: float, away: float) -> None:
    """A street lamp whose arm reaches over the road."""
    high, reach = chance.uniform(5.5, 8.0), -1.6 if across > 0 else 1.6
    _pole(canvas, look, across, away, high, 0.11)
    ends = sorted((across, across + reach))
    canvas.upright(ends[0], ends[1], high - 0.12, high + 0.1, away, look.pole, POLE)


def sign(canvas: StreetCanvas, look: StreetStyle, chance: Chance, across: float, away: float) -> None:
    """A sign on a pole: round, three-cornered or a plate."""
    high, colour, size = chance.uniform(2.2, 2.8), one_of(chance, look.signs), chance.uniform(0.38, 0.55)
    _pole(canvas, look, across, away, high, 0.06)
    pale = shaded(look.marking, 0.95)
    match int(chance.integers(3)):
        case 0:
            canvas.disc((across, high, away), size, colour, SIGN)
            canvas.disc((across, high, away), size * 0.6, pale, SIGN)
        case 1:
            for scale, paint in ((1.0, colour), (0.55, pale)):
                low, top = high - size * 0.7 * scale, high + size * scale
                corners = [(across - size * scale, low, away), (across + size * scale, low, away), (across, top, away)]
                canvas.polygon(corners, paint, SIGN)
        case _:
            canvas.upright(across - size, across + size, high - size * 0.7, high + size * 0.7, away, colour, SIGN)
            canvas.upright(across - size * 0.7, across + size * 0.7, high - 0.08, high + 0.08, away, pale, SIGN)


def traffic_light(canvas: StreetCanvas, look: StreetStyle, chance: Chance, across: float, away: float) -> None:
    """Three lamps in a box on a pole, one of them lit."""
    high, lit = chance.uniform(2.6, 3.4), int(chance.integers(3))
    _pole(canvas, look, across, away, high, 0.08)
    canvas.upright(across - 0.24, across + 0.24, high - 0.2, high + 1.0, away, (34, 36, 38), LIGHT)
    for number, colour in enumerate(((80, 220, 110), (250, 190, 50), (245, 50, 40))):
        bright = colour if number == lit else shaded(colour, 0.3)
        canvas.disc((across, high + 0.02 + 0.38 * number, away), 0.15, bright, LIGHT)


def _pole(canvas: StreetCanvas, look: StreetStyle, across: float, away: float, high: float, half: float) -> None:
    half = max(half, 0.5 * away / canvas.camera.focal)  # never thinner than a pixel
    canvas.upright(across - half, across + half, 0.0, high, away, look.pole, POLE)
