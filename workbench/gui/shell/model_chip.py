"""The chip in the header that names the current model, with a menu to choose another."""

from functools import partial

from workbench.gui.kit.language import tr
from workbench.gui.kit.menu_chip import MenuChip
from workbench.gui.session.runs_controller import RunsController
from workbench.store.project import RunRecord

TIP = tr("The model whose predictions you see, accept with Enter, and export. Click to choose another finished run.")


class ModelChip(MenuChip):
    """Names the current model. It is hidden before the first finished run."""

    def __init__(self, runs: RunsController) -> None:
        super().__init__(TIP, self._offer)
        self.choices.setToolTipsVisible(True)
        self.runs = runs
        runs.model_changed.connect(self.refresh)
        runs.state_changed.connect(self.refresh)
        runs.session.catalogue_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the name of the current model."""
        model = self.runs.model
        self.setVisible(model is not None)
        if model is not None:
            self.setText(tr("Model · {name}  ▾", name=self._name(model)))
            self.setAccessibleName(tr("Current model: {name}", name=self._name(model)))

    def _offer(self) -> None:
        for record in self.runs.finished():
            text = f"{self._name(record)}   {self.runs.quality.figure(record)}"
            self.add_choice(text, record.id == self.runs.model_id, partial(self.runs.show, record.id))

    def _name(self, record: RunRecord) -> str:
        return tr("run {number} ({title})", number=record.number, title=self.runs.title(record))
