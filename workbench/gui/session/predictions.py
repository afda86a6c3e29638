"""The predictions that the current model makes for the target."""

from PySide6.QtCore import QObject, Signal

from workbench.core.domain import UNKNOWN
from workbench.store.run_folder import Prediction


class TargetPredictions(QObject):
    """The prediction for each target sample, of the run that is looked at.

    Signals:
        changed(): there are the predictions of another model, or none any more.
    """

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.by_path: dict[str, Prediction] = {}
        self.rejected = 0  # target samples that are predicted to be unknown

    def replace(self, predictions: list[Prediction]) -> None:
        """Take the predictions of another model."""
        self._hold(predictions)
        self.changed.emit()

    def forget(self) -> None:
        """Drop them, without a signal: the project that they belong to is left."""
        self._hold([])

    def _hold(self, predictions: list[Prediction]) -> None:
        self.by_path = {prediction.path: prediction for prediction in predictions}
        self.rejected = sum(prediction.predicted == UNKNOWN for prediction in predictions)
