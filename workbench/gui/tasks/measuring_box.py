"""Parts of the inspector of the Label step: the switch between teaching and measuring, and the measuring set."""

from collections.abc import Callable

from PySide6.QtWidgets import QButtonGroup, QWidget

from workbench.gui.kit.details import Details
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import button, card, column, label, row
from workbench.gui.tasks.measuring_controller import MeasuringController, MeasuringState

CLASSES = 12  # classes that are listed


class LabelSwitch(QWidget):
    """The parts of the Label step: labels that teach, labels that measure, and the review of predictions."""

    def __init__(self, measuring: MeasuringController, turn_review: Callable[[bool], object] | None = None) -> None:
        """`turn_review` begins or ends the review; None: the task has none."""
        super().__init__()
        self.measuring, self.reviewing = measuring, False
        self._turn_review = turn_review
        self.teach = button(tr("Teach"), lambda: self._turn(measure=False, review=False))
        self.teach.setToolTip(tr("The next run learns from these labels"))
        self.measure = button(tr("Measure"), lambda: self._turn(measure=True, review=False))
        self.measure.setToolTip(tr("Labels of random images show how often a model is right; no run learns from them"))
        self.review = button(tr("Review"), lambda: self._turn(measure=False, review=True))
        self.review.setToolTip(tr("The predictions of the current model as pictures, to accept or to correct them"))
        self.review.setVisible(turn_review is not None)
        group = QButtonGroup(self)
        for part in (self.teach, self.measure, self.review):
            part.setCheckable(True)
            group.addButton(part)
        self.setLayout(row(self.teach, self.measure, self.review, spacing=0))
        measuring.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Check the button of the current part."""
        (self.review if self.reviewing else self.measure if self.measuring.on else self.teach).setChecked(True)

    def _turn(self, *, measure: bool, review: bool) -> None:
        if self._turn_review is not None and not review:
            self._turn_review(False)
        self.measuring.turn(measure)
        if self._turn_review is not None and review:
            self._turn_review(True)

    def show_reviewing(self, on: bool) -> None:
        """Show whether predictions are reviewed."""
        self.reviewing = on
        self.refresh()


class MeasuringBox(QWidget):
    """The progress of the measuring set, what it says of the current model, and the button that draws.

    `details`, which belongs below the classes: more about the model, and the button that releases.
    """

    def __init__(self, measuring: MeasuringController, release: str, tip: str) -> None:
        """`release`, `tip`: the text and the tooltip of the button that releases."""
        super().__init__()
        self.measuring = measuring
        self.figure, self.progress, self.words = label("", "number"), label("", wrap=True), label("", "dim", wrap=True)
        self.more, self.classes = label("", "dim", wrap=True), label("", "dim", wrap=True)
        self.note = label(
            tr("The interval holds in 95 % for a number of labels that was chosen beforehand."), "faint", wrap=True
        )
        self.draw = button("", measuring.draw, accent=True)
        self.draw.setToolTip(tr("Images that nobody chose: uniformly at random from those that no label teaches"))
        self.release = button(release, measuring.release, flat=True)
        self.release.setToolTip(plain_tip(tip))
        question = label(tr("How often is the model right?"), "dim")
        self.setLayout(column(card(question, self.figure, self.progress, self.words), self.draw))
        self.facts, self.details = Details("measure", self.more, self.classes, self.note), QWidget()
        self.details.setLayout(column(self.facts, self.release))
        measuring.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the state of the measuring set, while the step measures."""
        measuring = self.measuring
        self.setVisible(measuring.on)
        self.details.setVisible(measuring.on)
        if not measuring.on:
            return
        state, more = measuring.state, measuring.more
        self.figure.setText(measuring.figure())
        self.figure.setVisible(bool(self.figure.text()))
        self.progress.setText(measuring.progress())
        self.words.setText("\n".join(measuring.sentences()))
        lines = measuring.classes()
        rest = (
            [tr("… and {classes} more", classes=count(len(lines) - CLASSES, "class", "classes"))]
            if len(lines) > CLASSES
            else []
        )
        self.classes.setText("\n".join([*lines[:CLASSES], *rest]))
        self.more.setText("\n".join(measuring.details()))
        self.facts.setVisible(bool(self.more.text()))  # folded at first
        known = state is not MeasuringState.NO_TARGET
        drawn = state in (MeasuringState.LABELLING, MeasuringState.DONE)
        self.draw.setText(
            tr("Draw {more} more", more=more) if drawn else tr("Draw {images}", images=count(more, "image"))
        )
        if known and not more:
            self.draw.setText(tr("Every image is drawn or has a label"))
        self.draw.setEnabled(known and more > 0)
        self.release.setVisible(drawn)
