"""Colours of classes. They are distinguishable with colour blindness, on dark and light backgrounds."""

from PySide6.QtGui import QColor

# From Okabe and Ito (https://jfly.uni-koeln.de/color/), adjusted so that the first eight differ by at least 20 in
# CIELAB, also for protanopes and deuteranopes, with a contrast of at least 2 : 1 on both backgrounds.
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
    """Return the colour of class number `index`; grey for -1, which means no class.

    The first twelve colours are fixed. Further hues advance by the golden ratio, so that neighbours differ.
    """
    if index < 0:
        return QColor(_NONE)
    if index < len(_CLASSES):
        return QColor(_CLASSES[index])
    return QColor.fromHslF((index * 0.618034) % 1.0, 0.5, 0.5)
