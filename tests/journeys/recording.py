"""Writes the page of a journey: what each step took in time, clicks and keys, and what the window showed after it.

The environment variable `WORKBENCH_JOURNEY_PAGES` names the folder `resources` (or another with `docs` and
`screenshots` in it): the pictures go to `screenshots`, the table to `docs/journeys.md`. Without it nothing is counted.
"""

import os
import re
import time
from pathlib import Path
from typing import NamedTuple

import shiboken6
from PIL import Image
from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from workbench.gui.shell.window import Window

VARIABLE = "WORKBENCH_JOURNEY_PAGES"
SIZE = QSize(1280, 800)
SETTLE = 600  # ms before a picture: thumbnails arrive
COLOURS = 128  # of a picture, which is then a third as large


def pages_folder() -> Path | None:
    """The folder that the environment variable names; None if no page is written."""
    folder = os.environ.get(VARIABLE, "")
    return Path(folder).absolute() if folder else None


def photograph(window: QWidget, file: Path) -> None:
    """Save what the window shows, once it has settled, as a PNG file with few colours."""
    QTest.qWait(SETTLE)
    window.grab().save(str(file))
    with Image.open(file) as taken:
        fewer = taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    fewer.save(file, optimize=True)


class Row(NamedTuple):
    """A step of a journey: what was done, in how many seconds, clicks and keys."""

    words: str
    seconds: float
    clicks: int
    keys: int


class Recording(QObject):
    """Counts the keys and clicks that reach the program, each once, although unused ones go on to parents."""

    def __init__(self, window: Window, name: str, title: str) -> None:
        """`name`: in the names of the pictures; `title`: the heading of the table."""
        super().__init__(window)
        self.window, self.name, self.title = window, name, title
        self.rows: list[Row] = []
        self.clicks = self.keys = self._last_key = self._last_click = 0
        self.folder = pages_folder()
        window.resize(SIZE)
        if self.folder is not None:
            application = QApplication.instance()
            assert application is not None
            application.installEventFilter(self)
        self.since = time.monotonic()

    def step(self, words: str) -> None:
        """End a step: what was done, as a sentence."""
        if self.folder is None:
            return
        self.rows.append(Row(words, time.monotonic() - self.since, self.clicks, self.keys))
        photograph(self.window, self._picture(len(self.rows)))
        self.clicks = self.keys = 0
        self.since = time.monotonic()

    def end(self) -> None:
        """Put the table in the place of the one that has its heading, or at the end of the page."""
        if self.folder is None:
            return
        application = QApplication.instance()
        assert application is not None
        application.removeEventFilter(self)
        page = self.folder / "docs" / "journeys.md"
        text = page.read_text(encoding="utf-8") if page.exists() else "# Journeys\n"
        heading = f"## {self.title}\n"
        before, found, rest = text.partition(heading)
        following = re.search(r"^## ", rest, re.MULTILINE)
        after = rest[following.start() :] if following else ""
        before = before if found else f"{before.rstrip()}\n\n"
        page.write_text(f"{before}{heading}\n{self._table()}\n{after}".rstrip() + "\n", encoding="utf-8")

    def _table(self) -> str:
        lines = ["| | step | seconds | clicks | keys |", "|---|---|---|---|---|"]
        pictures = []
        for number, row in enumerate(self.rows, 1):
            place = f"../screenshots/{self._picture(number).name}"
            lines.append(f"| [{number}]({place}) | {row.words} | {row.seconds:.1f} | {row.clicks} | {row.keys} |")
            pictures.append(f"![{number}. {row.words}]({place})\n")
        seconds = sum(one.seconds for one in self.rows)
        clicks, keys = sum(one.clicks for one in self.rows), sum(one.keys for one in self.rows)
        lines.append(f"| | **together** | **{seconds:.1f}** | **{clicks}** | **{keys}** |")
        return "\n".join([*lines, "", *pictures])

    def _picture(self, number: int) -> Path:
        assert self.folder is not None
        return self.folder / "screenshots" / f"journey-{self.name}-{number}.png"

    # -- Qt --------------------------------------------------------------------------------------------------------

    def eventFilter(self, receiver: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress and isinstance(receiver, QWidget):
            assert isinstance(event, QMouseEvent)
            if event.timestamp() != self._last_click:  # a parent gets a copy of it with the same time
                self.clicks, self._last_click = self.clicks + 1, event.timestamp()
        elif kind == QEvent.Type.KeyPress and isinstance(receiver, QWidget):
            assert isinstance(event, QKeyEvent)
            (this,) = shiboken6.getCppPointer(event)
            if this != self._last_key:  # a parent gets the same event
                self.keys, self._last_key = self.keys + 1, this
        elif kind == QEvent.Type.KeyRelease:
            self._last_key = 0
        return False
