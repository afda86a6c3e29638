"""Live curves of a run: losses on the left, accuracy on the right."""

import html
from collections.abc import Mapping
from types import MappingProxyType

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QColor, QMouseEvent, QPen
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from workbench.gui.theme import DARK, Tokens, class_colour
from workbench.gui.views.empty import EmptyState
from workbench.gui.views.series import Series

_REDRAW = 50  # ms
NOTHING: Mapping[str, float] = MappingProxyType({})
_SYMBOLS = {"source": "o", "target": "s"}


class CurvePanel(QWidget):
    """Losses by name, and in per cent the accuracy on both domains and the label-free score.

    Redraws at most every 50 ms, however fast numbers come. The heading of each plot is its legend; it tells the
    last values, or those at the cursor.
    """

    def __init__(self, tokens: Tokens = DARK, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.losses = _Chart("Loss", tokens)
        self.accuracy = _Chart("Accuracy", tokens, per_cent=True)
        self.empty = EmptyState("Losses and accuracy are drawn here while a run is under way.")
        self.setAccessibleName("Curves")
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        charts = QWidget()
        row = QHBoxLayout(charts)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(16)
        row.addWidget(self.losses, 4)
        row.addWidget(self.accuracy, 5)
        self.picked = QComboBox()
        self.picked.setAccessibleName("Validator")
        self.picked.setProperty("quiet", True)
        self.picked.setFixedWidth(118)
        self.picked.view().setMinimumWidth(220)
        self.picked.setToolTip("The score without target labels that the dashed line shows")
        self.picked.currentIndexChanged.connect(self._redraw_score)
        self.accuracy.heading.addWidget(self.picked)
        self._scores: dict[str, list[tuple[int, float]]] = {}
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(charts)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REDRAW)
        self._timer.timeout.connect(self._redraw)

    def add_scalars(self, step: int, values: dict[str, float]) -> None:
        """One point on each named loss."""
        for name, value in values.items():
            self.losses.add(name, step, value)
        self._soon()

    def add_scores(
        self, step: int, source: float | None, target: float | None, validators: Mapping[str, float] = NOTHING
    ) -> None:
        """Accuracies in [0, 1], None where unknown, and scores that need no target label, by name."""
        for name, value in (("source", source), ("target", target)):
            if value is not None:
                self.accuracy.add(name, step, 100 * value)
        for name, value in validators.items():
            self._scores.setdefault(name, []).append((step, value))
        if (score := validators.get(self.picked.currentData())) is not None:
            self.accuracy.add("score", step, 100 * score)
        self._soon()

    def set_validators(self, titles: Mapping[str, str]) -> None:
        """Offer these scores, by name and title."""
        self.picked.clear()
        for name, title in titles.items():
            self.picked.addItem(f"- -  {title}", name)

    def pick(self, validator: str) -> None:
        """Draw this score."""
        self.picked.setCurrentIndex(max(self.picked.findData(validator), 0))

    def _redraw_score(self) -> None:
        self.accuracy.remove("score")
        for step, value in self._scores.get(self.picked.currentData(), []):
            self.accuracy.add("score", step, 100 * value)
        self._redraw()

    def add_stage(self, step: int, name: str) -> None:
        """A line where a stage begins."""
        for chart in (self.losses, self.accuracy):
            chart.add_stage(step, name)

    def clear(self) -> None:
        """Back to the empty state, for another run."""
        self._timer.stop()
        self._scores.clear()
        self.losses.clear()
        self.accuracy.clear()
        self._pages.setCurrentIndex(0)

    def set_empty(self, sentence: str, button: str = "") -> None:
        """What the empty state says; its button's signal is `empty.acted`."""
        self.empty.set_text(sentence, button)

    def set_theme(self, tokens: Tokens) -> None:
        """Take other colours."""
        self.losses.set_theme(tokens)
        self.accuracy.set_theme(tokens)

    def _soon(self) -> None:
        self._pages.setCurrentIndex(1)
        if not self._timer.isActive():
            self._timer.start()

    def _redraw(self) -> None:
        self.losses.redraw()
        self.accuracy.redraw()


