"""Colours of classes: a set that colour-blind people can tell apart, and that reads on dark and on light."""

from PySide6.QtGui import QColor

# Okabe and Ito (https://jfly.uni-koeln.de/color/) with the light ones deepened until they read on white,
# then Paul Tol's muted set (https://personal.sron.nl/~pault/) raised until it reads on black.
_CLASSES = (
    "#0a7cc0",  # blue
    "#d98e04",  # orange
    "#0f9f77",  # green
    "#c77aa8",  # pink
    "#cf5a0a",  # vermilion
    "#4fb3dd",  # sky
    "#a39a10",  # olive
    "#7a68c9",  # indigo
    "#a8456f",  # wine
    "#8c95a1",  # grey
    "#8a6238",  # brown
    "#5f9a2f",  # leaf
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
