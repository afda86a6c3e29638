"""The painter, the centre of the Label step for segmentation: an image, its paint and the tools."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from workbench.core.domain import Side
from workbench.core.masks import IGNORED
from workbench.core.strokes import Stroke
from workbench.data.regions import Window, stretched_contrast
from workbench.gui.kit.empty_state import EmptyState
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import percent
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import Elided, button, column, label, row
from workbench.gui.session.session import Session
from workbench.gui.tasks.segmentation.paint_regions import PaintRegions
from workbench.gui.tasks.segmentation.painter_tools import NumberSlider, PainterTools
from workbench.gui.tasks.segmentation.painting_controller import PaintingController
from workbench.gui.theme import Tokens
from workbench.gui.views.masks.mask_layer import class_palette
from workbench.gui.views.masks.mask_picture import OPACITY
from workbench.gui.views.masks.paint_canvas import LARGEST, PAINTS, PREDICTION, UNCERTAINTY, Hand, PaintCanvas

MOST_UNCERTAIN = tr("Goes to the most uncertain region that is not painted yet")
NO_PREDICTION = tr("The prediction is known after a run.")
NO_UNCERTAINTY = tr("The uncertainty of the model is known after a run.")
WAIT = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete)  # until it is read
TOO_UNCERTAIN = tr("There is no prediction here that is certain enough. Paint it, or lower the certainty.")
NO_MASK = tr(" · no predicted mask yet: it follows at the end of a run")
NOTHING = tr("Select a target image below and paint its pixels here. A few strokes of each class help a run.")


class PainterPanel(QWidget):
    """Keys choose classes and tools, change the brush, accept the prediction, and go to uncertain regions."""

    def __init__(self, session: Session, painting: PaintingController) -> None:
        super().__init__()
        self.session, self.painting = session, painting
        # An image, and what a key asked for while it was read:
        self._waiting: tuple[str, Callable[[], object]] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Painter"))
        self.canvas, self.regions = PaintCanvas(), PaintRegions(painting)
        self.canvas.region_at = self.regions.at
        self.name, self.words = label("", "heading"), Elided()
        self.tools = PainterTools()
        self.size_ = NumberSlider(tr("Size"), tr("Radius of brush and eraser in pixels"), 1, int(LARGEST), "px")
        self.size_.setToolTip(tr("Radius of brush and eraser ([ and ])"))
        self.opacity = NumberSlider(tr("Opacity"), tr("Opacity of the paint in percent"), 0, 100, "%")
        self.opacity.setToolTip(tr("Opacity of the paint"))
        self.next = button(tr("Most uncertain  Tab"), self.to_most_uncertain)
        self.next.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.nothing = EmptyState(NOTHING, tr("Paint the first image"))
        self.body = QStackedWidget()
        for page in (self.canvas, self.nothing):
            self.body.addWidget(page)
        self._lay_out()
        self._keys = self._table()
        self._connect()
        self.size_.set_value(round(self.canvas.radius))
        self.opacity.set_value(round(100 * OPACITY))
        self.tools.switches["prediction"].setChecked(True)
        self._open()

    def _connect(self) -> None:
        painting, session = self.painting, self.session
        self.size_.changed.connect(self._resized)
        self.opacity.changed.connect(lambda value: self.canvas.set_opacity(value / 100))
        self.tools.taken.connect(self.take)
        self.tools.switched.connect(self._switched)
        self.nothing.acted.connect(partial(painting.step, 1))
        self.canvas.stroked.connect(self._stroked)
        self.canvas.filled.connect(self._filled)
        self.canvas.edited.connect(painting.replace)
        session.project_changed.connect(lambda: self.tools.switches["protected"].setChecked(False))
        painting.opened.connect(self._open)
        painting.repainted.connect(self._repainted)
        painting.changed.connect(self._tell)
        painting.accepted_changed.connect(self._show_opinions)
        self.regions.changed.connect(self._tell)
        session.predictions.changed.connect(self._tell)

    def _lay_out(self) -> None:
        self.ways = back, on = [button(sign, partial(self.painting.step, by)) for sign, by in (("‹", -1), ("›", 1))]
        for control, name, tip in (
            (back, tr("Previous image"), tr("Previous (Left)")),
            (on, tr("Next image"), tr("Next (Right)")),
        ):
            control.setAccessibleName(name)
            control.setToolTip(plain_tip(tip))
            control.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head = row(self.name, self.words, back, on, spacing=8)
        head.setStretch(1, 1)
        self.bar = QWidget()
        self.bar.setLayout(row(self.size_, self.opacity, -1, self.next, spacing=12))
        centre = row(self.tools, self.body, spacing=12)
        centre.setStretch(1, 1)
        content = column(head, self.bar, centre, spacing=6)
        content.setStretch(2, 1)
        content.setContentsMargins(12, 8, 12, 4)
        self.setLayout(content)

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self.canvas.set_theme(tokens)

    def take(self, hand: Hand) -> None:
        """Choose a tool."""
        self.tools.hands[hand].setChecked(True)
        self.regions.set_hand(hand)
        self.canvas.set_hand(hand)
        self._tell()

    def resize_brush(self, factor: float) -> None:
        """Scale the brush and the eraser by a factor, at least by one pixel."""
        now = self.size_.value
        self.size_.set_value(max(round(now * factor), now + 1) if factor > 1 else min(round(now * factor), now - 1))

    def _resized(self, radius: int) -> None:
        self.canvas.set_radius(radius)
        self.regions.set_spacing(2 * radius)

    def _switched(self, name: str, on: bool) -> None:
        if name == "protected":
            self.painting.set_protected(on)
        self._show_opinions()
        self._tell()

    def to_most_uncertain(self) -> None:
        """Go to the most uncertain unpainted region, and show the uncertainty; without one, to an unpainted image."""
        window = self.painting.next_uncertain()
        if window is None:
            self.to_unpainted()
        else:
            self._show_cell(window)

    def go_back(self) -> None:
        """Return to the uncertain region before; from the first one, to the image before."""
        visited = self.painting.visited
        if len(visited) > 1:
            visited.pop()
            self._show_cell(visited[-1])
        else:
            self.painting.step(-1)

    def to_unpainted(self) -> None:
        """Go to the next image without paint, cyclically; if all are painted, to the next one."""
        paths, here = [one.path for one in self.session.domains.samples(Side.TARGET)], self.painting.path
        start = paths.index(here) + 1 if here in paths else 0
        order = [path for path in paths[start:] + paths[:start] if path != here]
        following = next((path for path in order if path not in self.session.labels.painted), next(iter(order), None))
        if following is not None:
            self.session.selection.choose(frozenset({(Side.TARGET, following)}))

    def _show_cell(self, window: Window) -> None:
        self.canvas.mark_cell(window)
        self.tools.switches["uncertainty"].setChecked(True)
        self.canvas.show_window(window)
        self._tell()

    # -- display --------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        painting, table = self.painting, self.session.domains.table
        self.body.setCurrentWidget(self.canvas if painting.path else self.nothing)
        for part in (self.bar, self.tools, *self.ways):
            part.setVisible(bool(painting.path))
        self.canvas.cancel()
        self.canvas.mark_cell(None)
        if table is not None:
            self.canvas.set_palette(class_palette(table.colours))
            self.canvas.layers[PREDICTION].set_palette(class_palette(table.colours))
        if painting.path and self.canvas.file != str(painting.file):
            self.canvas.show_file(str(painting.file))
        self.canvas.set_mask(painting.mask)
        self._show_opinions()
        self._tell()
        if not painting.loading and (waiting := self._waiting) is not None:
            self._waiting = None
            path, action = waiting
            if painting.path == path:
                action()

    def _show_opinions(self) -> None:
        """Show the uncertainty, and the prediction as it would be accepted, where they are wanted and known."""
        switches, painting = self.tools.switches, self.painting
        uncertainty = painting.uncertainty if switches["uncertainty"].isChecked() else None
        predicted = painting.accepted if switches["prediction"].isChecked() else None
        self.canvas.set_mask(None if uncertainty is None else stretched_contrast(uncertainty), layer=UNCERTAINTY)
        if self.canvas.layers[PREDICTION].mask is not predicted:
            self.canvas.set_mask(predicted, layer=PREDICTION)

    def _repainted(self, window: Window) -> None:
        self.canvas.classes.refresh(window)

    def _stroked(self, stroke: Stroke) -> None:
        self.painting.paint([stroke])

    def _filled(self, x: int, y: int) -> None:
        if (pixels := self.regions.at(x, y)) is not None:
            self.painting.fill(pixels, predicted=self.canvas.hand is Hand.FILL)
        elif self.canvas.hand is Hand.FILL:
            self.words.setText(TOO_UNCERTAIN)

    def _tell(self) -> None:
        painting = self.painting
        self.canvas.set_brush(painting.label, painting.numbers)
        self.canvas.protected = painting.protected
        self.canvas.set_strokes([(kept.number, kept.stroke) for kept in painting.strokes])
        self.name.setText(painting.path.rsplit("/", 1)[-1])
        self.name.setToolTip(plain_tip(painting.path))
        known = painting.uncertainty is not None
        self.tools.hands[Hand.FILL].setEnabled(painting.predicted is not None)
        self.tools.offer("prediction", painting.predicted is not None, NO_PREDICTION)
        self.tools.offer("uncertainty", known, NO_UNCERTAINTY)
        self.next.setEnabled(known)
        self.next.setToolTip(plain_tip(MOST_UNCERTAIN if known else NO_UNCERTAINTY))
        self.words.setText(self._sentence())

    def _sentence(self) -> str:
        painting = self.painting
        if not painting.path:
            return ""
        if painting.loading:
            return tr("Reading the paint…")
        if self.canvas.hand is Hand.WAND and (self.regions.failure or self.regions.computing):
            return self.regions.failure or tr("Finding regions of one look…")
        share = float((painting.mask != IGNORED).mean()) if painting.mask.size else 0.0
        done = tr("{share} painted", share=percent(share)) if share else tr("Nothing is painted yet")
        unknown = painting.predicted is None and not self.session.labels.is_blind(painting.path)
        mask = NO_MASK if unknown else ""
        if painting.path in self.session.labels.drawn:
            return tr("{done} · this image measures, so its paint teaches no run", done=done)
        if self.canvas.hand in PAINTS:
            return tr("{done} · paints “{label}”{mask}", done=done, label=painting.label, mask=mask)
        return f"{done}{mask}"

    # -- keys ------------------------------------------------------------------------------------------------------

    def _table(self) -> dict[Qt.Key, Callable[[], object]]:
        key = Qt.Key
        return {
            key.Key_BracketLeft: lambda: self.resize_brush(0.8),
            key.Key_BracketRight: lambda: self.resize_brush(1.25),
            key.Key_Tab: self.to_most_uncertain,
            key.Key_Backtab: self.go_back,
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
        if not self.painting.path:
            return False
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and event.key() != Qt.Key.Key_Backtab:
            return False
        key, text = Qt.Key(event.key()), event.text().lower()
        others = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_Plus, Qt.Key.Key_Minus)
        name = next((name for name, class_key in self.session.labels.keys.items() if class_key == text), None)
        if key in self._keys and (moves or key not in others):
            if self.painting.loading and key in WAIT:
                self._waiting = self.painting.path, self._keys[key]
            else:
                self._keys[key]()
        elif name is not None:
            self.painting.choose(name)
            if self.canvas.hand not in PAINTS:
                self.take(Hand.BRUSH)
        else:
            return self.tools.press(text)
        return True

    # -- Qt --------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self.press(event):
            return True  # before Tab moves the focus
        return super().event(event)
