"""Which way the points of the scatter are coloured, and the colours that follow."""

from collections.abc import Mapping, Sequence

import numpy as np
from PySide6.QtGui import QColor

from workbench.core.domain import Side
from workbench.gui.theme import Tokens, class_colour
from workbench.gui.views.scatter.colour_scales import (
    Colours,
    Scale,
    Shade,
    faded,
    of_classes,
    of_domain,
    scale_of,
    shaded,
)
from workbench.gui.views.scatter.points import Mask, ScatterPoints

DOMAIN, CLASS = "domain", "class"
LABEL = "label"  # a shade that tells the class better than what points bring


class PointColours:
    """The ways to colour: by domain, by class, and by the shades that are offered."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.chosen = DOMAIN
        self.class_names: list[str] = []
        self.shades: dict[str, Shade] = {}

    @property
    def options(self) -> list[tuple[str, str]]:
        """Names and titles of all ways."""
        own = [(DOMAIN, "domain")] if LABEL in self.shades else [(DOMAIN, "domain"), (CLASS, "class")]
        return [*own, *((one.name, one.title.lower()) for one in self.shades.values())]

    def offer(self, shades: Sequence[Shade]) -> None:
        """Take these shades from now on; the way that was chosen stays, as far as it is still there."""
        self.shades = {one.name: one for one in shades}
        known = {name for name, _ in self.options}
        if self.chosen not in known:
            same = {CLASS: LABEL, LABEL: CLASS}.get(self.chosen, DOMAIN)
            self.choose(same if same in known else DOMAIN)

    def choose(self, what: str) -> None:
        """Take this way from now on."""
        assert what in {name for name, _ in self.options}
        self.chosen = what

    def scale(self) -> Scale | None:
        """What a legend should tell; of domains and classes the rest of the window tells."""
        if self.chosen == CLASS and self.class_names:
            return Scale("Class", tuple((name, class_colour(row)) for row, name in enumerate(self.class_names)))
        shade = self.shades.get(self.chosen)
        return scale_of(shade) if shade else None

    def colours(
        self,
        points: Mapping[Side, ScatterPoints],
        drawn: Mapping[Side, Mask | None],
        kept: Mapping[Side, Mask] | None,
    ) -> dict[Side, Colours]:
        """Of the `drawn` ones of all `points`; those of them that are not `kept` fade."""
        shade = self.shades.get(self.chosen)
        scale = scale_of(shade) if shade else None
        made: dict[Side, Colours] = {}
        for side, part in points.items():
            if shade is not None and scale is not None and len(shade.values[side]) == len(part.paths):
                colours = shaded(shade, side, scale, self.tokens)
            elif self.chosen == CLASS:
                colours = of_classes(np.asarray(part.classes))
            else:
                colours = of_domain(len(part.paths), side, self.tokens)
            mask = drawn[side]
            colours = colours if mask is None else colours[mask]
            if kept is not None and len(kept[side]) == len(colours):
                colours = faded(colours, kept[side], QColor(self.tokens.background))
            made[side] = colours
        return made
