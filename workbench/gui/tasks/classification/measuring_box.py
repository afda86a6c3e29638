"""Parts of the inspector of the Label step: the switch between teaching and measuring, and the measuring set."""

from PySide6.QtWidgets import QButtonGroup, QWidget

from workbench.core.counting import count
from workbench.gui.kit.widgets import button, card, column, label, row
from workbench.gui.tasks.classification.measuring_controller import MeasuringController, MeasuringState

CLASSES = 12  # classes that are listed


class LabelSwitch(QWidget):
    """The two parts of the Label step: labels that teach, and labels that measure."""

    def __init__(self, measuring: MeasuringController) -> None:
        super().__init__()
        self.measuring = measuring
        self.teach = button("Teach", lambda: measuring.turn(False))
        self.teach.setToolTip("The next run learns from these labels")
        self.measure = button("Measure", lambda: measuring.turn(True))
        self.measure.setToolTip("Labels of random images show how often a model is right; no run learns from them")
        group = QButtonGroup(self)
        for part in (self.teach, self.measure):
            part.setCheckable(True)
            group.addButton(part)
        self.setLayout(row(self.teach, self.measure, spacing=0))
        measuring.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Check the button of the current part."""
        (self.measure if self.measuring.on else self.teach).setChecked(True)


class MeasuringBox(QWidget):
    """The progress of the measuring set, what it says of the current model, and the buttons that draw and release."""

    def __init__(self, measuring: MeasuringController) -> None:
        super().__init__()
        self.measuring = measuring
        self.figure, self.progress, self.words = label("", "number"), label("", wrap=True), label("", "dim", wrap=True)
        self.classes = label("", "dim", wrap=True)
        self.note = label(
            "The interval holds in 95 % for a number of labels that was chosen beforehand.", "faint", wrap=True
        )
        self.draw = button("", measuring.draw, accent=True)
        self.draw.setToolTip("Images that nobody chose: uniformly at random from those that no label teaches")
        self.release = button("Let these labels teach", measuring.release, flat=True)
        self.release.setToolTip("All of them; then they measure no more, and others can be drawn. Ctrl+Z undoes it")
        question = label("How often is the model right?", "dim")
        summary = card(question, self.figure, self.progress, self.words, self.classes, self.note)
        self.setLayout(column(summary, self.draw, self.release))
        measuring.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the state of the measuring set, while the step measures."""
        measuring = self.measuring
        if not measuring.on:
            return
        state, more = measuring.state, measuring.more
        self.figure.setText(measuring.figure())
        self.figure.setVisible(bool(self.figure.text()))
        self.progress.setText(measuring.progress())
        self.words.setText("\n".join(measuring.sentences()))
        lines = measuring.classes()
        rest = [f"… and {count(len(lines) - CLASSES, 'class', 'classes')} more"] if len(lines) > CLASSES else []
        self.classes.setText("\n".join([*lines[:CLASSES], *rest]))
        self.classes.setVisible(bool(lines))
        self.note.setVisible(bool(lines))
        known = state is not MeasuringState.NO_TARGET
        drawn = state in (MeasuringState.LABELLING, MeasuringState.DONE)
        self.draw.setText(f"Draw {more} more" if drawn else f"Draw {more} images")
        if known and not more:
            self.draw.setText("Every image is drawn or has a label")
        self.draw.setEnabled(known and more > 0)
        self.release.setVisible(drawn)
