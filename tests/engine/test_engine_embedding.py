"""Two-dimensional embeddings of features."""

import numpy as np
import pytest
from sklearn.decomposition import PCA

from workbench.engine.embedding import AlignedProjection


def test_that_a_projection_shows_the_principal_components() -> None:
    features = np.random.default_rng(0).normal(size=(60, 5)).astype(np.float32) * [1, 5, 2, 9, 1]
    expected = PCA(2).fit_transform(features)
    expected /= np.sqrt((expected**2).sum(axis=1).mean())
    found = AlignedProjection().project(features.astype(np.float32))
    assert np.abs(found) == pytest.approx(np.abs(expected), abs=1e-4)


def test_that_a_projection_is_turned_towards_the_last_one() -> None:
    features = np.random.default_rng(0).normal(size=(60, 5)).astype(np.float32)
    first = AlignedProjection().project(features)
    turned = first @ np.array([[0, 1], [-1, 0]], np.float32)
    assert AlignedProjection(turned).project(features) == pytest.approx(turned, abs=1e-4)


def test_that_a_single_feature_is_the_only_axis() -> None:
    features = np.arange(4, dtype=np.float32)[:, None]
    assert AlignedProjection().project(features).shape == (4, 1)
