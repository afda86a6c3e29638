"""A tutorial of the documentation, followed in the window: its numbered steps are done, and what it quotes is read.

A step begins with one action. An action in the words below is carried out as it is written; for any other one the test
has hands, registered by the words of the page. Afterwards every “quoted” text of the step must be on screen, where “…”
stands for any text. With `WORKBENCH_JOURNEY_PAGES` set (see `recording.py`), the pictures of the page are taken.
"""

import html
import re
import shlex
import textwrap
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

import workbench
from tests.journeys.hands import Dialogs, click, type_over
from tests.journeys.recording import SIZE, pages_folder, photograph
from workbench.core.domain import Side
from workbench.gui.shell.window import Window

PATIENCE = 120_000 if pages_folder() is None else 600_000  # ms: pictures are of runs with all steps
PAUSE = 200  # ms between two looks at the window
FOLDER = Path(workbench.__file__).parents[1] / "resources" / "docs" / "tutorials"
STEP = re.compile(r"^(\d+)\. (.*\n(?:(?: {4}.*)?\n)*)", re.MULTILINE)
COMMANDS = re.compile(r"^```sh\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PICTURE = re.compile(r"!\[[^\]]+\]\(../../screenshots/([\w-]+\.png)\)")
QUOTED = re.compile(r"“([^”]+)”")
PRESS = re.compile(r"Press \*\*(.+)\*\*\.")
KEYS = re.compile(r"Press `([^`]+)`(?: \(.*\))?\.")
CHOOSE = re.compile(r"Choose \*\*(.+)\*\* as \*(.+)\*\.")
TYPE = re.compile(r"Type `(.+)` into \*(.+)\*\.")


@dataclass(frozen=True)
class TutorialStep:
    """A numbered step: its first paragraph is the action, the rest says what is seen."""

    action: str
    seen: str

    @property
    def quotes(self) -> list[str]:
        """What the window says after the action."""
        return QUOTED.findall(self.seen)

    @property
    def picture(self) -> str:
        """The name of its picture; "" without one."""
        found = PICTURE.search(self.seen)
        return found[1] if found else ""


def read_steps(page: Path) -> list[TutorialStep]:
    """The numbered steps of a page, which count from 1."""
    steps: list[TutorialStep] = []
    for number, text in STEP.findall(page.read_text(encoding="utf-8")):
        assert int(number) == len(steps) + 1, f"{page.name}: step {number} stands after {len(steps)}"
        action, _, seen = textwrap.dedent(f"    {text}").strip().partition("\n\n")
        steps.append(TutorialStep(" ".join(action.split()), " ".join(seen.split())))
    return steps


@dataclass
class Reader:
    """A person at the window, who does what a page says."""

    qtbot: QtBot
    window: Window
    place: Path  # for the files that the page writes

    def press(self, text: str) -> None:
        """Click the button with this text."""
        self.qtbot.waitUntil(lambda: any(each.isEnabled() for each in self._buttons(text)), timeout=PATIENCE)
        click(self.qtbot, next(each for each in self._buttons(text) if each.isEnabled()))

    def keys(self, *keys: str) -> None:
        """Press keys, written as in `Ctrl+2`, in whatever has the keyboard."""
        for key in keys:
            widget = QApplication.focusWidget() or self.window
            QTest.keySequence(widget, QKeySequence(key))
            QApplication.processEvents()

    def choose(self, item: str, name: str) -> None:
        """Choose an item of a list by typing its first word. (Space opens the list.)"""
        box = self.field(name)
        assert isinstance(box, QComboBox)
        self.qtbot.waitUntil(lambda: box.findText(item) >= 0, timeout=PATIENCE)
        box.setFocus(Qt.FocusReason.TabFocusReason)
        self.qtbot.keyClicks(box, item.split(maxsplit=1)[0])
        assert box.currentText() == item, f"{name}: {box.currentText()}, not {item}"

    def type(self, text: str, name: str) -> None:
        """Replace what is in a field."""
        editor = self.field(name)
        assert isinstance(editor, QAbstractSpinBox | QLineEdit)
        editor.setFocus(Qt.FocusReason.TabFocusReason)
        type_over(self.qtbot, text)
        assert editor.text().replace(",", "") == text

    def choose_folder(self, side: Side, folder: Path) -> None:
        """Click a field of the start page, and paste a path into the dialog."""
        dialogs = Dialogs(folder)
        click(self.qtbot, self.window.start.zones[side])
        dialogs.check(self.qtbot, self.window)

    def field(self, name: str) -> QWidget:
        """The visible field that has this name before it."""
        fields = (each for kind in (QComboBox, QAbstractSpinBox, QLineEdit) for each in self.window.findChildren(kind))
        found = [each for each in fields if each.isVisible() and each.accessibleName() == name]
        assert found, f"the window has no field {name}"
        return found[0]

    def reads(self, quote: str) -> bool:
        """Whether a text is on screen; “…” in it stands for any text."""
        wanted = re.compile(".*".join(re.escape(part) for part in quote.split("…") if part), re.DOTALL)
        return any(wanted.search(text) for text in on_screen(self.window))

    def _buttons(self, text: str) -> list[QAbstractButton]:
        every = self.window.findChildren(QAbstractButton)
        return [each for each in every if each.isVisible() and plain(each.text()) == text and not each.property("step")]