class _Chart(QWidget):
    """One plot under a heading that is its legend."""

    def __init__(self, title: str, tokens: Tokens, per_cent: bool = False) -> None:
        super().__init__()
        self._title, self._tokens, self._per_cent = title, tokens, per_cent
        self._series: dict[str, Series] = {}
        self._curves: dict[str, pg.PlotDataItem] = {}
        self._stages: list[pg.InfiniteLine] = []
        self.legend = QLabel(title, textFormat=Qt.TextFormat.RichText)
        self.legend.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # cut off where it is narrow
        self.plot = pg.PlotWidget()
        self.plot.setFrameShape(pg.QtWidgets.QFrame.Shape.NoFrame)
        self.plot.setMenuEnabled(False)
        self.plot.hideButtons()
        self.plot.setMouseEnabled(False, False)
        self.plot.setAccessibleName(f"{title} over steps")
        self.plot.setMinimumHeight(64)
        self._cursor = pg.InfiniteLine(angle=90)
        self._cursor.hide()
        self.plot.addItem(self._cursor, ignoreBounds=True)
        self.plot.viewport().setMouseTracking(True)
        self.plot.viewport().installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self.heading = QHBoxLayout()
        self.heading.setSpacing(8)
        self.heading.addWidget(self.legend, 1)
        layout.addLayout(self.heading)
        layout.addWidget(self.plot, 1)
        self.set_theme(tokens)

    def add(self, name: str, step: int, value: float) -> None:
        if name not in self._series:
            self._series[name] = Series()
            self._curves[name] = self.plot.plot(
                [], [], autoDownsample=True, clipToView=True, downsampleMethod="peak", antialias=True
            )
            self._dress(name)
        self._series[name].append(step, value)

    def remove(self, name: str) -> None:
        if name in self._series:
            self.plot.removeItem(self._curves.pop(name))
            del self._series[name]

    def add_stage(self, step: int, name: str) -> None:
        line = pg.InfiniteLine(step, angle=90, label=name, labelOpts={"position": 0.92, "anchors": [(0, 0), (0, 0)]})
        self._stages.append(line)
        self._dress_stage(line)
        self.plot.addItem(line, ignoreBounds=True)

    def redraw(self) -> None:
        for name, series in self._series.items():
            x, y = series.arrays()
            self._curves[name].setData(x, y)
        if not self._cursor.isVisible():
            self._tell(None)

    def clear(self) -> None:
        for item in (*self._curves.values(), *self._stages):
            self.plot.removeItem(item)
        self._series, self._curves, self._stages = {}, {}, []
        self._tell(None)

    def set_theme(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.plot.setBackground(tokens.panel)
        for name in ("left", "bottom"):
            axis = self.plot.getAxis(name)
            axis.setPen(QColor(tokens.line))
            axis.setTextPen(QColor(tokens.dim))
            axis.setStyle(tickLength=0, tickTextOffset=4, tickFont=self._small(), hideOverlappingLabels=True)
        self.plot.getAxis("left").setGrid(60)
        self.plot.getAxis("left").setWidth(38)
        self._cursor.setPen(QPen(QColor(tokens.faint), 0))
        for curve in self._curves:
            self._dress(curve)
        for line in self._stages:
            self._dress_stage(line)
        self._tell(None)

    def _dress(self, name: str) -> None:
        colour, curve = self._colour(name), self._curves[name]
        dashed = Qt.PenStyle.DashLine if name == "score" and self._per_cent else Qt.PenStyle.SolidLine
        curve.setPen(QPen(colour, 0, dashed))  # width 0 is one screen pixel; wider costs ten times the work
        if self._per_cent and name in _SYMBOLS:
            curve.setSymbol(_SYMBOLS[name])
            curve.setSymbolSize(5)
            curve.setSymbolPen(None)
            curve.setSymbolBrush(colour)

    def _dress_stage(self, line: pg.InfiniteLine) -> None:
        line.setPen(QPen(QColor(self._tokens.line), 0, Qt.PenStyle.DashLine))
        line.label.setColor(QColor(self._tokens.faint))

    def _colour(self, name: str) -> QColor:
        if self._per_cent:
            own = {"source": self._tokens.source, "target": self._tokens.target, "score": self._tokens.dim}
            return QColor(own[name])
        return class_colour(list(self._series).index(name))

    def _tell(self, step: float | None) -> None:
        """The heading: the title, then each curve's sign, name and, where there is room, value (the last for None)."""
        when = "" if step is None else f" at step {step:,.0f}"
        signs = {"source": "●", "target": "■", "score": "- -"} if self._per_cent else {}
        words = {name: f"{name} {self._number(series.at(step))}" for name, series in self._series.items()}
        title = self._title + when
        plain = self._plain(title, words, signs)
        if not self._fits(plain):
            words = {name: name for name in words}
            if not self._fits(self._plain(title, words, signs)) and words:
                title = ""
        parts = [f'<span style="color:{self._tokens.dim}">{title}</span>'] if title else []
        for name, text in words.items():
            if name == "score":
                continue  # the choice of the validator beside the heading is its sign
            sign = f'<span style="color:{self._colour(name).name()}">{signs.get(name, "—")}</span>'
            parts.append(f"{sign} {html.escape(text)}")
        self.legend.setText("&nbsp;&nbsp;&nbsp;".join(parts))
        self.legend.setToolTip(plain)

    def _plain(self, title: str, words: dict[str, str], signs: dict[str, str]) -> str:
        return "   ".join([title, *(f"{signs.get(name, '—')} {text}" for name, text in words.items())])

    def _fits(self, text: str) -> bool:
        return self.fontMetrics().horizontalAdvance(text) <= self.legend.width()

    def _number(self, value: float | None) -> str:
        if value is None:
            return "–"
        return f"{value:.1f} %" if self._per_cent else f"{value:.3f}"

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._cursor.hide()
            self._tell(None)
        elif isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove and self._series:
            place = self.plot.mapToScene(event.position().toPoint())
            x = self.plot.getViewBox().mapSceneToView(place).x()
            step = next(iter(self._series.values())).nearest_step(x)
            self._cursor.setVisible(step is not None)
            if step is not None:
                self._cursor.setValue(step)
                self._tell(step)
        return False

    def _small(self) -> object:
        font = self.font()
        font.setPixelSize(11)
        return font
