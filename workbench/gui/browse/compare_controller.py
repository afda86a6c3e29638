"""Opens the selected images side by side."""

from collections.abc import Collection

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from workbench.gui.browse.known_sample import known_of
from workbench.gui.browse.samples_panel import SamplesPanel
from workbench.gui.kit.language import tr
from workbench.gui.kit.sample_ids import Id, Ids
from workbench.gui.session.class_keys import COMPARE_KEY
from workbench.gui.session.inspection_controller import InspectionController
from workbench.gui.session.session import Session
from workbench.gui.session.view_choices import ViewChoices
from workbench.gui.views.pictures.compare_view import FEWEST, MOST, ComparedImage, CompareView

WRONG_NUMBER = (tr("Two to four images can be compared."), tr("Select them with Ctrl and a click, then press C."))


class CompareController(QObject):
    """Shows the view over the panel of samples. The framed image is the selected one, so that class keys name it.

    Signals: closed(): the user closed the view, and the compared images are selected again.
    """

    closed = Signal()

    def __init__(
        self, session: Session, inspections: InspectionController, pictures: SamplesPanel, choices: ViewChoices
    ) -> None:
        super().__init__(pictures)
        self.session, self.inspections, self.pictures = session, inspections, pictures
        self.view = CompareView(pictures)
        self.view.hide()
        self.shown: list[Id] = []
        self._rows: list[int] = []  # the last known rows of the shown images in the grid
        self._named = False  # whether the framed image was named just now, which may select another one
        self.view.closed.connect(self.close)
        self.view.stepped.connect(self._step)
        self.view.moved.connect(self._frame)
        self.view.pressed.connect(self._press)
        pictures.bar.compare.clicked.connect(lambda _checked: self.open())
        choices.display_changed.connect(lambda: self.view.set_display(choices.display))
        session.project_changed.connect(self._leave)
        session.step_changed.connect(lambda _step: self._leave())
        session.selection.changed.connect(lambda _who: self._follow())
        session.labels.changed.connect(self._relabelled)
        session.domains.changed.connect(
            lambda side: self._relabelled([path for one, path in self.shown if one is side])
        )
        session.predictions.changed.connect(self._describe)
        pictures.installEventFilter(self)

    def open(self) -> None:
        """Compare the selected images, in the order of the grid."""
        chosen, rows = self.session.selection.ids, self.pictures.grid.samples.rows
        if not FEWEST <= len(chosen) <= MOST:
            self.session.failed.emit(*WRONG_NUMBER)
            return
        self.shown = sorted(chosen, key=lambda sample: (rows.get(sample, len(rows)), sample))
        self._rows = [rows.get(sample, 0) for sample in self.shown]
        self.view.setGeometry(self.pictures.rect())
        self._show(0)
        self.view.fit()
        self.view.show()
        self.view.raise_()
        self.view.setFocus()
        self._frame(0)

    def close(self) -> None:
        """Hide the view, select the compared images and focus the grid."""
        shown = Ids.of(self.shown)
        self._leave()
        self.session.selection.choose(shown)
        self.pictures.take_focus()
        self.closed.emit()

    def _leave(self) -> None:
        self.view.hide()
        self.shown, self._named = [], False

    def _show(self, current: int) -> None:
        self.view.show_images([self._compared(sample) for sample in self.shown], current)

    def _describe(self) -> None:
        """Show labels and predictions; leave if the domain of an image is not read any more."""
        if any(side not in self.session.domains.by_side for side, _ in self.shown):
            self._leave()
        elif self.view.isVisible():
            self._show(self.view.current)

    def _compared(self, sample: Id) -> ComparedImage:
        known, file = known_of(self.session, self.inspections, sample), str(self.session.domains.file(sample))
        if known is None:  # deleted from its folder
            return ComparedImage(*sample, file)
        size = known.sample.width, known.sample.height
        return ComparedImage(*sample, file, size, known.label, known.predicted, known.confidence)

    def _frame(self, place: int) -> None:
        self.view.frame(place)
        self.session.selection.choose(Ids.of([self.shown[place]]))

    def _step(self, by: int) -> None:
        """Replace the framed image by the one before or after it that is not shown yet."""
        samples, place = self.pictures.grid.samples, self.view.current
        row, number = samples.rows.get(self.shown[place]), len(samples.items)
        if row is None:  # it left the grid, and the next one has its row
            row = self._rows[place] - (by > 0)
        rows = ((row + by * away) % number for away in range(1, min(MOST, number) + 1))
        following = next((one for one in rows if samples.items[one].id not in self.shown), None)
        if following is not None:
            self.shown[place], self._rows[place] = samples.items[following].id, following
            self._show(place)
            self._frame(place)

    def _press(self, event: QKeyEvent) -> None:
        """Use a key as over the grid. The frame stays at an image that it names."""
        self._named = False
        copy = QKeyEvent(event.type(), event.key(), event.modifiers(), event.text(), event.isAutoRepeat())
        QApplication.sendEvent(self.pictures.grid, copy)
        self._stay()

    def _relabelled(self, paths: Collection[str]) -> None:
        """Show the labels; stay at the framed image if its label changed."""
        self._describe()
        if self.view.isVisible() and self.shown[self.view.current][1] in paths:
            self._named = True
            QTimer.singleShot(0, self, self._stay)  # a class that was typed elsewhere, or an undo

    def _stay(self) -> None:
        """Select the framed image again after it was named; the controller of the keys has gone on."""
        named, self._named = self._named, False
        if named and self.view.isVisible():
            self._frame(self.view.current)

    def _follow(self) -> None:
        """Frame the selected image if it is compared; leave if others were selected elsewhere."""
        chosen = self.session.selection.ids
        self.pictures.bar.offer_comparison(len(chosen))
        if not self.view.isVisible() or self._named:
            return
        only = next(iter(chosen)) if len(chosen) == 1 else None
        if only is not None and only in self.shown:
            self.view.frame(self.shown.index(only))
        else:
            self._leave()

    # -- Qt --------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.view.setGeometry(self.pictures.rect())
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if plain and event.text().lower() == COMPARE_KEY and self.session.project is not None:
                (self.close if self.view.isVisible() else self.open)()
                return True
        return False
