"""Correlation alignment (Sun et al., CORAL, arXiv:1511.05547; Sun and Saenko, Deep CORAL, arXiv:1607.01719)."""

import torch
from torch import Tensor


def covariance(features: Tensor) -> Tensor:
    """The covariance (D, D) of features (N, D), N ≥ 2 (Deep CORAL, eqs. 2 and 3)."""
    centred = features - features.mean(dim=0)
    return centred.T @ centred / (len(features) - 1)


def correlation_alignment(source: Tensor, target: Tensor) -> Tensor:
    """‖C_s − C_t‖²_F / (4D²) of features (N, D) and (M, D), to () (Deep CORAL, eq. 1)."""
    return (covariance(source) - covariance(target)).square().sum() / (4 * source.shape[1] ** 2)


def recolouring(source: Tensor, target: Tensor) -> Tensor:
    """A = (C_s + I)^−½ (C_t + I)^½, (D, D), by which source features are multiplied (CORAL, algorithm 1)."""
    identity = torch.eye(source.shape[1], device=source.device, dtype=source.dtype)
    return _power(covariance(source) + identity, -0.5) @ _power(covariance(target) + identity, 0.5)


def _power(matrix: Tensor, exponent: float) -> Tensor:
    """A power of a symmetric positive definite matrix."""
    values, vectors = torch.linalg.eigh(matrix)
    power: Tensor = (vectors * values**exponent) @ vectors.T
    return power
