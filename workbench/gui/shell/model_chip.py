"""The chip in the header that names the current model, with a menu to choose another."""

from functools import partial

from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton

from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.session.runs_controller import RunsController
from workbench.store.project import RunRecord

TIP = "The model whose predictions you see, accept with Enter, and export. Click to choose another finished run."


class ModelChip(QToolButton):
    """Names the current model. It is hidden before the first finished run."""

    def __init__(self, runs: RunsController) -> None:
        super().__init__()
        self.runs = runs
        self.setProperty("chip", True)
        self.setFixedHeight(24)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolTip(plain_tip(TIP))
        self.choices = QMenu(self)
        self.choices.setToolTipsVisible(True)
        self.choices.aboutToShow.connect(self._offer)
        self.setMenu(self.choices)
        runs.model_changed.connect(self.refresh)
        runs.state_changed.connect(self.refresh)
        runs.session.catalogue_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the name of the current model."""
        model = self.runs.model
        self.setVisible(model is not None)
        if model is not None:
            self.setText(f"Model · {self._name(model)}  ▾")
            self.setAccessibleName(f"Current model: {self._name(model)}")

    def _offer(self) -> None:
        self.choices.clear()
        for record in self.runs.finished():
            action = self.choices.addAction(f"{self._name(record)}   {self.runs.quality.figure(record)}")
            action.setCheckable(True)
            action.setChecked(record.id == self.runs.model_id)
            action.triggered.connect(partial(self.runs.show, record.id))

    def _name(self, record: RunRecord) -> str:
        return f"run {record.number} ({self.runs.title(record)})"
