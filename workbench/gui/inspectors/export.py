"""Export: where will it run?"""

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from workbench.gui.form import form
from workbench.gui.inspectors.base import answer_card
from workbench.gui.runs import Runs
from workbench.gui.session import Session
from workbench.gui.widgets import button, column, label, set_role
from workbench.gui.words import percent


class ExportInspector(QWidget):
    """Choose a finished run and a file; the written model is checked in ONNX Runtime."""

    def __init__(self, session: Session, runs: Runs) -> None:
        super().__init__()
        self.session, self.runs = session, runs
        summary, self.figure, self.sentence = answer_card("Where will it run?")
        self.run = QComboBox()
        self.run.setAccessibleName("Run")
        self.model = QComboBox()
        self.model.setAccessibleName("Model")
        self.save = button("Save ONNX model…", self._choose_file, accent=True)
        self.outcome = label("", "dim", wrap=True)
        self.adapt = button("Adapt a model first", lambda: session.go_to("adapt"))
        self.setLayout(
            column(
                summary,
                form(("Run", self.run), ("Model", self.model)),
                self.save,
                self.adapt,
                self.outcome,
                -1,
                spacing=12,
            )
        )
        self.run.currentIndexChanged.connect(self._run_chosen)
        runs.state_changed.connect(self.refresh)
        runs.exported.connect(self._exported)
        runs.export_failed.connect(self._failed)
        session.project_changed.connect(self._project_changed)
        self.refresh()

    def refresh(self) -> None:
        """Offer the finished runs."""
        finished = self.runs.finished()
        chosen = self.run.currentData() if self.run.count() == len(finished) else None  # a new run is offered first
        self.run.clear()
        for record in finished:
            scores = record.scores
            reached = percent(scores.target_accuracy) if scores and scores.target_accuracy is not None else ""
            self.run.addItem(f"{record.number} · {record.job.method}  {reached}".strip(), record.id)
        self.run.setCurrentIndex(max(self.run.findData(chosen), 0))
        done = self.run.count() > 0
        self.run.setEnabled(done)
        self.model.setEnabled(done)
        self.save.setVisible(done)
        self.adapt.setVisible(not done)
        self.figure.setText("ONNX")
        self.sentence.setText(
            "One file that runs wherever ONNX Runtime does: servers, phones, cameras, browsers. Classes, "
            "preprocessing and normalisation are written inside."
            if done
            else "A finished run can be taken away as one ONNX file that runs wherever ONNX Runtime does."
        )

    def _run_chosen(self) -> None:
        chosen = self.model.currentData()
        self.model.clear()
        self.model.addItem("As training left it", False)
        best = self.runs.best_step(self.run.currentData()) if self.run.currentData() else 0
        if best:
            self.model.addItem(f"Best by validator (step {best:,})", True)
        self.model.setCurrentIndex(max(self.model.findData(chosen), 0))

    def save_to(self, path: Path) -> None:
        """Write the chosen run's model."""
        if self.run.currentData():
            self.save.setEnabled(False)
            self._say("Writing the model and comparing it with PyTorch…", "dim")
            self.runs.export(self.run.currentData(), str(path), best=bool(self.model.currentData()))

    def _choose_file(self) -> None:
        start = str(Path.home() / f"{self.run.currentData()}.onnx")
        name, _ = QFileDialog.getSaveFileName(self, "Save the adapted model", start, "ONNX model (*.onnx)")
        if name:
            self.save_to(Path(name))

    def _exported(self, path: str, difference: float) -> None:
        self.save.setEnabled(True)
        self._say(
            f"Saved {path}. ONNX Runtime gives PyTorch's logits to within {difference:.1g}.",
            "good",
        )

    def _project_changed(self) -> None:
        self.save.setEnabled(True)
        self._say("", "dim")
        self.refresh()

    def _failed(self, message: str, hint: str) -> None:
        self.save.setEnabled(True)
        self._say(f"{message} {hint}".strip(), "bad")

    def _say(self, words: str, role: str) -> None:
        self.outcome.setText(words)
        set_role(self.outcome, role)
