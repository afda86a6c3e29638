"""Live curves of a run: losses on the left, accuracy on the right."""

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from workbench.gui.kit.empty_state import EmptyState
from workbench.gui.kit.language import tr
from workbench.gui.kit.redraw import Redraw
from workbench.gui.kit.terms import TermButton
from workbench.gui.theme import DARK, Tokens
from workbench.gui.views.charts.chart import Chart, ChartChoice

NOTHING: Mapping[str, float] = MappingProxyType({})


class CurvePanel(QWidget):
    """Shows losses by name and, in per cent, the accuracy on both domains and the label-free score.

    The panel redraws at most every 50 ms. The legend of each plot shows the last values or those at the cursor.
    """

    def __init__(self, tokens: Tokens = DARK, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.losses = Chart(tr("Loss"), tokens)
        self.accuracy = Chart(tr("Accuracy"), tokens, per_cent=True)
        self.empty = EmptyState(tr("Losses and accuracy appear here while a run is in progress."))
        self.setAccessibleName(tr("Curves"))
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        charts = QWidget()
        row = QHBoxLayout(charts)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(16)
        row.addWidget(self.losses, 2)
        row.addWidget(self.accuracy, 3)
        self.picked = ChartChoice(tr("Validator"))
        self.picked.view().setMinimumWidth(220)
        self.picked.setToolTip(tr("The validator whose score is the dashed line"))
        self.picked.currentIndexChanged.connect(self._redraw_score)
        self.accuracy.heading.addWidget(self.picked)
        self.accuracy.heading.addWidget(TermButton(self._named, "curves"))
        self._scores: dict[str, list[tuple[int, float]]] = {}
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(charts)
        self._drawing = Redraw(self, self._redraw)

    def add_scalars(self, step: int, values: dict[str, float]) -> None:
        """Add a point to the curve of each loss."""
        for name, value in values.items():
            self.losses.add(name, step, value)
        self._soon()

    def add_scores(
        self, step: int, source: float | None, target: float | None, validators: Mapping[str, float] = NOTHING
    ) -> None:
        """Add accuracies in [0, 1], None if unknown, and the scores of validators by name."""
        for name, value in (("source", source), ("target", target)):
            if value is not None:
                self.accuracy.add(name, step, 100 * value)
        for name, value in validators.items():
            self._scores.setdefault(name, []).append((step, value))
        if (score := validators.get(self.picked.currentData())) is not None:
            self.accuracy.add("score", step, 100 * score)
        self._soon()

    def set_validators(self, titles: Mapping[str, str]) -> None:
        """Set the validators that can be chosen, by name and title."""
        self.picked.clear()
        for name, title in titles.items():
            self.picked.addItem(f"- -  {title}", name)

    def pick(self, validator: str) -> None:
        """Draw the score of a validator."""
        self.picked.setCurrentIndex(max(self.picked.findData(validator), 0))

    def _redraw_score(self) -> None:
        self.accuracy.remove("score")
        for step, value in self._scores.get(self.picked.currentData(), []):
            self.accuracy.add("score", step, 100 * value)
        self._redraw()

    def add_stage(self, step: int, name: str) -> None:
        """Draw a vertical line where a stage begins."""
        for chart in (self.losses, self.accuracy):
            chart.add_stage(step, name)

    def clear(self) -> None:
        """Remove all curves and show the empty state."""
        self._drawing.stop()
        self._scores.clear()
        self.losses.clear()
        self.accuracy.clear()
        self._pages.setCurrentIndex(0)

    def set_empty(self, sentence: str, button: str = "") -> None:
        """Set the sentence and the button of the empty state. The button emits `empty.acted`."""
        self.empty.set_text(sentence, button)

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self.losses.set_theme(tokens)
        self.accuracy.set_theme(tokens)

    def _named(self) -> list[str]:
        """Return the titles of the plots, and the names of their curves."""
        return [*self.losses.names, *self.accuracy.names, self.picked.currentText()]

    def _soon(self) -> None:
        self._pages.setCurrentIndex(1)
        self._drawing.soon()

    def _redraw(self) -> None:
        self.losses.redraw()
        self.accuracy.redraw()
