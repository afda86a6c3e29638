"""Label propagation against dense matrices."""

import numpy as np
import pytest
import torch

from workbench.losses.label_propagation import affinity, nearest_neighbours, propagate


def clouds(count: int = 30, size: int = 5) -> torch.Tensor:
    return torch.randn(count, size, generator=torch.Generator().manual_seed(0))


def dense_affinity(features: np.ndarray, neighbours: int, scale: float) -> np.ndarray:
    unit = features / np.linalg.norm(features, axis=1, keepdims=True)
    cosines = unit @ unit.T
    np.fill_diagonal(cosines, -np.inf)
    weights = np.zeros_like(cosines)
    for row, of_row in enumerate(cosines):
        for column in np.argsort(-of_row)[:neighbours]:
            weights[row, column] = weights[column, row] = np.exp((of_row[column] - 1) / scale)
    degrees = weights.sum(axis=1)
    return np.asarray(weights / np.sqrt(np.outer(degrees, degrees)))


def test_that_the_graph_is_that_of_all_pairs() -> None:
    features = clouds()
    found = affinity(nearest_neighbours(features, 4), 0.1).toarray()
    assert found == pytest.approx(dense_affinity(features.double().numpy(), 4, 0.1), abs=1e-5)
    assert found == pytest.approx(found.T)


def test_that_many_iterations_reach_the_closed_form() -> None:
    """F* = (1 − α)(I − αS)⁻¹ Y (Zhou et al., eq. 3)."""
    graph = affinity(nearest_neighbours(clouds(), 4), 0.5)
    labels = torch.eye(3)[torch.arange(30) % 3]
    labels[10:] = 1 / 3
    closed = 0.1 * np.linalg.solve(np.eye(30) - 0.9 * graph.toarray(), labels.numpy())
    assert propagate(graph, labels, 0.9, 400).numpy() == pytest.approx(closed, abs=1e-5)
    once = 0.9 * graph.toarray() @ labels.numpy() + 0.1 * labels.numpy()
    assert propagate(graph, labels, 0.9, 1).numpy() == pytest.approx(once, abs=1e-6)


def test_that_candidates_of_principal_components_hold_the_nearest() -> None:
    """Features with few directions of large variance, as those of a network are."""
    features = clouds(400, 160) * 0.9 ** torch.arange(160)
    exact, approximate = nearest_neighbours(features, 5), nearest_neighbours(features, 5, exact=100)
    same = (exact.rows[:, :, None] == approximate.rows[:, None, :]).any(dim=2).float().mean()
    assert same > 0.99
    assert torch.allclose(exact.cosines, approximate.cosines, atol=0.01)


def test_that_a_graph_of_two_samples_has_one_edge() -> None:
    graph = affinity(nearest_neighbours(clouds(2), 10), 0.1).toarray()
    assert graph == pytest.approx(np.array([[0, 1], [1, 0]]))
