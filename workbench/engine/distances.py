"""Distances between two samples of features, each as its paper defines it."""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

DIRECTIONS = 128

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]


def gaussian_kernel(points: Floats) -> Doubles:
    """(N, N) of exp(−‖x − y‖² / 2σ²), σ the median distance (Gretton et al., JMLR 2012, §8)."""
    squares = cdist(points, points, "sqeuclidean")
    above = squares[np.triu_indices(len(points), 1)]
    scale = float(np.median(above)) or 1.0
    kernel: Doubles = np.exp(-squares / (2 * scale))
    return kernel


def mmd_squared(kernel: Doubles, count: int, order: NDArray[np.int64] | None = None) -> float:
    """Unbiased MMD² (Gretton et al., JMLR 2012, eq. 3) of the first `count` samples of an (N, N) kernel from the rest.

    With `order`, of those samples that come first in it.
    """
    total = len(kernel)
    first = np.zeros(total)
    first[(np.arange(total) if order is None else order)[:count]] = 1.0
    rest, others = 1.0 - first, total - count
    with_first = kernel @ first
    diagonal = np.diagonal(kernel)
    inside = (first @ with_first - first @ diagonal) / (count * (count - 1))
    outside = (rest @ (kernel @ rest) - rest @ diagonal) / (others * (others - 1))
    return float(inside + outside - 2 * (rest @ with_first) / (count * others))


def frechet(source: Floats, target: Floats) -> float:
    """‖μ − ν‖² + tr(Σ + Τ − 2 (Σ Τ)^½) of (N, D) and (M, D) (Heusel et al., arXiv:1706.08500, eq. 6).

    It is biased upward by the number of samples, alike for equal numbers.
    """
    away = source.mean(axis=0, dtype=np.float64) - target.mean(axis=0, dtype=np.float64)
    if len(source) * len(target) < source.shape[1] ** 2:
        return float(away @ away + _apart_by_samples(_centred(source), _centred(target)))
    ours, theirs = _covariance(source), _covariance(target)
    root = _root(ours)
    crossed = np.sqrt(np.maximum(np.linalg.eigvalsh(root @ theirs @ root), 0)).sum()  # tr (ΣΤ)^½, real for certain
    return float(away @ away + np.trace(ours) + np.trace(theirs) - 2 * crossed)


def coral(source: Floats, target: Floats) -> float:
    """‖Σ − Τ‖²_F / 4 D² of (N, D) and (M, D) (Sun and Saenko, arXiv:1607.01719, eq. 1)."""
    difference = _covariance(source) - _covariance(target)
    return float((difference**2).sum() / (4 * source.shape[1] ** 2))


def sliced_wasserstein(source: Floats, target: Floats) -> float:
    """Root of the mean squared 2-Wasserstein distance over random directions (Bonneel et al., 2015), (N, D), (N, D)."""
    random = np.random.default_rng(0)  # the same directions for every pair, so that distances compare
    directions = random.normal(size=(source.shape[1], DIRECTIONS))
    directions /= np.linalg.norm(directions, axis=0)
    ours, theirs = (np.sort(points @ directions, axis=0) for points in (source, target))
    return float(np.sqrt(((ours - theirs) ** 2).mean()))


def polynomial_kernel(points: Floats) -> Doubles:
    """(N, N) of (x·y / D + 1)³, of which the kernel inception distance is the MMD² (arXiv:1801.01401, eq. 4)."""
    exact = points.astype(np.float64)
    kernel: Doubles = (exact @ exact.T / points.shape[1] + 1) ** 3
    return kernel


def _apart_by_samples(ours: Doubles, theirs: Doubles) -> float:
    """tr (Σ + Τ − 2 (Σ Τ)^½) of Σ = AᵀA and Τ = BᵀB: the root's trace is the sum of the singular values of ABᵀ."""
    crossed = np.linalg.svd(ours @ theirs.T, compute_uv=False).sum()
    return float((ours**2).sum() + (theirs**2).sum() - 2 * crossed)


def _centred(points: Floats) -> Doubles:
    """A with AᵀA the covariance of (N, D) points."""
    centred: Doubles = (points.astype(np.float64) - points.mean(axis=0, dtype=np.float64)) / np.sqrt(len(points) - 1)
    return centred


def _covariance(points: Floats) -> Doubles:
    centred = _centred(points)
    covariance: Doubles = centred.T @ centred
    return covariance


def _root(matrix: Doubles) -> Doubles:
    values, vectors = np.linalg.eigh(matrix)
    root: Doubles = (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T
    return root