@dataclass
class Tutorial:
    """A page, and the hands for those of its actions that are not carried out as they are written."""

    name: str
    quick: dict[str, str] = field(default_factory=dict)  # what is typed into a field unless pictures are taken
    hands: dict[str, Callable[[Reader], None]] = field(default_factory=dict)

    @property
    def page(self) -> Path:
        """The file of the page."""
        return FOLDER / f"{self.name}.md"

    @property
    def commands(self) -> list[list[str]]:
        """The words of each command of the page after `workbench`."""
        lines = "".join(COMMANDS.findall(self.page.read_text(encoding="utf-8"))).splitlines()
        return [shlex.split(line.removeprefix("workbench ")) for line in lines]

    def step(self, action: str) -> Callable[[Callable[[Reader], None]], Callable[[Reader], None]]:
        """Register the hands of a test for an action, in the words of the page."""

        def register(hands: Callable[[Reader], None]) -> Callable[[Reader], None]:
            self.hands[action] = hands
            return hands

        return register

    def follow(self, qtbot: QtBot, window: Window, place: Path) -> None:
        """Do every step. Fail if hands have no step, a step has no hands, or the window does not say what is quoted."""
        steps = read_steps(self.page)
        assert steps
        assert self.hands.keys() - {step.action for step in steps} == set(), "no step of the page says so"
        window.resize(SIZE)
        reader, pictures = Reader(qtbot, window, place), pages_folder()
        for number, step in enumerate(steps, 1):
            assert step.quotes, f"step {number} does not quote what the window says"
            self._act(reader, step.action)
            for quote in step.quotes:
                self._wait(reader, f"step {number} (“{step.action}”)", quote)
            if step.picture:
                assert step.picture.startswith("tutorial-")
                if pictures is not None:
                    photograph(window, pictures / "screenshots" / step.picture)

    def _wait(self, reader: Reader, step: str, quote: str) -> None:
        """Wait until the window says what the page quotes."""
        until = time.monotonic() + PATIENCE / 1000
        while not reader.reads(quote):
            if time.monotonic() > until:
                texts = "\n".join(sorted(on_screen(reader.window)))
                raise AssertionError(f"{self.name}, {step}: “{quote}” is not among\n{texts}")
            QTest.qWait(PAUSE)  # reading the whole window takes longer than the 10 ms between two looks of waitUntil

    def _act(self, reader: Reader, action: str) -> None:
        if hands := self.hands.get(action):
            hands(reader)
        elif button := PRESS.fullmatch(action):
            reader.press(button[1])
        elif keys := KEYS.fullmatch(action):
            reader.keys(keys[1])
        elif choice := CHOOSE.fullmatch(action):
            reader.choose(*choice.groups())
        elif typed := TYPE.fullmatch(action):
            text, name = typed.groups()
            reader.type(self.quick.get(name, text) if pages_folder() is None else text, name)
        else:
            raise AssertionError(f"{self.name}: the test does not do “{action}”")


def plain(text: str) -> str:
    """A text of the window without markup and mnemonics."""
    text = html.unescape(re.sub(r"<[^>]+>", "", text)).replace("&&", "\0").replace("&", "").replace("\0", "&")
    return " ".join(text.split())


def on_screen(window: Window) -> set[str]:
    """The texts of all visible widgets."""
    texts: set[str] = set()
    for widget in window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        match widget:
            case QLabel() | QAbstractButton() | QLineEdit() | QAbstractSpinBox():
                texts.add(plain(widget.text()))
            case QComboBox():
                texts.add(plain(widget.currentText()))
            case QTabBar():
                texts |= {plain(widget.tabText(index)) for index in range(widget.count())}
    return texts - {""}
