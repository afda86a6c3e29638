"""The best model of a run so far. It stays in memory until a checkpoint is written, which takes it along."""

from torch import Tensor

from workbench.engine.model_io import save_weights, weights_of
from workbench.nets.classifier import ExportedClassifier
from workbench.store.run_folder import RunFolder


class BestModel:
    """Keeps the weights of the best model, and writes them when they changed since the last time.

    A killed run loses what is not written, but goes on from its last checkpoint, and finds the same model again.
    """

    def __init__(self, place: RunFolder) -> None:
        self.place = place
        self._unwritten: dict[str, Tensor] | None = None

    def keep(self, model: ExportedClassifier) -> None:
        """Take a model as the best so far. On a CPU its frozen extractor is shared: only the head takes memory."""
        self._unwritten = weights_of(model)

    def write(self) -> None:
        """Write the model into the run folder, unless it is there. Raises UserError if the file cannot be written."""
        if self._unwritten is not None:
            save_weights(self.place, self.place.best_model, self._unwritten)
            self._unwritten = None
