"""Where the pictures of a gallery lie: sections one below another, each with a head and lines of pictures."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QSize

HEAD, GAP = 32, 8  # height of a section's head, and of the space below a section, in pixels


class Section(NamedTuple):
    """Pictures that follow each other in a gallery: their class, the part of the breakdown, and their number."""

    name: str
    part: str
    number: int


class GalleryRows:
    """The positions of N pictures in a plane. Each is addressed by its place, from 0 to N − 1."""

    def __init__(self, sections: Sequence[Section] = (), width: int = 1, cell: QSize | None = None) -> None:
        self.sections, self.cell = list(sections), cell or QSize(80, 80)
        self.columns = max(width // self.cell.width(), 1)
        counts = np.array([section.number for section in sections], np.int64)
        lines = -(-counts // self.columns)  # of each section
        heights = HEAD + lines * self.cell.height() + GAP
        self.starts: NDArray[np.int64] = np.concatenate([[0], np.cumsum(counts)])  # the first place of each section
        self.tops: NDArray[np.int64] = np.concatenate([[0], np.cumsum(heights)])  # of the sections, in pixels
        section_of = np.repeat(np.arange(len(counts)), lines)
        within = np.arange(len(section_of)) - np.repeat(np.cumsum(lines) - lines, lines)
        self._line_tops = self.tops[section_of] + HEAD + within * self.cell.height()
        self._line_starts = np.append(self.starts[section_of] + within * self.columns, self.count)

    @property
    def count(self) -> int:
        """The number of pictures."""
        return int(self.starts[-1])

    @property
    def height(self) -> int:
        """The height of the plane in pixels."""
        return int(self.tops[-1])

    def section(self, place: int) -> int:
        """Return the section of a place."""
        return int(np.searchsorted(self.starts, place, "right")) - 1

    def head(self, section: int) -> QRect:
        """Return where the head of a section lies."""
        return QRect(0, int(self.tops[section]), self.columns * self.cell.width(), HEAD)

    def area(self, place: int) -> QRect:
        """Return where a picture lies."""
        line = self._line(place)
        column = place - int(self._line_starts[line])
        return QRect(QPoint(column * self.cell.width(), int(self._line_tops[line])), self.cell)

    def line(self, place: int) -> range:
        """Return the places of the line of a picture."""
        return self._places(self._line(place))

    def at(self, point: QPoint) -> int:
        """Return the place at a position; −1 if there is no picture."""
        line, column = int(np.searchsorted(self._line_tops, point.y(), "right")) - 1, point.x() // self.cell.width()
        if line < 0 or point.y() >= self._line_tops[line] + self.cell.height():
            return -1
        places = self._places(line)
        return places[column] if 0 <= column < len(places) else -1

    def within(self, top: int, bottom: int, *, whole: bool = False) -> range:
        """Return the places whose pictures lie between two heights; `whole`: not those that are cut."""
        high = self.cell.height()
        if whole:
            first = np.searchsorted(self._line_tops, top, "left")
            last = np.searchsorted(self._line_tops, bottom - high, "right")
        else:
            first = np.searchsorted(self._line_tops, top - high, "right")
            last = np.searchsorted(self._line_tops, bottom, "left")
        return range(int(self._line_starts[first]), int(self._line_starts[max(last, first)]))

    def heads(self, top: int, bottom: int) -> range:
        """Return the sections that lie between two heights, at least in part."""
        first = max(int(np.searchsorted(self.tops, top, "right")) - 1, 0)
        return range(first, min(int(np.searchsorted(self.tops, bottom, "left")), len(self.sections)))

    def beside(self, place: int, lines: int) -> int:
        """Return the place some lines below a picture, or above it (negative), in the same column if there is one."""
        line = self._line(place)
        there = self._places(min(max(line + lines, 0), len(self._line_tops) - 1))
        return there[min(place - int(self._line_starts[line]), len(there) - 1)]

    def _line(self, place: int) -> int:
        return int(np.searchsorted(self._line_starts[:-1], place, "right")) - 1

    def _places(self, line: int) -> range:
        return range(int(self._line_starts[line]), int(self._line_starts[line + 1]))
