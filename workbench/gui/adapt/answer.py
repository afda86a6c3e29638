"""The card that answers what adaptation gained: a figure, what it means for the classes, and the statistics."""

from PySide6.QtWidgets import QFrame

from workbench.core.target_quality import QualityKind
from workbench.gui.adapt.adaptation_summary import summarise_adaptation
from workbench.gui.kit.details import Details
from workbench.gui.kit.language import tr
from workbench.gui.kit.widgets import column, label, set_role
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.tasks.current import Tasks


class AdaptationAnswer(QFrame):
    """Measured figures and estimates differ in their look."""

    def __init__(self, runs: RunsController, tasks: Tasks) -> None:
        super().__init__()
        self.runs, self.tasks = runs, tasks
        self.setProperty("card", True)
        self.figure, self.sentence = label("", "number"), label("", "dim", wrap=True)
        self.details = Details("adapt")
        question = label(tr("What did adaptation gain?"), "dim")
        self.setLayout(column(question, self.figure, self.sentence, self.details, margin=12, spacing=4))

    def refresh(self) -> None:
        """Describe the displayed run, or else the last one."""
        told = summarise_adaptation(self.runs, self.tasks.current)
        set_role(self.figure, "number" if told.kind is QualityKind.MEASURED else "estimate")
        self.figure.setText(told.figure)
        self.sentence.setText(told.sentence)
        self.figure.setVisible(bool(told.figure))
        self.details.show_lines(told.details)
