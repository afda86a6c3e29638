"""The predictions of the current model for the target."""

import msgspec
from PySide6.QtCore import QObject, Signal

from workbench.core.domain import UNKNOWN, Side
from workbench.core.name_matching import respelled
from workbench.gui.session.domains import DomainPair
from workbench.store.run_tables import Prediction


class TargetPredictions(QObject):
    """The prediction of the displayed run for each target sample.

    Paths are spelled as the target's are now: a folder that was moved between systems may have its accents in another
    Unicode form than when the run wrote its predictions.

    Signals:
        changed(): the predictions were replaced, respelled or removed.
    """

    changed = Signal()

    def __init__(self, domains: DomainPair, parent: QObject) -> None:
        super().__init__(parent)
        self.domains = domains
        self.by_path: dict[str, Prediction] = {}
        self.rejected = 0  # target samples that are predicted to be unknown
        domains.changed.connect(self._domain_changed)

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
        self._respell()

    def _domain_changed(self, side: Side) -> None:
        if side is Side.TARGET and self._respell():
            self.changed.emit()

    def _respell(self) -> bool:
        """Spell the paths as the target's are. Returns whether any changed."""
        current = respelled(self.by_path, (sample.path for sample in self.domains.samples(Side.TARGET)))
        if current:
            paths = ((current.get(path, path), prediction) for path, prediction in self.by_path.items())
            self.by_path = {
                path: prediction if path == prediction.path else msgspec.structs.replace(prediction, path=path)
                for path, prediction in paths
            }
        return bool(current)
