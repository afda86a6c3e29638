"""The explanation of terms: a card beside a term, and the sheet with the whole glossary."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, QRegularExpression, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QLabel, QTextBrowser, QVBoxLayout, QWidget

from workbench.core.glossary import Term, page
from workbench.gui.kit.language import tr
from workbench.gui.kit.sheet import MARGIN, Sheet
from workbench.gui.kit.terms import TermsAsked
from workbench.gui.kit.widgets import button, clear, column

WIDTH, GAP = 320, 4  # of the card and between it and the term, in pixels
SIZE = (720, 560)  # largest size of the sheet, in pixels


class TermCard(QFrame):
    """Each term with its sentence, and a button that opens the glossary. Esc or a click elsewhere closes it."""

    def __init__(self, window: QWidget, sheet: "GlossarySheet") -> None:
        super().__init__(window)
        self.sheet = sheet
        self.setFixedWidth(WIDTH)
        self.setProperty("sheet", True)
        self.words = QVBoxLayout()
        self.words.setSpacing(10)
        self.more = button(tr("Open the glossary"), self._open, flat=True)
        self.setLayout(column(self.words, self.more, margin=12, spacing=8))
        self.shown: tuple[Term, ...] = ()
        self.before: QWidget | None = None
        self.setAccessibleName(tr("Glossary"))
        self.hide()

    def explain(self, terms: tuple[Term, ...], beside: QRect) -> None:
        """Show terms below a rectangle on screen, or above it where there is no space."""
        clear(self.words)
        self.shown = terms
        for term in terms:
            name, sentence = QLabel(_titled(term.name)), QLabel(term.sentence)
            name.setProperty("role", "heading")
            for part in (name, sentence):
                part.setTextFormat(Qt.TextFormat.PlainText)
                part.setWordWrap(True)
            self.words.addLayout(column(name, sentence, spacing=2))
        told = " ".join(f"{_titled(term.name)}: {term.sentence}" for term in terms)
        self.setAccessibleDescription(told)
        self.more.setAccessibleDescription(told)  # a screen reader tells what has the focus
        window = self.window()
        if not self.isVisible():
            self.before = window.focusWidget()
        self.resize(WIDTH, self.heightForWidth(WIDTH))
        corner, space = window.mapFromGlobal(beside.topLeft()), window.rect()
        below, above = corner.y() + beside.height() + GAP, corner.y() - GAP - self.height()
        x = max(min(corner.x(), space.right() - self.width() - GAP), GAP)
        self.move(x, below if below + self.height() <= space.bottom() else max(above, GAP))
        self.show()
        self.raise_()
        self.more.setFocus()

    def _application(self) -> QCoreApplication:
        application = QCoreApplication.instance()
        assert application is not None
        return application

    def _open(self) -> None:
        first = self.shown[0]
        self.hide()
        self.sheet.show_term(first.name)

    # -- Qt --------------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._application().installEventFilter(self)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._application().removeEventFilter(self)
        if self.before is not None and self.isAncestorOf(self.window().focusWidget() or self.before):
            self.before.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        outside = isinstance(watched, QWidget) and watched is not self and not self.isAncestorOf(watched)
        if outside and event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.FocusIn):
            self.hide()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)


class GlossarySheet(Sheet):
    """The whole glossary."""

    def __init__(self, over: QWidget) -> None:
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setAccessibleName(tr("Glossary"))
        super().__init__(over, tr("Glossary"), self.text)

    def show_term(self, name: str) -> None:
        """Open the sheet at a term."""
        self.open()
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        self.text.find(QRegularExpression(f"^{QRegularExpression.escape(name)}$"))
        self.text.ensureCursorVisible()

    def open(self) -> None:
        if self.text.document().isEmpty():
            self.text.setMarkdown(page().partition("\n")[2])  # the title is that of the sheet
        super().open()

    def _place(self) -> None:
        room = self.over.rect()
        self.setFixedSize(min(SIZE[0], room.width() - 2 * MARGIN), min(SIZE[1], room.height() - 2 * MARGIN))
        super()._place()


class TermHelp(QObject):
    """Explains the terms that the widgets of a window ask for."""

    def __init__(self, window: QWidget, over: QWidget) -> None:
        """`over`: the widget that the sheet covers a corner of."""
        super().__init__(window)
        self.sheet = GlossarySheet(over)
        self.card = TermCard(window, self.sheet)
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, TermsAsked):
            self.card.explain(event.terms, event.beside)
            return True
        return False


def _titled(name: str) -> str:
    return name[0].upper() + name[1:]
