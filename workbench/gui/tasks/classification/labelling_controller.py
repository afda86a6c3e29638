"""The keys over the images, which label the selection and go on."""

from collections import deque
from collections.abc import Collection

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from workbench.core.domain import UNKNOWN, Side
from workbench.gui.browse.samples_panel import SamplesPanel
from workbench.gui.browse.suspects_controller import SuspectsController
from workbench.gui.kit.language import tr
from workbench.gui.kit.sample_ids import NONE, Ids
from workbench.gui.session.class_keys import NEW_KEY, SIMILAR_KEY, UNKNOWN_KEY, UNSURE_KEY
from workbench.gui.session.session import Session
from workbench.gui.session.task_rules import TaskRules
from workbench.gui.tasks.classification.gallery_controller import GalleryController
from workbench.gui.tasks.classification.naming_controller import NamingController
from workbench.gui.tasks.classification.review_controller import ReviewController
from workbench.gui.tasks.classification.suggestion_controller import SuggestionController
from workbench.gui.tasks.measuring_controller import MeasuringController
from workbench.store.label_value import LabelMark, LabelValue

ACCEPT = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
BACK = 200  # selections that Shift+Tab returns to
SPLIT_KEY = "-"
REMOVE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


NOT_ACCEPTED = (
    tr("The prediction of this image cannot be accepted, because its label measures the model."),
    tr("Press the key of the class that you see, or X if you cannot tell."),
)


