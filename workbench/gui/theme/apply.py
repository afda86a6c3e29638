"""Applies a theme to the application and follows the colour scheme of the system."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from workbench.gui.theme.fonts import ui_font
from workbench.gui.theme.style import style_sheet
from workbench.gui.theme.tokens import DARK, LIGHT, Tokens

MODES = ("dark", "light", "system")


def apply_theme(app: QApplication, tokens: Tokens) -> None:
    """Set the style, font, palette and style sheet of the application."""
    if app.style().name() != "fusion" and not app.styleSheet():
        app.setStyle(QStyleFactory.create("Fusion"))
    app.setFont(ui_font())
    app.setPalette(palette(tokens))
    app.setStyleSheet(style_sheet(tokens))


def palette(tokens: Tokens) -> QPalette:
    """Return the palette for item views, links and disabled text, which the style sheet does not cover."""
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.background,
        role.Base: tokens.panel,
        role.AlternateBase: tokens.raised,
        role.Button: tokens.raised,
        role.ToolTipBase: tokens.raised,
        role.Text: tokens.text,
        role.WindowText: tokens.text,
        role.ButtonText: tokens.text,
        role.ToolTipText: tokens.text,
        role.BrightText: tokens.bad,
        role.PlaceholderText: tokens.faint,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Accent: tokens.accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.Light: tokens.line,
        role.Midlight: tokens.line,
        role.Mid: tokens.line,
        role.Dark: tokens.line,
        role.Shadow: tokens.background,
    }
    result = QPalette()
    for colour_role, colour in colours.items():
        result.setColor(colour_role, QColor(colour))
    for colour_role in (role.Text, role.WindowText, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, colour_role, QColor(tokens.faint))
    return result


class Theme(QObject):
    """The current theme.

    Signals: changed(Tokens): a theme has been applied.
    """

    changed = Signal(object)

    def __init__(self, app: QApplication, mode: str = "system") -> None:
        super().__init__(app)
        self._app = app
        self._mode = mode
        self._tokens: Tokens | None = None
        app.styleHints().colorSchemeChanged.connect(self._follow)
        self.set(mode)

    @property
    def tokens(self) -> Tokens:
        """The colours of the current theme."""
        assert self._tokens is not None
        return self._tokens

    @property
    def mode(self) -> str:
        """The chosen mode: "dark", "light" or "system"."""
        return self._mode

    def set(self, mode: str) -> None:
        """Set the mode: "dark", "light" or "system". Window frames drawn by the system follow it."""
        assert mode in MODES
        self._mode = mode
        scheme = {"dark": Qt.ColorScheme.Dark, "light": Qt.ColorScheme.Light}.get(mode, Qt.ColorScheme.Unknown)
        self._app.styleHints().setColorScheme(scheme)
        self._follow()

    def style_after(self, create: Callable[[], object]) -> None:
        """Call a function that creates a window, without the style sheet, which then styles all widgets once.

        Otherwise Qt styles what is there again whenever a layout moves widgets into another one.

        Another style sheet stays meanwhile. Without any, Qt deletes its cache of styles; widgets that are there are not
        connected to the next one, which keeps them when they are deleted, and the next theme crashes (Qt 6.11,
        QStyleSheetStyle::initObject).
        """
        keeper = QWidget()
        keeper.setStyleSheet("QWidget { }")
        self._app.setStyleSheet("")
        try:
            create()
        finally:
            self._app.setStyleSheet(style_sheet(self.tokens))
            keeper.deleteLater()

    @Slot()
    def _follow(self) -> None:
        light = self._mode == "light" or (
            self._mode == "system" and self._app.styleHints().colorScheme() == Qt.ColorScheme.Light
        )
        tokens = LIGHT if light else DARK
        if tokens is not self._tokens:
            self._tokens = tokens
            apply_theme(self._app, tokens)
            self.changed.emit(tokens)
