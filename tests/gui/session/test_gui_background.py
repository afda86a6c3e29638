"""Work in the background: each piece ends in exactly one of its callbacks, whatever it raises."""

import math
from collections.abc import Callable, Iterator
from functools import partial
from traceback import walk_tb

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from tests.gui.conftest import Pixels
from tests.painted_scenes import HIGH, WIDE
from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.core.strokes import Stroke, Tool
from workbench.gui.session.background import Background


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    owner = QObject()
    yield (background := Background(owner))
    background.close()


def refuse() -> str:
    raise UserError("The disk is full.", "Free some space.")


def break_down() -> str:
    raise ZeroDivisionError("a fault of the program")


def end(ended: list[tuple[str, str]], name: str, result: object) -> None:
    ended.append((name, str(result)))


def test_that_each_piece_of_work_ends_in_exactly_one_callback(qtbot: QtBot, background: Background) -> None:
    ended: list[tuple[str, str]] = []
    works: dict[str, Callable[[], str]] = {
        "ok": lambda: "done",
        "no": refuse,
        "broken": break_down,
        "next": lambda: "too",
    }
    with qtbot.capture_exceptions() as unexpected:
        for name, work in works.items():
            background.do(work, partial(end, ended, name), partial(end, ended, name))
        qtbot.waitUntil(lambda: not background.busy)
    assert ended == [
        ("ok", "done"),
        ("no", "The disk is full. Free some space."),
        ("broken", ended[2][1]),
        ("next", "too"),
    ]
    assert ended[2][1].startswith("An unexpected error occurred (ZeroDivisionError).")
    ((kind, _error, traceback),) = unexpected
    assert kind is ZeroDivisionError
    assert traceback is not None
    frames = [frame.f_code.co_name for frame, _line in walk_tb(traceback)]
    assert frames[-1] == "break_down", "the traceback leads to where it was raised, in the thread"


def test_that_a_callback_that_raises_keeps_no_other_from_its_answer(qtbot: QtBot, background: Background) -> None:
    ended: list[str] = []
    with qtbot.capture_exceptions() as unexpected:
        background.do(lambda: "first", lambda _result: break_down(), lambda error: ended.append(str(error)))
        background.do(lambda: "second", ended.append, lambda error: ended.append(str(error)))
        qtbot.waitUntil(lambda: not background.busy)
        qtbot.waitUntil(lambda: not background._timer.isActive())
    assert ended == ["second"]
    assert [kind for kind, _error, _traceback in unexpected] == [ZeroDivisionError]


def test_that_a_stroke_that_can_not_be_replayed_leaves_no_painter_waiting(qtbot: QtBot, pixels: Pixels) -> None:
    told: list[str] = []
    pixels.session.failed.connect(lambda message, _hint: told.append(message))
    assert pixels.session.project is not None
    broken = Stroke(Tool.BRUSH, "car", (WIDE, HIGH), ((math.inf, 10.0),), 3.0)
    pixels.session.project.labels.paint("images/0.png", [broken])
    with qtbot.capture_exceptions() as unexpected:
        pixels.session.selection.choose(frozenset({(Side.TARGET, "images/0.png")}))
        assert pixels.painting.loading
        qtbot.waitUntil(lambda: not pixels.painting.loading)
    assert [kind for kind, _error, _traceback in unexpected] == [OverflowError]
    assert told == ["An unexpected error occurred (OverflowError)."]
    assert pixels.painting.path == ""
    pixels.session.selection.choose(frozenset({(Side.TARGET, "images/1.png")}))
    qtbot.waitUntil(lambda: not pixels.painting.loading)
    assert pixels.painting.path == "images/1.png", "the next image is read as ever"
