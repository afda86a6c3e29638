"""A plot of named curves over steps."""

import html

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPen
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import decimal, grouped
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.theme import Tokens, class_colour
from workbench.gui.views.charts.series import Series

_Floats = NDArray[np.float64]
_SYMBOLS = {"source": "o", "target": "s"}
_STAGE_NAMES = (0.94, 0.8, 0.66, 0.52)  # heights of stage names, as shares of the plot


class ChartChoice(QComboBox):
    """A box beside the legend that chooses what a chart shows. It is only as wide as its text."""

    WIDEST, FRAME = 132, 34  # pixels

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setProperty("quiet", True)
        self.currentTextChanged.connect(self._fit)
        self._fit("")

    def _fit(self, words: str) -> None:
        self.setFixedWidth(min(self.fontMetrics().horizontalAdvance(words) + self.FRAME, self.WIDEST))


class Chart(QWidget):
    """One plot below a legend, which shows the last values or those at the cursor."""

    def __init__(self, title: str, tokens: Tokens, per_cent: bool = False) -> None:
        super().__init__()
        self._title, self._tokens, self._per_cent = title, tokens, per_cent
        self._series: dict[str, Series] = {}
        self._curves: dict[str, pg.PlotDataItem] = {}
        self._stages: list[pg.InfiniteLine] = []
        self.legend = QLabel(title, textFormat=Qt.TextFormat.RichText)
        self.legend.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # may be narrower than its text
        self.plot = pg.PlotWidget()
        self.plot.setFrameShape(pg.QtWidgets.QFrame.Shape.NoFrame)
        self.plot.setMenuEnabled(False)
        self.plot.hideButtons()
        self.plot.setMouseEnabled(False, False)
        self.plot.setAccessibleName(tr("{title} over steps", title=title))
        self.plot.setMinimumHeight(64)
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it has no keys; a click leaves those of the images alive
        self._cursor = pg.InfiniteLine(angle=90)
        self._cursor.hide()
        self.plot.addItem(self._cursor, ignoreBounds=True)
        self.plot.viewport().setMouseTracking(True)
        self.plot.viewport().installEventFilter(self)
        self.legend.installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self.heading = QHBoxLayout()
        self.heading.setSpacing(8)
        self.heading.addWidget(self.legend, 1)
        layout.addLayout(self.heading)
        layout.addWidget(self.plot, 1)
        self.set_theme(tokens)

    @property
    def names(self) -> list[str]:
        """The title and the names of the curves."""
        return [self._title, *self._series]

    def add(self, name: str, step: int, value: float) -> None:
        """Add a point to a curve."""
        if name not in self._series:
            self._series[name] = Series()
            self._curves[name] = self.plot.plot(
                [], [], autoDownsample=True, clipToView=True, downsampleMethod="peak", antialias=True
            )
            self._dress(name)
        self._series[name].append(step, value)

    def remove(self, name: str) -> None:
        """Remove a curve, if it exists."""
        if name in self._series:
            self.plot.removeItem(self._curves.pop(name))
            del self._series[name]

    def add_stage(self, step: int, name: str) -> None:
        """Draw a vertical line where a stage begins."""
        high = _STAGE_NAMES[len(self._stages) % len(_STAGE_NAMES)]  # staggered, so that names do not overlap
        # The name is to the right of its line, or to the left if the line is in the right half.
        line = pg.InfiniteLine(step, angle=90, label=name, labelOpts={"position": high, "anchors": [(0, 0), (1, 0)]})
        self._stages.append(line)
        self._dress_stage(line)
        self.plot.addItem(line, ignoreBounds=True)

    def redraw(self) -> None:
        """Draw the points that were added."""
        scaled = False
        for name, series in self._series.items():
            x, y = series.arrays()
            self._curves[name].setData(x, y)
            if not (self._per_cent and name in _SYMBOLS):
                self._curves[name].setSymbol("o" if len(x) == 1 else None)  # a line has no single point
            scaled = scaled or len(x) > 1
        self._scale([series.arrays() for series in self._series.values()], scaled)
        if not self._cursor.isVisible():
            self._tell(None)

    def _scale(self, curves: list[tuple[_Floats, _Floats]], scaled: bool) -> None:
        """Fit the axes to the curves. Around single points they begin at 0, where Qt would invent negative steps."""
        points = [(x[-1], y[-1]) for x, y in curves if len(x) and np.isfinite(y[-1])]
        for side in ("left", "bottom"):
            self.plot.getAxis(side).setStyle(showValues=bool(points))
        if scaled or not points:
            self.plot.enableAutoRange()
            return
        last, high = max(x for x, _ in points), max(y for _, y in points)
        low = min(*(y for _, y in points), 0.0)
        top = 100.0 if self._per_cent else high + 0.2 * (high - low or 1.0)
        self.plot.setRange(xRange=(0.0, 2 * last or 1.0), yRange=(low, top), padding=0.02)

    def clear(self) -> None:
        """Remove all curves and stages."""
        for item in (*self._curves.values(), *self._stages):
            self.plot.removeItem(item)
        self._series, self._curves, self._stages = {}, {}, []
        self._tell(None)

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
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
        curve.setSymbolSize(5)
        curve.setSymbolPen(None)
        curve.setSymbolBrush(colour)
        if self._per_cent and name in _SYMBOLS:
            curve.setSymbol(_SYMBOLS[name])

    def _dress_stage(self, line: pg.InfiniteLine) -> None:
        line.setPen(QPen(QColor(self._tokens.line), 0, Qt.PenStyle.DashLine))
        line.label.setColor(QColor(self._tokens.faint))

    def _colour(self, name: str) -> QColor:
        if self._per_cent:
            own = {"source": self._tokens.source, "target": self._tokens.target, "score": self._tokens.dim}
            if name in own:
                return QColor(own[name])
        return class_colour(list(self._series).index(name))

    def _tell(self, step: float | None) -> None:
        """Set the legend: the title, then the sign, name and value of each curve at a step (None: the last step).

        If space is short, values are left out first, then the title, then names from the end. No text is truncated.
        The names of the domains are left out before they are replaced by an ellipsis.
        """
        title = (self._title + ("" if step is None else tr(" at step {step}", step=grouped(step, 0)))).strip()
        values = {name: self._number(series.at(step)) for name, series in self._series.items()}
        texts = {name: f"{name} {value}" for name, value in values.items()}
        self.legend.setToolTip(plain_tip(self._plain(title, texts)))
        texts.pop("score", None)  # the box beside the legend names the validator
        names = {name: name for name in texts}
        candidates = [(title, texts), (title, names), ("", names)]
        if len(names) == 1 and not self._title:  # the box beside the legend shows its name
            candidates = [(title, values), ("", values)]
        if self._per_cent and set(names) <= set(_SYMBOLS):  # their signs are known from the header
            candidates.append(("", dict.fromkeys(names, "")))
        shown = next((candidate for candidate in candidates if self._fits(self._plain(*candidate))), ("", {}))
        while len(names) > 1 and not shown[1]:
            names.popitem()
            shown = ("", {**names, "": "…"}) if self._fits(self._plain("", names) + "   …") else shown
        parts = [f'<span style="color:{self._tokens.dim}">{shown[0]}</span>'] if shown[0] else []
        for name, text in shown[1].items():
            colour = self._colour(name).name() if name else self._tokens.dim
            parts.append(f'<span style="color:{colour}">{self._sign(name)}</span> {html.escape(text)}'.strip())
        self.legend.setText("&nbsp;&nbsp;&nbsp;".join(parts))

    def _sign(self, name: str) -> str:
        signs = {"source": "●", "target": "■", "score": "- -"} if self._per_cent else {}
        return signs.get(name, "—") if name else ""

    def _plain(self, title: str, words: dict[str, str]) -> str:
        return "   ".join(
            [*([title] if title else []), *(f"{self._sign(name)} {text}" for name, text in words.items())]
        )

    def _fits(self, text: str) -> bool:
        return self.fontMetrics().horizontalAdvance(text) <= self.legend.width()

    def _number(self, value: float | None) -> str:
        if value is None:
            return "–"
        if self._per_cent:
            return f"{decimal(value, 1)} %"
        return grouped(value, 0) if abs(value) >= 1000 else decimal(value, 3)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.legend:
            if event.type() == QEvent.Type.Resize and not self._cursor.isVisible():
                self._tell(None)
        elif event.type() == QEvent.Type.Leave:
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

    def set_title(self, title: str, per_cent: bool) -> None:
        """Set the title, and whether the values are percentages."""
        self._title, self._per_cent = title, per_cent
        self._tell(None)

    def _small(self) -> object:
        font = self.font()
        font.setPixelSize(11)
        return font
