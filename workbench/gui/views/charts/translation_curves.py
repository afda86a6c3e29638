"""Live curves of a translation: losses on the left, one measure of quality on the right."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from workbench.core.translation import Quality
from workbench.gui.kit.empty_state import EmptyState
from workbench.gui.kit.redraw import Redraw
from workbench.gui.theme import DARK, Tokens
from workbench.gui.views.charts.chart import Chart, Picked

NOTHING = "Losses and quality are drawn here while a translator learns; one that answers at once has none."
MEASURES: tuple[tuple[str, str, bool, Callable[[Quality], float | None]], ...] = (
    ("fid", "FID", False, lambda one: one.fid),
    ("kid", "KID", False, lambda one: one.kid),
    ("kept", "Labels kept", True, lambda one: None if one.kept is None else 100 * one.kept),
    ("content", "Content changed", False, lambda one: one.content),
    ("diversity", "Variety", True, lambda one: 100 * one.diversity),
)


class TranslationCurves(QWidget):
    """Redraws at most every 50 ms, however fast numbers come."""

    def __init__(self, tokens: Tokens = DARK, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.losses, self.quality = Chart("Loss", tokens), Chart("", tokens)
        self.empty = EmptyState(NOTHING)
        self.setAccessibleName("Curves of the translation")
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.picked = Picked("Measure of quality")
        for name, title, _, _ in MEASURES:
            self.picked.addItem(title, name)
        self.picked.currentIndexChanged.connect(self._redraw_quality)
        self.quality.heading.insertWidget(0, self.picked)
        self._judged: list[tuple[int, Quality]] = []
        charts = QWidget()
        row = QHBoxLayout(charts)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(16)
        row.addWidget(self.losses, 5)
        row.addWidget(self.quality, 4)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(charts)
        self._drawing = Redraw(self, self._redraw)

    def add_scalars(self, step: int, values: dict[str, float]) -> None:
        """One point on each named loss."""
        for name, value in values.items():
            self.losses.add(name, step, value)
        if values:
            self._soon()

    def add_quality(self, step: int, quality: Quality) -> None:
        """One point on each measure of quality."""
        self._judged = [one for one in self._judged if one[0] < step] + [(step, quality)]
        self._redraw_quality()

    def add_stage(self, step: int, name: str) -> None:
        """A line where a stage begins."""
        for chart in (self.losses, self.quality):
            chart.add_stage(step, name)

    def clear(self) -> None:
        """Back to the empty state, for another translation."""
        self._drawing.stop()
        self._judged.clear()
        self.losses.clear()
        self.quality.clear()
        self._pages.setCurrentIndex(0)

    def set_theme(self, tokens: Tokens) -> None:
        """Take other colours."""
        self.losses.set_theme(tokens)
        self.quality.set_theme(tokens)

    def _redraw_quality(self) -> None:
        name, _, per_cent, of = MEASURES[self.picked.currentIndex()]
        for one, _, _, _ in MEASURES:
            self.quality.remove(one)
        self.quality.set_title("", per_cent)
        for step, quality in self._judged:
            if (value := of(quality)) is not None:
                self.quality.add(name, step, value)
        self.quality.redraw()

    def _soon(self) -> None:
        self._pages.setCurrentIndex(1)
        self._drawing.soon()

    def _redraw(self) -> None:
        self.losses.redraw()
        self.quality.redraw()
