"""The window's font: the system's own, or the bundled Inter where the system has only a last resort."""

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo

from workbench.core.resources import resource

PIXELS = 13
_LAST_RESORTS = {"", "Sans Serif", "DejaVu Sans", "Bitstream Vera Sans", "FreeSans", "Nimbus Sans"}


def ui_font() -> QFont:
    """The font of the whole window, 13 px, with figures of equal width where it has them."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if not QFontDatabase.families() or QFontInfo(font).family() in _LAST_RESORTS:
        font = QFont(_bundled() or font.family())
    font.setPixelSize(PIXELS)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def _bundled() -> str:
    """Load the bundled faces and give their family; empty when they can not be loaded."""
    family = "Inter"
    if family in QFontDatabase.families():
        return family
    for face in ("Inter-Regular.ttf", "Inter-SemiBold.ttf"):
        if QFontDatabase.addApplicationFont(str(resource(f"fonts/{face}"))) < 0:
            return ""
    return family
