"""The methods as a classifier of arrays: scikit-learn's manners, and the result of the engine."""

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LogisticRegression

import workbench
from workbench.core.errors import UserError

Floats = NDArray[np.float64]


def shifted() -> tuple[Floats, NDArray[np.str_], Floats, NDArray[np.str_]]:
    """Two classes in five dimensions; those of the target are moved by as much as the classes are apart."""
    random = np.random.default_rng(0)
    labels = np.array(["cat", "dog"])[random.integers(2, size=120)]
    features = random.normal(size=(120, 5)) + 4 * (labels == "dog")[:, None]
    return features[:60], labels[:60], features[60:] + 4, labels[60:]


@pytest.mark.parametrize("method", ["label_prop", "coral", "ot_mapping"])
def test_that_a_method_is_fitted_to_arrays_and_predicts_names(method: str) -> None:
    source, labels, target, truth = shifted()
    plain = LogisticRegression().fit(source, labels).score(target, truth)
    fitted = workbench.AdaptedClassifier(method, steps=10, batch=16).fit(source, labels, target)
    assert fitted.classes_.tolist() == ["cat", "dog"]
    assert fitted.score(target, truth) > 0.9 > plain
    probabilities = fitted.predict_proba(target)
    assert probabilities.shape == (60, 2)
    assert np.allclose(probabilities.sum(axis=1), 1, atol=1e-5)
    assert (fitted.classes_[probabilities.argmax(axis=1)] == fitted.predict(target)).all()


def test_that_a_clone_gives_the_same_and_the_random_numbers_of_the_caller_stay() -> None:
    import torch

    source, labels, target, _ = shifted()
    first = workbench.AdaptedClassifier("mcc", steps=5, batch=16, settings={"temperature": 2.0}, random_state=3)
    state = torch.get_rng_state()
    expected = first.fit(source, labels, target).predict_proba(target)
    assert torch.equal(torch.get_rng_state(), state)
    again = clone(first)
    assert again.get_params() == first.get_params()
    assert not hasattr(again, "classes_")
    assert np.array_equal(again.fit(source, labels, target).predict_proba(target), expected)


def test_that_arrays_that_do_not_fit_are_refused() -> None:
    source, labels, target, _ = shifted()
    estimator = workbench.AdaptedClassifier(steps=1)
    with pytest.raises(NotFittedError):
        estimator.predict(target)
    with pytest.raises(ValueError, match="Xt has 4 features, but X has 5"):
        estimator.fit(source, labels, target[:, :4])
    with pytest.raises(ValueError, match="one class"):
        estimator.fit(source, ["a"] * 60, target)
    with pytest.raises(UserError, match="needs labelled target images"):
        workbench.AdaptedClassifier("mme", steps=1).fit(source, labels, target)
    with pytest.raises(UserError, match="number of steps is 0"):
        workbench.AdaptedClassifier(steps=0).fit(source, labels, target)
