"""Class tables in files (classes.csv: name,red,green,blue), and default colours for classes."""

import colorsys
import csv
from pathlib import Path
from typing import NamedTuple

from workbench.core.errors import UserError
from workbench.core.masks import IGNORED, ClassTable, Colour, PixelClass
from workbench.data.label_tables import column
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
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            header, *rows = [row for row in csv.reader(file) if any(part.strip() for part in row)] or [[]]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"{path} cannot be read as a table ({error}).", "Save it as CSV in UTF-8.") from error
    name_at, channels = column(header, NAMES), [column(header, names) for names in CHANNELS]
    if name_at is None or None in channels:
        raise UserError(f"{path} does not have the columns name, red, green and blue.", SHAPE)
    classes: list[PixelClass] = []
    numbers: dict[int, int] = {IGNORED: IGNORED}
    colours: dict[Colour, int] = {}
    for line, row in enumerate(rows):
        name = row[name_at].strip() if len(row) > name_at else ""
        colour = _colour(path, line, [row[at] if at is not None and len(row) > at else "" for at in channels])
        numbers[line] = len(classes) if name else IGNORED
        if colour in colours and not (colours[colour] == numbers[line] == IGNORED):
            raise UserError(f"Line {line + 2} of {path} repeats the colour of another class.", SHAPE)
        colours[colour] = numbers[line]
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
        raise UserError(f"Line {line + 2} of {path} has no colour with three numbers from 0 to 255.", SHAPE)
    return red, green, blue
