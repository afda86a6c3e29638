"""Keys pressed over the pictures: they name the selection and move on."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from workbench.core.domain import UNKNOWN, Side
from workbench.gui.browse.samples_panel import SamplesPanel
from workbench.gui.kit.sample_ids import NONE
from workbench.gui.session.class_keys import NEW_KEY, UNKNOWN_KEY, UNSURE_KEY
from workbench.gui.session.session import Session
from workbench.gui.session.task_rules import TaskRules
from workbench.gui.tasks.classification.review_controller import ReviewController
from workbench.gui.tasks.classification.suggestion_controller import SuggestionController
from workbench.store.label_value import LabelMark, LabelValue

ACCEPT = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
REMOVE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class LabellingController(QObject):
    """Listens to the keys of the grid, the scatter, the viewer and the strip before they do.

    Signals: new_wanted(): the selection is of a class that is not there yet.
    """

    new_wanted = Signal()

    def __init__(
        self,
        session: Session,
        suggesting: SuggestionController,
        second: ReviewController,
        rules: TaskRules,
        pictures: SamplesPanel,
        *views: QWidget,
    ) -> None:
        super().__init__(pictures)
        self.session, self.suggesting, self.second, self.rules = session, suggesting, second, rules
        self.pictures = pictures
        for view in (pictures.grid, pictures.scatter, *views):
            for one in (view, view.focusProxy()):
                if one is not None:
                    one.installEventFilter(self)

    def name(self, said: LabelValue) -> None:
        """Give the selection a class or a mark, or take it away, and move on."""
        at = self._only()
        if self.session.labels.apply(dict.fromkeys(self.session.selection.ids.target, said)):
            self._advance(at)

    def accept(self) -> None:
        """Give the selection the class that the model says, and move on."""
        at = self._only()
        classes, predictions = self.session.labels.classes, self.session.predictions.by_path
        said = {path: predictions[path].predicted for path in self.session.selection.ids.target if path in predictions}
        if self.session.labels.apply({p: name for p, name in said.items() if name != UNKNOWN or name in classes}):
            self._advance(at)

    def go_on(self) -> None:
        """To the next of the suggested images; where all were seen, ten others are asked for.

        In a second look: to the next label that the model disagrees with; this one stays.
        """
        if self.second.go_on(self._only()):
            return
        self.session.go_to("label")
        following = self.suggesting.following(self._only())
        if following is None:
            self.suggesting.ask(show=True)
        else:
            self.session.selection.choose({(Side.TARGET, following)})

    def _only(self) -> str:
        """The path of the target sample that alone is selected; empty where none is, or several are."""
        chosen = self.session.selection.ids
        return next(iter(chosen.target)) if len(chosen) == len(chosen.target) == 1 else ""

    def _advance(self, named: str) -> None:
        """From a suggested image to the next suggested one, from any other to the next in the grid."""
        if self.second.go_on(named):
            return
        if named not in self.suggesting.paths:
            self.pictures.advance()
        elif (following := self.suggesting.following(named)) is not None:
            self.session.selection.choose({(Side.TARGET, following)})
        else:
            self.session.selection.choose(NONE)  # the last of them: another key must not name it again

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._pressed(event):
            return True
        return super().eventFilter(watched, event)

    def _pressed(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or self.session.domains.task is not self.rules:
            return False  # in another task, these keys are not for whole images
        names: dict[str, LabelValue] = {key: name for name, key in self.session.labels.keys.items()}
        names |= {UNKNOWN_KEY: UNKNOWN, UNSURE_KEY: LabelMark.UNSURE}
        text = event.text().lower()
        if event.key() in ACCEPT:
            self.accept()
        elif event.key() in REMOVE:
            self.name(None)
        elif event.key() == Qt.Key.Key_Tab and self.session.project is not None:
            self.go_on()
        elif text == NEW_KEY:
            self.new_wanted.emit()
        elif text in names:
            self.name(names[text])
        else:
            return False
        return True
