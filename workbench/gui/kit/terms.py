"""Terms of the field in texts on screen: underlined with dots, and explained on a click or by Enter."""

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar, cast

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QRect, Qt
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QComboBox, QLabel, QToolButton, QWidget

from workbench.core.glossary import Mention, Term, mentioned, mentions
from workbench.gui.kit.language import tr

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class TermsAsked(QEvent):
    """Someone wants these terms explained, beside a rectangle on screen. It is sent to the window."""

    KIND: ClassVar[QEvent.Type] = QEvent.Type(QEvent.registerEventType())

    def __init__(self, terms: Sequence[Term], beside: QRect) -> None:
        super().__init__(self.KIND)
        self.terms, self.beside = tuple(terms), beside


def ask(widget: QWidget, terms: Sequence[Term], at: QRect) -> None:
    """Ask the window of a widget to explain terms, beside the rectangle `at` of the widget."""
    beside = QRect(widget.mapToGlobal(at.topLeft()), at.size())
    QCoreApplication.sendEvent(widget.window(), TermsAsked(terms, beside))


class TermLabel(QLabel):
    """A plain text label in which each term of the glossary is underlined where it occurs first.

    A click on a term explains it; Enter explains all. A label without a term behaves as any label.
    """

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.mentions: list[Mention] = []
        self.beside: QComboBox | None = None
        self.pressed: tuple[Term, ...] = ()
        if text:
            self.setText(text)

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms that the label explains: those that it mentions, and those of the choice beside it."""
        chosen = mentioned([self.beside.currentText()]) if self.beside is not None else ()
        return tuple(dict.fromkeys((*(mention.term for mention in self.mentions), *chosen)))

    def setText(self, text: str) -> None:
        super().setText(text)
        self.mentions = mentions(text)
        self._offer()

    def explain(self, box: QComboBox) -> None:
        """Explain the current choice of a box as well, whose name this label shows."""
        self.beside = box
        box.currentTextChanged.connect(lambda _text: self._offer())
        self._offer()

    def _offer(self) -> None:
        """Take the keyboard focus by Tab, and name the terms to screen readers, if there are any."""
        terms = self.terms
        if terms or self.focusPolicy() is Qt.FocusPolicy.TabFocus:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus if terms else Qt.FocusPolicy.NoFocus)
            self.setMouseTracking(bool(terms))
            names = ", ".join(term.name for term in terms)
            self.setAccessibleDescription(tr("Enter explains {names}.", names=names) if terms else "")
        self.update()

    def _marked(self) -> list[tuple[int, int]]:
        """Return the underlined ranges: the terms, or the whole name if only the choice beside it has one."""
        if not self.mentions and self.terms:
            return [(0, len(self.text()))]
        return [(mention.start, mention.length) for mention in self.mentions]

    def _layout(self) -> tuple[QTextLayout, QPointF]:
        """Return the text as it is drawn, and its place."""
        area = self.contentsRect()
        layout = QTextLayout(self._shown().replace("\n", "\u2028"), self.font())
        option = QTextOption(self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask)
        option.setWrapMode(QTextOption.WrapMode.WordWrap if self.wordWrap() else QTextOption.WrapMode.ManualWrap)
        layout.setTextOption(option)
        ranges = []
        for start, length in self._marked():
            dotted = QTextLayout.FormatRange()
            dotted.start, dotted.length = start, length
            dotted.format = QTextCharFormat()
            dotted.format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
            ranges.append(dotted)
        layout.setFormats(ranges)
        leading = self.fontMetrics().leading()
        height = -float(leading)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(area.width())
            line.setPosition(QPointF(0, height + leading))
            height += leading + line.height()
        layout.endLayout()
        top = {Qt.AlignmentFlag.AlignTop: 0.0, Qt.AlignmentFlag.AlignBottom: area.height() - height}
        vertical = self.alignment() & Qt.AlignmentFlag.AlignVertical_Mask
        return layout, QPointF(area.left(), area.top() + top.get(vertical, (area.height() - height) // 2))

    def _shown(self) -> str:
        return super().text()

    def place_of(self, mention: Mention) -> QPointF:
        """Return a point of the label at which a term is drawn."""
        layout, origin = self._layout()
        line = layout.lineForTextPosition(mention.start)
        middle = mention.start + mention.length // 2
        x, _letter = cast(tuple[float, int], line.cursorToX(middle))  # declared as object
        return origin + QPointF(x, line.y() + line.height() / 2)

    def _asked_at(self, place: QPointF) -> tuple[Term, ...]:
        """Return the terms that a click at a point of the label asks for."""
        if not self.mentions:
            return self.terms
        layout, origin = self._layout()
        for index in range(layout.lineCount()):
            line = layout.lineAt(index)
            where = place - origin
            if line.naturalTextRect().contains(where):
                letter = line.xToCursor(where.x(), line.CursorPosition.CursorOnCharacter)
                return tuple(one.term for one in self.mentions if one.start <= letter < one.start + one.length)
        return ()

    # -- Qt --------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.terms:
            super().paintEvent(event)
            return
        layout, origin = self._layout()
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        layout.draw(painter, origin)
        if self.hasFocus():
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight)))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 3, 3)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        left = event.button() is Qt.MouseButton.LeftButton
        self.pressed = self._asked_at(event.position()) if left else ()
        if not self.pressed:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self.pressed = self.pressed, ()
        if not pressed:
            super().mouseReleaseEvent(event)
        elif self._asked_at(event.position()) == pressed:
            ask(self, pressed, self.rect())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._asked_at(event.position())
        self.setCursor(Qt.CursorShape.WhatsThisCursor if over else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and self.terms:
            ask(self, self.terms, self.rect())
        else:
            super().keyPressEvent(event)


class TermButton(QToolButton):
    """“?” beside a table or a list: explains the terms among its headings or choices."""

    def __init__(self, texts: Callable[[], Iterable[str]], of: str) -> None:
        """`of`: the name of the table or list, for screen readers."""
        super().__init__()
        self.texts = texts
        self.setText("?")
        self.setProperty("term", True)
        self.setAccessibleName(tr("Explain the terms: {of}", of=of))
        self.setToolTip(tr("Explain these terms"))
        self.clicked.connect(lambda _on: ask(self, self.terms, self.rect()))

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms that it explains."""
        return mentioned(self.texts())


def explain_choices(*boxes: QComboBox) -> TermButton:
    """Return the button that explains the choices of boxes beside it; it is hidden while they have no term."""
    button = TermButton(lambda: (box.currentText() for box in boxes), boxes[0].accessibleName())

    def offer() -> None:
        button.setVisible(bool(button.terms))

    for box in boxes:
        box.currentTextChanged.connect(offer)
    button.hide()
    return button
