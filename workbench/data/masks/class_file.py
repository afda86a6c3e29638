"""Class tables in files (classes.csv: name,red,green,blue), and default colours for classes."""

import colorsys
from pathlib import Path
from typing import NamedTuple

from workbench.core.csv_table import read_csv
from workbench.core.errors import UserError
from workbench.core.masks import IGNORED, ClassTable, Colour, PixelClass
from workbench.data.masks.contract import Code

FILE = "classes.csv"
NAMES = ("name", "class", "label")
CHANNELS = (("red", "r"), ("green", "g"), ("blue", "b"))
SHAPE = "Write name,red,green,blue, one class per line. A line without a name marks a colour as ignored."
FIRST = (  # colours of different lightness, distinguishable also with common colour blindness
    (31, 119, 180), (255, 187, 40), (44, 160, 44), (214, 39, 40), (148, 103, 189), (23, 190, 207), (227, 119, 194),
    (140, 86, 75), (188, 189, 34), (127, 127, 127), (174, 199, 232), (255, 127, 14), (152, 223, 138), (255, 152, 150),
    (90, 60, 140), (0, 100, 90), (247, 182, 210), (110, 20, 40), (219, 219, 141), (60, 60, 60),
)  # fmt: skip
GOLDEN = 0.618033988749895  # step on the circle of hues, so that successive hues are far apart


class ClassFile(NamedTuple):
    """The classes of a file, and the coding of its lines in masks."""

    table: ClassTable
    code: Code


def read_classes(path: Path) -> ClassFile:
    """Read a class table. The order of the lines gives the numbers in masks. Raises UserError with the line number."""
    table = read_csv(path, [*NAMES, *(name for names in CHANNELS for name in names)])
    name_at, channels = table.column(NAMES), [table.column(names) for names in CHANNELS]
    if name_at is None or None in channels:
        raise UserError(f"{path} does not have the columns name, red, green and blue.", SHAPE)
    classes: list[PixelClass] = []
    numbers: dict[int, int] = {IGNORED: IGNORED}
    colours: dict[Colour, int] = {}
    for number, row in enumerate(table.rows):
        if row.problem:
            raise UserError(f"Line {row.line} of {path} {row.problem}.", SHAPE)
        name = row.cells[name_at]
        colour = _colour(path, row.line, [row.cells[at] for at in channels if at is not None])
        numbers[number] = len(classes) if name else IGNORED
        if colour in colours and not (colours[colour] == numbers[number] == IGNORED):
            raise UserError(f"Line {row.line} of {path} repeats the colour of another class.", SHAPE)
        colours[colour] = numbers[number]
        if name:
            classes.append(PixelClass(name, colour))
    return ClassFile(ClassTable(tuple(classes)).checked(), Code(numbers, colours))


def classes_text(table: ClassTable) -> str:
    """The content of a classes.csv, in the form that `read_classes` reads."""
    lines = ["name,red,green,blue"]
    for entry in table.classes:
        quoted = '"' + entry.name.replace('"', '""') + '"' if set(entry.name) & set(',"\r\n') else entry.name
        lines.append(",".join([quoted, *map(str, entry.colour)]))
    return "\n".join(lines) + "\n"


def distinct(count: int) -> list[Colour]:
    """`count` different colours, the most distinguishable first."""
    colours: list[Colour] = list(FIRST[:count])
    step = 0
    while len(colours) < count:
        hue, light = (step * GOLDEN) % 1, (0.35, 0.5, 0.65, 0.8)[step % 4]
        red, green, blue = (round(255 * part) for part in colorsys.hls_to_rgb(hue, light, 0.55 + 0.4 * (step % 3) / 2))
        if (red, green, blue) not in colours:
            colours.append((red, green, blue))
        step += 1
    return colours


def _colour(path: Path, line: int, parts: list[str]) -> Colour:
    try:
        red, green, blue = (int(part) for part in parts)
    except ValueError:
        red = green = blue = -1
    if not all(0 <= part <= 255 for part in (red, green, blue)):
        raise UserError(f"Line {line} of {path} has no colour with three numbers from 0 to 255.", SHAPE)
    return red, green, blue
