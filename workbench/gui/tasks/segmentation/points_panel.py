"""The centre of the Label step while it measures pixels: a drawn image with a cross at the pixel that is asked."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from workbench.core.domain import UNKNOWN, Sample, Side
from workbench.gui.kit.empty_state import EmptyState
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import Elided, button, column, label, row
from workbench.gui.session.class_keys import UNKNOWN_KEY, UNSURE_KEY
from workbench.gui.session.session import Session
from workbench.gui.tasks.measuring_controller import MeasuringController, MeasuringState
from workbench.gui.theme import Tokens
from workbench.gui.views.pictures.point_picture import PointPicture
from workbench.store.label_value import LabelMark, LabelValue

REMOVE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
PAINTED = tr("Images that you painted are not drawn, and paint on a drawn image teaches no run.")


class PointsPanel(QWidget):
    """Keys name the class of the pixel and go on to the next image. No opinion of a model is shown."""

    def __init__(self, session: Session, measuring: MeasuringController) -> None:
        super().__init__()
        self.session, self.measuring = session, measuring
        self.path = ""  # of the shown image
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Pixels that measure"))
        self.picture, self.nothing = PointPicture(), EmptyState("")
        self.name, self.words = label("", "heading"), Elided()
        self.skip = button(tr("Next  Tab"), self.go_on)
        self.skip.setToolTip(tr("Leaves this image for later; until it is labelled, it widens the interval (Tab)"))
        self.skip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        policy = self.skip.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # the image does not jump
        self.skip.setSizePolicy(policy)
        self.body = QStackedWidget()
        for page in (self.picture, self.nothing):
            self.body.addWidget(page)
        head = row(self.name, self.words, self.skip)
        head.setStretch(1, 1)
        content = column(head, self.body, spacing=6)
        content.setContentsMargins(12, 8, 12, 4)
        self.setLayout(content)
        self.nothing.acted.connect(measuring.draw)
        for arrival in (self.picture.arrived, self.picture.failed):
            arrival.connect(self._tell)
        session.selection.changed.connect(lambda _who: self.refresh())
        measuring.changed.connect(self.refresh)
        measuring.led.connect(self.setFocus)
        self.refresh()

    @property
    def sample(self) -> Sample | None:
        """The shown sample; None if it is not in the target any more."""
        samples = self.session.domains.samples(Side.TARGET)
        return next((sample for sample in samples if sample.path == self.path), None)

    @property
    def nameable(self) -> bool:
        """Whether the user can see the pixel, so that a class can be given to it."""
        return bool(self.path) and self.picture.cross is not None

    def name_pixel(self, value: LabelValue) -> None:
        """Give the pixel a class or a mark, and go on; None removes its label.

        A pixel that is not seen gets no class.
        """
        if not self.path or (isinstance(value, str) and not self.nameable):
            return
        if self.session.labels.apply({self.path: value}) and value is not None:
            self.go_on()

    def go_on(self) -> None:
        """Go to the next image whose pixel has no class; after the last one, to none."""
        following = self.measuring.following(self.path)
        if following is not None:
            self.session.selection.choose({(Side.TARGET, following)})
        elif self.measuring.state is MeasuringState.DONE:
            self.session.selection.choose(frozenset())

    def _go_back(self) -> bool:
        """Go to the drawn image before. Returns whether there is one."""
        preceding = self.measuring.preceding(self.path)
        if preceding is not None:
            self.session.selection.choose({(Side.TARGET, preceding)})
        return preceding is not None

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self.picture.set_theme(tokens)

    def refresh(self) -> None:
        """Show the selected image if it is drawn, or why there is none, while the step measures."""
        if not self.measuring.on:
            return
        chosen, drawn = self.session.selection.ids.target, self.session.labels.drawn
        self.path = next(iter(chosen), "") if len(chosen) == 1 else ""
        if self.path not in drawn or self.sample is None:
            self.path = ""
        if (sample := self.sample) is not None:
            asked = drawn[self.path]
            point = None if asked.x is None or asked.y is None else (asked.x, asked.y)
            file = str(self.session.domains.file((Side.TARGET, self.path)))
            self.picture.show_point(file, (sample.width, sample.height), point)
        self.body.setCurrentWidget(self.picture if self.path else self.nothing)
        self.name.setText(self.path.rsplit("/", 1)[-1] or tr("Label to measure"))
        self.name.setToolTip(plain_tip(self.path))
        self._say_nothing()
        self._tell()

    # -- texts -----------------------------------------------------------------------------------------------------

    def _say_nothing(self) -> None:
        more, state = self.measuring.more, self.measuring.state
        match state:
            case MeasuringState.NO_TARGET:
                self.nothing.set_text(tr("The target has not been read yet."))
            case MeasuringState.NOTHING:
                ask = tr("Nothing is drawn yet. Each image is shown with a cross; press the key of the class there.")
                self.nothing.set_text(
                    f"{ask} {PAINTED}", tr("Draw {images}", images=count(more, "image")) if more else ""
                )
            case MeasuringState.LABELLING:
                self.nothing.set_text(tr("Select an image that is drawn, or press Tab for the next one to label."))
            case MeasuringState.DONE:
                self.nothing.set_text(
                    tr("All drawn images are labelled."), tr("Draw {more} more", more=more) if more else ""
                )

    def _tell(self) -> None:
        pending = len(self.measuring.pending)
        self.skip.setVisible(pending > 0)
        self.words.setText(self._sentence(pending) if self.path else "")

    def _sentence(self, pending: int) -> str:
        labels = self.session.labels
        if self.picture.unreadable:
            return tr("This file cannot be read, so its pixel has no class. X leaves it out and widens the interval.")
        if labels.drawn[self.path].x is None:
            return tr("This image was drawn without a pixel. X leaves it out and widens the interval.")
        if self.path in labels.unsure:
            return tr("Unsure · a class key names the pixel, Delete removes the mark")
        if (named := labels.by_path.get(self.path)) is not None:
            return tr("Named “{named}” · another key changes it, Delete removes it", named=named)
        paint = tr(" · its paint teaches no run while it measures") if self.path in labels.painted else ""
        return tr(
            "Which class is at the cross? · {images} to go · class key · X unsure{paint}",
            images=count(pending, "image"),
            paint=paint,
        )

    # -- keys ------------------------------------------------------------------------------------------------------

    def press(self, event: QKeyEvent) -> bool:
        """Handle a key. Returns whether it has a meaning."""
        if event.key() == Qt.Key.Key_Backtab:
            return self._go_back()
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        names: dict[str, LabelValue] = {key: name for name, key in self.session.labels.keys.items()}
        names |= {UNKNOWN_KEY: UNKNOWN, UNSURE_KEY: LabelMark.UNSURE}
        key, text = event.key(), event.text().lower()
        if key == Qt.Key.Key_Tab and self.measuring.pending:
            self.go_on()
        elif key in REMOVE:
            self.name_pixel(None)
        elif text in names:
            self.name_pixel(names[text])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.picture.zoom(1.25)
        elif key == Qt.Key.Key_Minus:
            self.picture.zoom(0.8)
        elif key == Qt.Key.Key_Escape and self.path:
            self.picture.fit()
        else:
            return False
        return True

    # -- Qt --------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self.press(event):
            return True  # before Tab moves the focus
        return super().event(event)
