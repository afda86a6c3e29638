"""The predictions of the current model for the target."""

from PySide6.QtCore import QObject, Signal

from workbench.core.domain import UNKNOWN
from workbench.store.run_tables import Prediction


class TargetPredictions(QObject):
    """The prediction of the displayed run for each target sample.

    Signals:
        changed(): the predictions were replaced or removed.
    """

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.by_path: dict[str, Prediction] = {}
        self.rejected = 0  # target samples that are predicted to be unknown

    def replace(self, predictions: list[Prediction]) -> None:
        """Use the predictions of another model."""
        self._set(predictions)
        self.changed.emit()

    def forget(self) -> None:
        """Remove the predictions without a signal, because the project is closed."""
        self._set([])

    def _set(self, predictions: list[Prediction]) -> None:
        self.by_path = {prediction.path: prediction for prediction in predictions}
        self.rejected = sum(prediction.predicted == UNKNOWN for prediction in predictions)
