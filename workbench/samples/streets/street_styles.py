"""The two looks of a street: drawn as by a game, and as by a camera at dusk in autumn."""

from dataclasses import dataclass, field

from workbench.core.masks import Colour
from workbench.data.masks.street_classes import TABLE

Range = tuple[float, float]

DRAWN = ("road", "sidewalk", "building", "pole", "traffic light", "traffic sign", "vegetation", "sky", "person", "car")
NUMBER = {name: TABLE.names.index(name) for name in DRAWN}  # as Cityscapes' training numbers have it
ROAD, SIDEWALK, BUILDING, POLE, LIGHT, SIGN, VEGETATION, SKY, PERSON, CAR = (NUMBER[name] for name in DRAWN)


@dataclass(frozen=True)
class StreetStyle:
    """How things are coloured and shaped. Lengths in metres; shares in [0, 1]."""

    name: str
    sky: tuple[tuple[Colour, Colour], ...]  # at the top and at the horizon
    road: tuple[Colour, ...]
    sidewalk: tuple[Colour, ...]
    marking: Colour
    buildings: tuple[Colour, ...]
    roof: tuple[Colour, ...]
    windows: tuple[Colour, ...]
    leaves: tuple[Colour, ...]
    trunk: Colour
    pole: Colour
    signs: tuple[Colour, ...]
    cars: tuple[Colour, ...]
    glass: Colour
    clothes: tuple[Colour, ...]
    skin: tuple[Colour, ...]
    half_road: Range
    walk: Range
    storeys: tuple[int, int]
    pitched: float  # share of buildings with a pitched roof
    gap: float  # share of gaps between buildings
    vans: float  # share of cars that are tall and boxy
    blobs: tuple[int, int]  # of which a tree's crown is made
    trees: Range  # metres from tree to tree
    camera: Range  # its height
    clouds: int
    hood: bool  # whether the camera sees the car that carries it
    exposure: Range
    grain: dict[int, Range] = field(default_factory=dict)  # of each class: how strong fine and coarse texture are
    noise: float = 0.0  # of the sensor, in grey levels
    blur: float = 0.0  # radius for a picture of 128 rows, in pixels
    light: tuple[Colour, Colour] = ((255, 255, 255), (255, 255, 255))  # of the lit and the dark end of the street


GAME = StreetStyle(
    name="game",
    sky=(((70, 140, 235), (150, 200, 250)), ((90, 160, 245), (170, 215, 250)), ((60, 125, 220), (140, 190, 245))),
    road=((112, 114, 122), (122, 123, 128), (104, 106, 112)),
    sidewalk=((186, 184, 178), (198, 192, 180), (176, 176, 176)),
    marking=(245, 245, 240),
    buildings=((214, 170, 120), (190, 92, 74), (226, 212, 184), (150, 162, 184), (206, 130, 96), (170, 176, 160)),
    roof=((150, 70, 60), (110, 110, 120)),
    windows=((120, 180, 220), (96, 150, 200)),
    leaves=((70, 160, 62), (92, 182, 72), (56, 140, 66)),
    trunk=(128, 86, 50),
    pole=(84, 88, 96),
    signs=((222, 36, 36), (36, 84, 206), (244, 206, 40)),
    cars=((206, 30, 30), (30, 70, 190), (240, 200, 40), (240, 240, 240), (40, 150, 90), (230, 120, 30)),
    glass=(60, 90, 120),
    clothes=((230, 60, 90), (60, 60, 200), (250, 180, 60), (250, 250, 250), (120, 60, 170), (40, 170, 170)),
    skin=((236, 188, 152), (160, 110, 80)),
    half_road=(4.5, 6.5),
    walk=(2.5, 4.0),
    storeys=(3, 8),
    pitched=0.1,
    gap=0.2,
    vans=0.1,
    blobs=(1, 1),
    trees=(9.0, 18.0),
    camera=(1.5, 1.9),
    clouds=3,
    hood=False,
    exposure=(0.93, 1.07),
)

REAL = StreetStyle(
    name="real",
    sky=(((104, 98, 116), (214, 160, 118)), ((128, 122, 128), (222, 188, 150)), ((92, 84, 100), (196, 132, 104))),
    road=((70, 64, 62), (80, 74, 70), (62, 58, 60)),
    sidewalk=((112, 106, 100), (120, 110, 98), (104, 100, 102)),
    marking=(168, 158, 142),
    buildings=((104, 84, 72), (126, 88, 66), (88, 84, 88), (138, 122, 102), (96, 70, 62), (116, 108, 100)),
    roof=((84, 56, 48), (66, 62, 66)),
    windows=((52, 54, 66), (66, 64, 70), (226, 184, 104), (60, 58, 62)),
    leaves=((96, 82, 40), (122, 84, 36), (70, 66, 40), (138, 98, 44)),
    trunk=(58, 48, 42),
    pole=(54, 52, 54),
    signs=((150, 48, 44), (52, 66, 120), (168, 140, 60)),
    cars=((58, 58, 62), (150, 148, 146), (40, 44, 62), (190, 186, 180), (84, 38, 38), (30, 30, 32)),
    glass=(34, 36, 44),
    clothes=((50, 46, 50), (66, 60, 80), (94, 70, 56), (40, 50, 66), (120, 112, 104), (104, 40, 40)),
    skin=((190, 144, 116), (120, 84, 64)),
    half_road=(3.5, 5.5),
    walk=(2.0, 3.5),
    storeys=(2, 5),
    pitched=0.6,
    gap=0.25,
    vans=0.45,
    blobs=(5, 9),
    trees=(7.0, 15.0),
    camera=(1.3, 1.7),
    clouds=6,
    hood=True,
    exposure=(1.2, 1.5),
    grain={
        ROAD: (0.10, 0.16), SIDEWALK: (0.12, 0.12), BUILDING: (0.12, 0.14), VEGETATION: (0.38, 0.30),
        SKY: (0.01, 0.06), POLE: (0.08, 0.08), LIGHT: (0.08, 0.05), SIGN: (0.08, 0.08), PERSON: (0.16, 0.12),
        CAR: (0.07, 0.12),
    },
    noise=6.0,
    blur=0.5,
    light=((255, 236, 214), (196, 198, 214)),
)  # fmt: skip
