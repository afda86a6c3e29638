"""Labels of pixels: the table that says what the numbers of a mask mean."""

import msgspec

from workbench.core.errors import UserError

IGNORED = 255  # in every mask of this program: a pixel that neither teaches nor measures
MOST = 255  # classes that a table can hold, for a mask has a byte for each pixel

Colour = tuple[int, int, int]  # red, green and blue, in [0, 255]


class PixelClass(msgspec.Struct, frozen=True):
    """What pixels can be, and the colour that a mask of colours or an overlay gives them."""

    name: str
    colour: Colour


class ClassTable(msgspec.Struct, frozen=True):
    """The classes of a domain's pixels: number i in a decoded mask is `classes[i]`, IGNORED is none of them."""

    classes: tuple[PixelClass, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """In the order of their numbers."""
        return tuple(one.name for one in self.classes)

    @property
    def colours(self) -> tuple[Colour, ...]:
        """In the order of their numbers."""
        return tuple(one.colour for one in self.classes)

    def checked(self) -> "ClassTable":
        """This table. Raises UserError when it has no class, too many, or two of one name."""
        names = self.names
        if not names:
            raise UserError("The masks name no class.", "Give a table of classes (classes.csv: name,red,green,blue).")
        if len(names) > MOST:
            raise UserError(f"The masks have {len(names)} classes.", f"A mask can tell {MOST} apart; merge some.")
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise UserError(f"The table names a class twice: {', '.join(twice)}.", "Give each a name of its own.")
        return self


Mapping = dict[str, str]  # from the name of a class in one table to its name in another; "" leaves its pixels out


def mapped(theirs: ClassTable, ours: ClassTable, mapping: Mapping) -> tuple[int, ...]:
    """For each number of `theirs`, the number in `ours` that it becomes: by the mapping, else by the same name.

    IGNORED where `ours` has no such class.
    """
    place = {name: number for number, name in enumerate(ours.names)}
    return tuple(place.get(mapping.get(name, name), IGNORED) for name in theirs.names)
