"""The appearance of the window: colours, font and widget style, dark and light."""

from workbench.gui.theme.apply import Theme, apply_theme
from workbench.gui.theme.colours import class_colour
from workbench.gui.theme.tokens import DARK, LIGHT, Tokens

__all__ = ["DARK", "LIGHT", "Theme", "Tokens", "apply_theme", "class_colour"]
