"""The adaptation methods as a classifier of arrays, in scikit-learn's manner."""

from collections.abc import Mapping
from typing import Any, Self

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_array, check_is_fitted, check_X_y

from workbench.core.generators import Returning
from workbench.core.job import Job, Shift, Tune
from workbench.core.settings import Value
from workbench.engine.device import fabric_for
from workbench.engine.inference import Predictions, predict_rows
from workbench.engine.problem import Problem, Rows
from workbench.engine.setup import set_up_head

NONE = np.empty(0, np.int64)


class AdaptedClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """A head on features that is adapted from a labelled source to an unlabelled target.

    `method`: a method that works on frozen features, such as label_prop, coral, ot_mapping, mcc or dann. `steps`:
    training steps, of `batch` samples of each domain. `settings`: those of the method. `random_state`: the same gives
    the same result. `device`: cpu, cuda, … A tenth of the source is held out, as in every run.

    After `fit`: `classes_` (K,), the classes in the order of the probabilities; `n_features_in_`.
    """

    def __init__(
        self,
        method: str = "label_prop",
        *,
        steps: int = 200,
        batch: int = 64,
        settings: Mapping[str, Value] | None = None,
        random_state: int = 0,
        device: str = "cpu",
    ) -> None:
        self.method = method
        self.steps = steps
        self.batch = batch
        self.settings = settings
        self.random_state = random_state
        self.device = device

    def fit(self, X: ArrayLike, y: ArrayLike, Xt: ArrayLike) -> Self:  # noqa: N803  # scikit-learn's names
        """Learn from features X (N, D) with classes y (N,), and features Xt (M, D) of the target.

        Raises ValueError for arrays that do not fit, and UserError if the method cannot work on features.
        """
        source, labels = check_X_y(X, y, dtype=np.float32)
        target = check_array(Xt, dtype=np.float32)
        check_classification_targets(labels)
        if target.shape[1] != source.shape[1]:
            raise ValueError(f"Xt has {target.shape[1]} features, but X has {source.shape[1]}.")
        self.classes_, numbers = np.unique(labels, return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError("y has one class only.")
        self.n_features_in_ = source.shape[1]
        problem = self._problem(_rows(source, numbers), _rows(target, np.full(len(target), -1)))
        with torch.random.fork_rng(devices=[]):
            trainer = set_up_head(problem, fabric_for(problem.job))
            while trainer.step < problem.job.steps:
                trainer.advance()
        self.head_ = trainer.method
        return self

    def predict(self, X: ArrayLike) -> NDArray[Any]:  # noqa: N803
        """The classes (M,) of features X (M, D) of the target."""
        numbers = self._predicted(X).classes
        classes: NDArray[Any] = self.classes_[numbers]
        return classes

    def predict_proba(self, X: ArrayLike) -> NDArray[np.float32]:  # noqa: N803
        """The probabilities (M, K) of each class for features X (M, D) of the target."""
        shares: NDArray[np.float32] = self._predicted(X).logits.softmax(dim=1).numpy()
        return shares

    def _predicted(self, X: ArrayLike) -> Predictions:  # noqa: N803
        check_is_fitted(self)
        features = check_array(X, dtype=np.float32)
        if features.shape[1] != self.n_features_in_:
            raise ValueError(f"X has {features.shape[1]} features, but {self.n_features_in_} were learned from.")
        return Returning(predict_rows(self.head_, features, np.arange(len(features)), None, "")).finish()

    def _problem(self, source: Rows, target: Rows) -> Problem:
        job = Job(
            method=self.method,
            source="",
            target="",
            tune=Tune.HEAD,
            shift=Shift.CLOSED,
            steps=self.steps,
            batch=min(self.batch, len(source.paths), len(target.paths)),
            seed=self.random_state,
            settings=dict(self.settings or {}),
            device=self.device,
        )
        return Problem(job.checked(), tuple(map(str, self.classes_)), source, target, NONE, NONE, NONE, NONE, 0)


def _rows(features: NDArray[np.float32], numbers: NDArray[np.int64]) -> Rows:
    return Rows(tuple(map(str, range(len(features)))), features, numbers, "", "")
