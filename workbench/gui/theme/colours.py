"""Colours of classes: a set that colour-blind people can tell apart, and that reads on dark and on light."""

from PySide6.QtGui import QColor

# From Okabe and Ito (https://jfly.uni-koeln.de/color/), moved until the first eight lie at least 20 apart in CIELAB
# for protanopes and deuteranopes too, with a contrast of at least 2 : 1 on both grounds.
_CLASSES = (
    "#03bfd3",  # cyan
    "#dd9800",  # orange
    "#009967",  # green
    "#c7418f",  # magenta
    "#c04002",  # vermilion
    "#70abfb",  # sky
    "#aab15b",  # olive
    "#6f4fb6",  # indigo
    "#944562",  # wine
    "#8b6339",  # brown
    "#5f9a2f",  # leaf
    "#4f7fae",  # steel
)
_NONE = "#8b94a1"


def class_colour(index: int) -> QColor:
    """The colour of class number `index`; a neutral grey for -1, no class.

    The first twelve are chosen; later ones walk the hues by the golden ratio, distinct from their neighbours.
    """
    if index < 0:
        return QColor(_NONE)
    if index < len(_CLASSES):
        return QColor(_CLASSES[index])
    return QColor.fromHslF((index * 0.618034) % 1.0, 0.5, 0.5)
