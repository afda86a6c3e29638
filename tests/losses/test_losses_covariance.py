"""Correlation alignment against its formulas."""

import numpy as np
import pytest
import torch
from scipy.linalg import sqrtm

from workbench.losses.covariance import correlation_alignment, recolouring

RANDOM = torch.Generator().manual_seed(0)
SOURCE = torch.randn(20, 4, generator=RANDOM, dtype=torch.float64) @ torch.diag(torch.tensor([1.0, 2, 3, 4]).double())
TARGET = torch.randn(15, 4, generator=RANDOM, dtype=torch.float64) + 3


def test_that_the_loss_compares_covariances() -> None:
    difference = np.cov(SOURCE.numpy().T) - np.cov(TARGET.numpy().T)
    assert correlation_alignment(SOURCE, TARGET).item() == pytest.approx((difference**2).sum() / (4 * 4**2))
    assert correlation_alignment(SOURCE, SOURCE + 7).item() == pytest.approx(0)


def test_that_recolouring_whitens_by_the_source_and_colours_by_the_target() -> None:
    source, target = (np.cov(features.numpy().T) + np.eye(4) for features in (SOURCE, TARGET))
    matrix = recolouring(SOURCE, TARGET).numpy()
    assert matrix == pytest.approx(np.linalg.inv(sqrtm(source)) @ sqrtm(target))
    assert matrix.T @ source @ matrix == pytest.approx(target)