class LabellingController(QObject):
    """Filters the key events of the grid, the scatter plot, the viewer and the strip.

    Signals: new_wanted(): the user asked for a new class for the selection.
    """

    new_wanted = Signal()

    def __init__(
        self,
        session: Session,
        suggestions: SuggestionController,
        review: ReviewController,
        measuring: MeasuringController,
        naming: NamingController,
        gallery: GalleryController,
        suspects: SuspectsController,
        rules: TaskRules,
        pictures: SamplesPanel,
        *views: QWidget,
    ) -> None:
        super().__init__(pictures)
        self.session, self.suggestions, self.review, self.rules = session, suggestions, review, rules
        self.measuring, self.suspects, self.pictures, self.naming = measuring, suspects, pictures, naming
        self._left: deque[Ids] = deque(maxlen=BACK)  # the selections from which a key went on, the last one last
        session.project_changed.connect(self._left.clear)
        self.gallery = gallery
        for view in (pictures.grid, pictures.scatter, *views):
            for widget in (view, view.focusProxy()):
                if widget is not None:
                    widget.installEventFilter(self)

    def name(self, value: LabelValue) -> None:
        """Label the selection with a class or a mark, or remove its labels, and go on.

        Source images are corrected instead, if no target image is selected. They take no mark.
        """
        if self.suspects.chosen:
            if value is not LabelMark.UNSURE:
                self.suspects.correct(value)
            return
        path, chosen = self._only(), self.session.selection.ids.target
        if self.session.labels.apply(dict.fromkeys(chosen, value), self.naming.origin(chosen, value)):
            self._advance(path, chosen, value)

    def accept(self) -> None:
        """Accept the predictions of the selection, or the likely class of a group, and go on.

        Images that measure are refused.
        """
        if self.suspects.chosen:
            self.suspects.accept()
            return
        path, chosen = self._only(), self.session.selection.ids.target
        if any(one in self.session.labels.drawn for one in chosen):
            self.session.failed.emit(*NOT_ACCEPTED)
            return
        if self.naming.on:
            likely = self.naming.accepted(chosen)
            value = next(iter(likely.values()), None)
            if self.session.labels.apply(likely, self.naming.origin(likely, value)):
                self._advance(path, likely, value)
            return
        if self.gallery.accept(chosen):
            self._advance(path, chosen)

    def go_on(self) -> None:
        """Go to the next suggested image, or request ten others if all were labelled.

        In the review of predictions: pass over an image. During a review of labels, and at a suspected label of the
        source: confirm the label, and go to the next one.
        """
        if self.gallery.shown:
            self.gallery.passed.emit()
            return
        if self.suspects.keep():
            return
        if self.review.go_on(self._only()):
            return
        if self.naming.on:
            self.naming.skip()
            return
        if self.session.step != "label":
            self.session.go_to("label")
            if self._only() in self.suggestions.paths:
                return
        following = (self.measuring if self.measuring.on else self.suggestions).following(self._only())
        if following is None and self.measuring.on:
            self.session.selection.choose(NONE)
        elif following is None:
            self.suggestions.ask(show=True)
        else:
            self.session.selection.choose({(Side.TARGET, following)})

    def go_back(self) -> None:
        """Return to the selection from which the last key went on; without one, to the suggested image before.

        While groups are named: to the group before.
        """
        if self.naming.on:
            self.naming.go_back()
            return
        while self._left:
            if (left := self._left.pop()) and left != self.session.selection.ids:
                self.session.selection.choose(left)
                return
        preceding = (self.measuring if self.measuring.on else self.suggestions).preceding(self._only())
        if preceding is not None:
            self.session.selection.choose({(Side.TARGET, preceding)})

    def _only(self) -> str:
        """Return the path of the only selected target sample; empty if there is not exactly one."""
        chosen = self.session.selection.ids
        return next(iter(chosen.target)) if len(chosen) == len(chosen.target) == 1 else ""

    def _advance(self, named: str, paths: Collection[str], value: LabelValue = None) -> None:
        """Go from a suggested image to the next suggested one, and from another image to the next in the grid.

        From a group, go to its rest or to the next group. `paths`: the images that got the `value`.
        """
        if self.naming.on:
            self.naming.go_on(paths, value)
            return
        if self.review.go_on(named) or self.gallery.shown:
            return
        if self.measuring.on and named in self.session.labels.drawn:
            following = self.measuring.following(named)
            self.session.selection.choose(NONE if following is None else {(Side.TARGET, following)})
        elif named not in self.suggestions.paths:
            self.pictures.advance()
        elif (following := self.suggestions.following(named)) is not None:
            self.session.selection.choose({(Side.TARGET, following)})
        else:
            self.session.selection.choose(NONE)  # after the last one, so that the next key does not relabel it

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._pressed(event):
            return True
        return super().eventFilter(watched, event)

    def _pressed(self, event: QKeyEvent) -> bool:
        before = self.session.selection.ids
        if event.key() == Qt.Key.Key_Backtab and self.session.step == "label" and self._mine:
            self.go_back()
        elif not self._act(event):
            return False
        elif before and self.session.selection.ids != before:
            self._left.append(before)
        return True

    @property
    def _mine(self) -> bool:
        """Whether the open project has this task; another task has other keys."""
        return self.session.project is not None and self.session.domains.task is self.rules

    def _act(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or not self._mine:
            return False
        names: dict[str, LabelValue] = {key: name for name, key in self.session.labels.keys.items()}
        names |= {UNKNOWN_KEY: UNKNOWN, UNSURE_KEY: LabelMark.UNSURE}
        text = event.text().lower()
        if event.key() in ACCEPT:
            self.accept()
        elif event.key() in REMOVE:
            self.name(None)
        elif event.key() == Qt.Key.Key_Tab:
            self.go_on()
        elif text == NEW_KEY:
            self.new_wanted.emit()
        elif text == SIMILAR_KEY and self.session.project is not None:
            self.naming.more_like(self.session.selection.ids.target)
        elif self.naming.on and text == SPLIT_KEY and self.pictures.grid.hasFocus():
            self.naming.split()
        elif self.naming.on and event.key() == Qt.Key.Key_Escape and self.pictures.grid.hasFocus():
            self.naming.leave()
        elif text in names:
            self.name(names[text])
        else:
            return False
        return True
