"""Classes of pixels, and the mapping between class tables."""

import msgspec

from workbench.core.errors import UserError
from workbench.core.name_matching import composed

IGNORED = 255  # class index of pixels that are excluded from training and evaluation
MOST = 255  # largest number of classes, as masks have one byte per pixel

Colour = tuple[int, int, int]  # red, green and blue, in [0, 255]


class PixelClass(msgspec.Struct, frozen=True):
    """A class of pixels, and its colour in colour-coded masks and overlays."""

    name: str
    colour: Colour

    def __post_init__(self) -> None:
        """Class names are in one Unicode form, also those that were stored in another."""
        msgspec.structs.force_setattr(self, "name", composed(self.name))


class ClassTable(msgspec.Struct, frozen=True):
    """The classes of a domain's masks. Index i of a decoded mask stands for `classes[i]`, IGNORED for no class."""

    classes: tuple[PixelClass, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Class names by index."""
        return tuple(entry.name for entry in self.classes)

    @property
    def colours(self) -> tuple[Colour, ...]:
        """Class colours by index."""
        return tuple(entry.colour for entry in self.classes)

    def checked(self) -> "ClassTable":
        """This table. Raises UserError if it has no class, too many classes, or duplicate names."""
        names = self.names
        if not names:
            raise UserError("The masks have no classes.", "Add a class table (classes.csv: name,red,green,blue).")
        if len(names) > MOST:
            raise UserError(f"The masks have {len(names)} classes; at most {MOST} are possible.", "Merge some classes.")
        duplicates = sorted({name for name in names if names.count(name) > 1})
        if duplicates:
            raise UserError(
                f"The class table contains duplicate names: {', '.join(duplicates)}.", "Give each class a unique name."
            )
        return self


Mapping = dict[str, str]  # from class names of one table to class names of another; "" ignores the class


def mapped(theirs: ClassTable, ours: ClassTable, mapping: Mapping) -> tuple[int, ...]:
    """For each class index of `theirs`, its index in `ours`: by the mapping, else by equal names.

    IGNORED if `ours` has no such class.
    """
    indices = {name: index for index, name in enumerate(ours.names)}
    renamed = {composed(name): composed(other) for name, other in mapping.items()}
    return tuple(indices.get(renamed.get(name, name), IGNORED) for name in theirs.names)
