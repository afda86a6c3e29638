"""The legend of the colours in the corner of the scatter plot."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count
from workbench.gui.theme import DARK, Tokens
from workbench.gui.views.scatter.colour_scales import Scale, ramp

NAMES = 12  # the most names that are listed; the rest is shown as a count
WIDTH, LINE, MARGIN = 156, 18, 8  # pixels
RAMP = 10  # height of the colour gradient in pixels


class Legend(QWidget):
    """Lists names with their colours, or draws a colour gradient between two numbers. Ignores the mouse."""

    def __init__(self, over: QWidget, tokens: Tokens = DARK) -> None:
        super().__init__(over)
        self._over = over
        self._tokens = tokens
        self.scale: Scale | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_scale(self, scale: Scale | None) -> None:
        """Show a scale; None hides the legend."""
        self.scale = scale
        self.setVisible(scale is not None)
        if scale is not None:
            lines = 1 + (min(len(scale.names), NAMES + 1) if scale.names else 2)
            self.setFixedSize(WIDTH, 2 * MARGIN + LINE * lines)
            self.setAccessibleName(tr("Legend: {title}", title=scale.title))
            self.settle()
            self.update()

    def settle(self) -> None:
        """Move to the lower left corner."""
        above = self._over.height() - self.height() - MARGIN
        self.move(MARGIN, max(above, MARGIN))

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self._tokens = tokens
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.scale is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QColor(self._tokens.panel)
        ground.setAlpha(225)
        painter.setBrush(ground)
        painter.setPen(QColor(self._tokens.line))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        small = painter.font()
        small.setPixelSize(11)
        painter.setFont(small)
        self._line(painter, 0, self.scale.title, QColor(self._tokens.dim), indent=0)
        if self.scale.names:
            self._draw_names(painter, self.scale)
        else:
            self._draw_ramp(painter, self.scale)

    def _draw_names(self, painter: QPainter, scale: Scale) -> None:
        for row, (name, colour) in enumerate(scale.names[:NAMES], start=1):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(QRectF(MARGIN + 1, MARGIN + row * LINE + 5, 8, 8))
            self._line(painter, row, name, QColor(self._tokens.text), indent=16)
        if len(scale.names) > NAMES:
            others = tr("and {others}", others=count(len(scale.names) - NAMES, "other"))
            self._line(painter, NAMES + 1, others, QColor(self._tokens.dim), indent=16)

    def _draw_ramp(self, painter: QPainter, scale: Scale) -> None:
        wide = WIDTH - 2 * MARGIN
        painter.setPen(Qt.PenStyle.NoPen)
        for index, colour in enumerate(ramp(wide)):
            painter.fillRect(QRectF(MARGIN + index, MARGIN + LINE + 3, 1.5, RAMP), colour)
        self._line(painter, 2, f"{scale.low:.3g}", QColor(self._tokens.text), indent=0)
        painter.drawText(self._place(2, 0), Qt.AlignmentFlag.AlignRight, f"{scale.high:.3g}")

    def _line(self, painter: QPainter, row: int, text: str, colour: QColor, indent: int) -> None:
        painter.setPen(colour)
        place = self._place(row, indent)
        short = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(place.width()))
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, short)

    def _place(self, row: int, indent: int) -> QRectF:
        return QRectF(MARGIN + indent, MARGIN + row * LINE, WIDTH - 2 * MARGIN - indent, LINE)
