"""The terms of the field that the window shows, and those that it explains."""

import html
import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QHeaderView, QLabel, QTabBar, QWidget

from workbench.core.glossary import Term, mentioned
from workbench.gui.kit.terms import TermButton, TermLabel
from workbench.gui.shell.window import Window


def shown(window: Window, kind: type[QWidget]) -> list[QWidget]:
    return [widget for widget in window.findChildren(kind) if widget.isVisible()]


def said(widget: QWidget) -> list[str]:
    """What a widget writes on screen."""
    match widget:
        case QLabel():
            return [html.unescape(re.sub(r"<[^>]+>", " ", widget.text()))]
        case QAbstractButton():
            return [widget.text()]
        case QComboBox():
            return [widget.currentText()]
        case QTabBar():
            return [widget.tabText(index) for index in range(widget.count()) if widget.isTabVisible(index)]
        case QHeaderView():
            model, horizontal = widget.model(), Qt.Orientation.Horizontal
            columns = [index for index in range(widget.count()) if not widget.isSectionHidden(index)]
            return [str(model.headerData(index, horizontal)) for index in columns] if model is not None else []
    raise AssertionError(widget)


def unexplained(window: Window) -> dict[Term, str]:
    """The terms on screen that no visible label and no question mark explains, with where they stand."""
    helped: set[Term] = set()
    for helper in (*shown(window, TermLabel), *shown(window, TermButton)):
        assert isinstance(helper, TermLabel | TermButton)
        helped |= set(helper.terms)
    written: dict[Term, str] = {}
    for kind in (QLabel, QAbstractButton, QComboBox, QTabBar, QHeaderView):
        for widget in shown(window, kind):
            for text in said(widget):
                written |= {term: f"{type(widget).__name__}: {text}" for term in mentioned([text])}
    assert written
    return {term: where for term, where in written.items() if term not in helped}
