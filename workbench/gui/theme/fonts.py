"""The font of the window: that of the system, or the bundled Inter if the system has only a fallback font."""

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo

from workbench.core.resources import resource

PIXELS = 13
_LAST_RESORTS = {"", "Sans Serif", "DejaVu Sans", "Bitstream Vera Sans", "FreeSans", "Nimbus Sans"}


def ui_font() -> QFont:
    """Return the font of the window, 13 px, with tabular figures if it has them."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if not QFontDatabase.families() or QFontInfo(font).family() in _LAST_RESORTS:
        font = QFont(_bundled() or font.family())
    font.setPixelSize(PIXELS)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def _bundled() -> str:
    """Load the bundled fonts and return their family; empty if they cannot be loaded."""
    family = "Inter"
    if family in QFontDatabase.families():
        return family
    for face in ("Inter-Regular.ttf", "Inter-SemiBold.ttf"):
        if QFontDatabase.addApplicationFont(str(resource(f"fonts/{face}"))) < 0:
            return ""
    return family
