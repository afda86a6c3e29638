"""The painter, the centre of the Label step for segmentation: an image, its paint and the tools."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSlider, QStackedWidget, QWidget

from workbench.core.masks import IGNORED
from workbench.core.strokes import Stroke
from workbench.data.regions import Window, stretched_contrast
from workbench.gui.kit.empty_state import EmptyState
from workbench.gui.kit.number_format import percent
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import Elided, button, column, label, row
from workbench.gui.session.session import Session
from workbench.gui.tasks.segmentation.painting_controller import PaintingController
from workbench.gui.theme import Tokens
from workbench.gui.views.masks.mask_layer import class_palette
from workbench.gui.views.masks.mask_picture import OPACITY
from workbench.gui.views.masks.paint_canvas import LARGEST, Hand, PaintCanvas

HANDS = {
    Hand.BRUSH: ("Brush", "B", "Paint the chosen class"),
    Hand.ERASER: ("Erase", "E", "Remove paint"),
    Hand.POLYGON: ("Polygon", "P", "Click the corners; Enter or a double click closes it, Esc cancels it"),
    Hand.FILL: ("Region", "F", "Accept the predicted region that you click"),
    Hand.MOVE: ("Move", "G", "Drag the image; the right button does this with every tool"),
}
SHOW_UNCERTAINTY = "Shows where the model is uncertain; paint helps most there"
MOST_UNCERTAIN = "Goes to the most uncertain region that is not painted yet"
_WIDE = 940  # least width in pixels for the sliders; keys can change the brush size, too
NOTHING = "Select a target image below and paint its pixels here. A few strokes of each class help a run."


class PainterPanel(QWidget):
    """Keys choose classes and tools, change the brush, accept the prediction, and go to uncertain regions."""

    def __init__(self, session: Session, painting: PaintingController) -> None:
        super().__init__()
        self.session, self.painting = session, painting
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Painter")
        self.canvas = PaintCanvas()
        self.name, self.words = label("", "heading"), Elided()
        self.tools = QButtonGroup(self)
        self.hands = {hand: self._tool(hand) for hand in Hand}
        self.size_, self.opacity = _slider("Size of brush and eraser", 1, int(LARGEST)), _slider("Opacity", 0, 100)
        self.size_.setToolTip("Size of brush and eraser ([ and ])")
        self.opacity.setToolTip("Opacity of the paint")
        self.uncertainty = button("Uncertainty  D", self._show_uncertainty)
        self.uncertainty.setCheckable(True)
        self.next = button("Most uncertain  Tab", self.to_most_uncertain)
        for control in (self.uncertainty, self.next):
            control.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.nothing = EmptyState(NOTHING, "Paint the first image")
        self.body = QStackedWidget()
        for page in (self.canvas, self.nothing):
            self.body.addWidget(page)
        self._lay_out()
        self._keys = self._table()
        self.size_.valueChanged.connect(self.canvas.set_radius)
        self.opacity.valueChanged.connect(lambda value: self.canvas.set_opacity(value / 100))
        self.size_.setValue(round(self.canvas.radius))
        self.opacity.setValue(round(100 * OPACITY))
        self.nothing.acted.connect(partial(painting.step, 1))
        self.canvas.stroked.connect(self._stroked)
        self.canvas.filled.connect(self._filled)
        painting.opened.connect(self._open)
        painting.repainted.connect(self._repainted)
        painting.changed.connect(self._tell)
        session.predictions.changed.connect(self._tell)
        self._open()

    def _lay_out(self) -> None:
        back = button("‹", partial(self.painting.step, -1))
        on = button("›", partial(self.painting.step, 1))
        self.ways = (back, on)
        for control, name, tip in ((back, "Previous image", "Previous (Left)"), (on, "Next image", "Next (Right)")):
            control.setAccessibleName(name)
            control.setToolTip(plain_tip(tip))
            control.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head = row(self.name, self.words, back, on, spacing=8)
        head.setStretch(1, 1)
        tools = row(*self.hands.values(), spacing=4)
        self.sliders = QWidget()
        self.sliders.setLayout(
            row(4, label("Size", "dim"), self.size_, label("Opacity", "dim"), self.opacity, spacing=4)
        )
        tools.addWidget(self.sliders)
        tools.addStretch(1)
        tools.addWidget(self.uncertainty)
        tools.addWidget(self.next)
        self.bar = QWidget()
        tools.setContentsMargins(0, 0, 0, 0)
        self.bar.setLayout(tools)
        content = column(head, self.bar, self.body, spacing=6)
        content.setContentsMargins(12, 8, 12, 4)
        self.setLayout(content)

    def _tool(self, hand: Hand) -> QPushButton:
        title, key, tip = HANDS[hand]
        tool = button(f"{title}  {key}", partial(self.take, hand))
        tool.setCheckable(True)
        tool.setChecked(hand is Hand.BRUSH)
        tool.setToolTip(plain_tip(tip))
        tool.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tools.addButton(tool)
        return tool

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self.canvas.set_theme(tokens)

    def take(self, hand: Hand) -> None:
        """Choose a tool."""
        self.hands[hand].setChecked(True)
        self.canvas.set_hand(hand)
        self._tell()

    def resize_brush(self, factor: float) -> None:
        """Scale the brush and the eraser by a factor, at least by one pixel."""
        now = self.size_.value()
        self.size_.setValue(max(round(now * factor), now + 1) if factor > 1 else min(round(now * factor), now - 1))

    def to_most_uncertain(self) -> None:
        """Go to the most uncertain unpainted region, and show the uncertainty."""
        window = self.painting.next_uncertain()
        self.canvas.mark_cell(window)
        if window is not None:
            self.uncertainty.setChecked(True)
            self._show_uncertainty()
            self.canvas.show_window(window)
        self._tell()

    # -- display --------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        painting, table = self.painting, self.session.domains.table
        self.body.setCurrentWidget(self.canvas if painting.path else self.nothing)
        for part in (self.bar, *self.ways):
            part.setVisible(bool(painting.path))
        self.canvas.cancel()
        self.canvas.mark_cell(None)
        if table is not None:
            self.canvas.set_palette(class_palette(table.colours))
        if painting.path and self.canvas.file != str(painting.file):
            self.canvas.show_file(str(painting.file))
        self.canvas.set_mask(painting.mask)
        self._show_uncertainty()
        self._tell()

    def _show_uncertainty(self) -> None:
        uncertainty = self.painting.uncertainty if self.uncertainty.isChecked() else None
        self.canvas.set_mask(None if uncertainty is None else stretched_contrast(uncertainty), layer=1)

    def _repainted(self, window: Window) -> None:
        self.canvas.classes.refresh(window)

    def _stroked(self, stroke: Stroke) -> None:
        self.painting.paint([stroke])

    def _filled(self, x: int, y: int) -> None:
        if not self.painting.accept_region(x, y):
            self.words.setText("There is no prediction here. Run a method first, then accept its regions.")

    def _tell(self) -> None:
        painting = self.painting
        self.canvas.set_brush(painting.label, painting.numbers)
        self.name.setText(painting.path.rsplit("/", 1)[-1])
        self.name.setToolTip(plain_tip(painting.path))
        known = painting.uncertainty is not None
        self.hands[Hand.FILL].setEnabled(painting.predicted is not None)
        for control, tip in ((self.uncertainty, SHOW_UNCERTAINTY), (self.next, MOST_UNCERTAIN)):
            control.setEnabled(known)
            control.setToolTip(plain_tip(tip if known else "The uncertainty of the model is known after a run."))
        self.words.setText(self._sentence())

    def _sentence(self) -> str:
        painting = self.painting
        if not painting.path:
            return ""
        if painting.loading:
            return "Reading the paint…"
        share = float((painting.mask != IGNORED).mean()) if painting.mask.size else 0.0
        done = f"{percent(share)} painted" if share else "Nothing is painted yet"
        if painting.path in self.session.labels.drawn:
            return f"{done} · this image measures, so its paint teaches no run"
        if self.canvas.hand in (Hand.BRUSH, Hand.POLYGON):
            return f"{done} · paints “{painting.label}”"
        return done

    # -- keys ------------------------------------------------------------------------------------------------------

    def _table(self) -> dict[Qt.Key, Callable[[], object]]:
        key = Qt.Key
        return {
            key.Key_BracketLeft: lambda: self.resize_brush(0.8),
            key.Key_BracketRight: lambda: self.resize_brush(1.25),
            key.Key_D: self.uncertainty.click,
            key.Key_Tab: self.to_most_uncertain,
            key.Key_Return: self._enter,
            key.Key_Enter: self._enter,
            key.Key_Escape: self._escape,
            key.Key_Backspace: self.canvas.back,
            key.Key_Delete: self.painting.wipe,
            key.Key_Plus: lambda: self.canvas.zoom(1.25),
            key.Key_Equal: lambda: self.canvas.zoom(1.25),
            key.Key_Minus: lambda: self.canvas.zoom(0.8),
            key.Key_Home: self.canvas.fit,
            key.Key_Left: partial(self.painting.step, -1),
            key.Key_Right: partial(self.painting.step, 1),
        }

    def _enter(self) -> None:
        if not self.canvas.close_polygon():
            self.painting.accept_all()

    def _escape(self) -> None:
        if not self.canvas.cancel():
            self.canvas.mark_cell(None)
            self.canvas.fit()

    def press(self, event: QKeyEvent, moves: bool = True) -> bool:
        """Handle a key. Returns whether it has a meaning. `moves`: whether to handle the keys that move the image."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or not self.painting.path:
            return False
        key, text = Qt.Key(event.key()), event.text().lower()
        others = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_Plus, Qt.Key.Key_Minus)
        hand = next((hand for hand, (_, tool_key, _) in HANDS.items() if text == tool_key.lower()), None)
        name = next((name for name, class_key in self.session.labels.keys.items() if class_key == text), None)
        if key in self._keys and (moves or key not in others):
            self._keys[key]()
        elif hand is not None:
            if self.hands[hand].isEnabled():
                self.take(hand)
        elif name is not None:
            self.painting.choose(name)
            if self.canvas.hand not in (Hand.BRUSH, Hand.POLYGON):
                self.take(Hand.BRUSH)
        else:
            return False
        return True

    # -- Qt --------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.sliders.setVisible(self.width() >= _WIDE)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self.press(event):
            return True  # before Tab moves the focus
        return super().event(event)


def _slider(name: str, low: int, high: int) -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(low, high)
    slider.setFixedWidth(84)
    slider.setAccessibleName(name)
    slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    with QSignalBlocker(slider):
        slider.setValue(low)
    return slider
