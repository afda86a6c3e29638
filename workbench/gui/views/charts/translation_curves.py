"""Live curves of a translation: losses on the left, one measure of quality on the right."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from workbench.core.translation import Quality
from workbench.gui.kit.empty_state import EmptyState
from workbench.gui.kit.language import tr
from workbench.gui.kit.redraw import Redraw
from workbench.gui.kit.terms import TermButton
from workbench.gui.theme import DARK, Tokens
from workbench.gui.views.charts.chart import Chart, ChartChoice

NOTHING = tr("Losses and quality appear here while a translator is trained. Some translators need no training.")
MEASURES: tuple[tuple[str, str, bool, Callable[[Quality], float | None]], ...] = (
    ("fid", "FID", False, lambda quality: quality.fid),
    ("kid", "KID", False, lambda quality: quality.kid),
    ("kept", tr("Labels kept"), True, lambda quality: None if quality.kept is None else 100 * quality.kept),
    ("content", tr("Content changed"), False, lambda quality: quality.content),
    ("diversity", tr("Variety"), True, lambda quality: 100 * quality.diversity),
)


class TranslationCurves(QWidget):
    """Shows losses and one measure of quality. Redraws at most every 50 ms."""

    def __init__(self, tokens: Tokens = DARK, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.losses, self.quality = Chart(tr("Loss"), tokens), Chart("", tokens)
        self.empty = EmptyState(NOTHING)
        self.setAccessibleName(tr("Curves of the translation"))
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.picked = ChartChoice(tr("Measure of quality"))
        for name, title, _, _ in MEASURES:
            self.picked.addItem(title, name)
        self.picked.currentIndexChanged.connect(self._redraw_quality)
        self.quality.heading.insertWidget(0, self.picked)
        self.quality.heading.addWidget(TermButton(self._named, "curves"))
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
        """Add a point to the curve of each loss."""
        for name, value in values.items():
            self.losses.add(name, step, value)
        if values:
            self._soon()

    def add_quality(self, step: int, quality: Quality) -> None:
        """Add a point to the curve of each measure."""
        self._judged = [earlier for earlier in self._judged if earlier[0] < step] + [(step, quality)]
        self._redraw_quality()

    def add_stage(self, step: int, name: str) -> None:
        """Draw a vertical line where a stage begins."""
        for chart in (self.losses, self.quality):
            chart.add_stage(step, name)

    def clear(self) -> None:
        """Remove all curves and show the empty state."""
        self._drawing.stop()
        self._judged.clear()
        self.losses.clear()
        self.quality.clear()
        self._pages.setCurrentIndex(0)

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self.losses.set_theme(tokens)
        self.quality.set_theme(tokens)

    def _named(self) -> list[str]:
        """Return the names of the curves."""
        return [*self.losses.names, self.picked.currentText()]

    def _redraw_quality(self) -> None:
        name, _, per_cent, of = MEASURES[self.picked.currentIndex()]
        for measure, _, _, _ in MEASURES:
            self.quality.remove(measure)
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
