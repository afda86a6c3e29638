"""The current colouring of the scatter plot and the colours of its points."""

from collections.abc import Mapping, Sequence

import numpy as np
from PySide6.QtGui import QColor

from workbench.core.domain import Side
from workbench.gui.kit.language import tr
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
LABEL = "label"  # a shade with the labels; it replaces the colouring by predicted class


class PointColours:
    """Colours points by domain, by class, or by one of the shades that were offered."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.chosen = DOMAIN
        self.class_names: list[str] = []
        self.shades: dict[str, Shade] = {}

    @property
    def options(self) -> list[tuple[str, str]]:
        """Names and titles of all colourings."""
        own = [(DOMAIN, tr("domain")), *([] if LABEL in self.shades else [(CLASS, tr("class"))])]
        return [*own, *((shade.name, shade.title.lower()) for shade in self.shades.values())]

    def offer(self, shades: Sequence[Shade]) -> None:
        """Replace the shades. The chosen colouring is kept if it is still available."""
        self.shades = {shade.name: shade for shade in shades}
        known = {name for name, _ in self.options}
        if self.chosen not in known:
            same = {CLASS: LABEL, LABEL: CLASS}.get(self.chosen, DOMAIN)
            self.choose(same if same in known else DOMAIN)

    def choose(self, what: str) -> None:
        """Choose a colouring by its name."""
        assert what in {name for name, _ in self.options}
        self.chosen = what

    def scale(self) -> Scale | None:
        """Return the scale for the legend; None for the colouring by domain, which the window explains elsewhere."""
        if self.chosen == CLASS and self.class_names:
            return Scale(tr("Class"), tuple((name, class_colour(row)) for row, name in enumerate(self.class_names)))
        shade = self.shades.get(self.chosen)
        return scale_of(shade) if shade else None

    def colours(
        self,
        points: Mapping[Side, ScatterPoints],
        drawn: Mapping[Side, Mask | None],
        kept: Mapping[Side, Mask] | None,
    ) -> dict[Side, Colours]:
        """Return the colours of the `drawn` points of each side. Points that are not in `kept` are faded."""
        shade = self.shades.get(self.chosen)
        scale = scale_of(shade) if shade else None
        by_side: dict[Side, Colours] = {}
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
            by_side[side] = colours
        return by_side
