"""Text from outside is shown as it is: no markup is read in it, and no picture that it names is loaded."""

import ast
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

import workbench.gui
from workbench.gui.kit.empty_state import EmptyState
from workbench.gui.kit.plain_text import plain_tip

GUI = Path(workbench.gui.__file__).parent
HOSTILE = '<img src="//elsewhere/x.png"><b>cat</b>'


@given(st.text(st.characters(categories=("L", "N", "P", "S")), max_size=60))
@example(HOSTILE)
@example("a\n<b>c</b>")
@example("Tom & <i>Jerry</i>")
def test_that_a_tooltip_reads_as_it_is_written(text: str) -> None:
    tip = plain_tip(text)
    if tip != text:
        shown = QTextDocument()
        shown.setHtml(tip)
        assert shown.toPlainText() == text
        assert "<img" not in tip


def test_that_the_sentence_of_an_empty_panel_is_plain(qtbot: QtBot) -> None:
    panel = EmptyState(HOSTILE)
    qtbot.addWidget(panel)
    (sentence,) = panel.findChildren(QLabel)
    assert (sentence.text(), sentence.textFormat()) == (HOSTILE, Qt.TextFormat.PlainText)


@pytest.mark.parametrize("path", sorted(GUI.rglob("*.py")), ids=lambda path: path.relative_to(GUI).as_posix())
def test_that_every_tooltip_with_a_text_from_elsewhere_is_made_plain(path: Path) -> None:
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    assert [ast.unparse(call) for call in calls if (tip := _tip(call)) is not None and not _is_ours(tip)] == []


def _tip(call: ast.Call) -> ast.expr | None:
    """The text that a call sets as a tooltip."""
    match call:
        case ast.Call(func=ast.Attribute(attr="setToolTip"), args=[text]):
            return text
        case ast.Call(func=ast.Attribute(attr="setItemData"), args=[_, text, role]) if "ToolTip" in ast.unparse(role):
            return text
        case ast.Call(func=ast.Attribute(attr="showText", value=ast.Name(id="QToolTip")), args=[_, text, *_]):
            return text
    return None


def _is_ours(text: ast.expr) -> bool:
    """Written in the program, made plain, or taken from where a plain one was put."""
    match text:
        case ast.Constant():
            return True
        case ast.IfExp(body=body, orelse=other):
            return _is_ours(body) and _is_ours(other)
        case ast.BinOp(left=left, right=right):
            return _is_ours(left) and _is_ours(right)
        case ast.BoolOp(values=values):
            return all(map(_is_ours, values))
        case ast.Call(func=ast.Name(id="plain_tip")):
            return True
        case ast.Call(func=ast.Name(id="tr"), args=[ast.Constant()], keywords=[]):
            return True
        case ast.Call(func=ast.Attribute(attr="currentData")):
            return "ToolTipRole" in ast.unparse(text)
    return False
