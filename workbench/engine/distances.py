"""Distances between two sets of feature vectors, each as its paper defines it."""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

DIRECTIONS = 128

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]


def gaussian_kernel(points: Floats) -> Doubles:
    """(N, N) kernel matrix exp(−‖x − y‖² / 2σ²) of (N, D) points; σ is the median distance.

    Gretton et al., JMLR 2012, §8.
    """
    squares = cdist(points, points, "sqeuclidean")
    above = squares[np.triu_indices(len(points), 1)]
    scale = float(np.median(above)) or 1.0
    kernel: Doubles = np.exp(-squares / (2 * scale))
    return kernel


def mmd_squared(kernel: Doubles, count: int, order: NDArray[np.int64] | None = None) -> float:
    """Unbiased MMD² between the first `count` samples of an (N, N) kernel matrix and the others.

    `order`: (N,) permutation; the first `count` samples in this order are compared with the others.
    Gretton et al., JMLR 2012, eq. 3.
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
    """Fréchet distance ‖μ − ν‖² + tr(Σ + Τ − 2 (Σ Τ)^½) of (N, D) and (M, D) features.

    Heusel et al., arXiv:1706.08500, eq. 6. The estimate has an upward bias that depends on the numbers of samples, so
    compare only distances of equally large sets.
    """
    difference = source.mean(axis=0, dtype=np.float64) - target.mean(axis=0, dtype=np.float64)
    if len(source) * len(target) < source.shape[1] ** 2:
        return float(difference @ difference + _covariance_term(_centred(source), _centred(target)))
    ours, theirs = _covariance(source), _covariance(target)
    root = _root(ours)
    crossed = np.sqrt(np.maximum(np.linalg.eigvalsh(root @ theirs @ root), 0)).sum()  # tr (ΣΤ)^½; always real
    return float(difference @ difference + np.trace(ours) + np.trace(theirs) - 2 * crossed)


def coral(source: Floats, target: Floats) -> float:
    """CORAL distance ‖Σ − Τ‖²_F / 4 D² of (N, D) and (M, D) features (Sun and Saenko, arXiv:1607.01719, eq. 1)."""
    difference = _covariance(source) - _covariance(target)
    return float((difference**2).sum() / (4 * source.shape[1] ** 2))


def sliced_wasserstein(source: Floats, target: Floats) -> float:
    """Sliced 2-Wasserstein distance of two (N, D) sets: the root mean square over random directions.

    Bonneel et al., 2015.
    """
    random = np.random.default_rng(0)  # the same directions for every pair, so that distances are comparable
    directions = random.normal(size=(source.shape[1], DIRECTIONS))
    directions /= np.linalg.norm(directions, axis=0)
    ours, theirs = (np.sort(points @ directions, axis=0) for points in (source, target))
    return float(np.sqrt(((ours - theirs) ** 2).mean()))


def polynomial_kernel(points: Floats) -> Doubles:
    """(N, N) kernel matrix (x·y / D + 1)³ of (N, D) points. The kernel inception distance is the MMD² with this kernel.

    Bińkowski et al., arXiv:1801.01401, eq. 4.
    """
    exact = points.astype(np.float64)
    kernel: Doubles = (exact @ exact.T / points.shape[1] + 1) ** 3
    return kernel


def _covariance_term(ours: Doubles, theirs: Doubles) -> float:
    """tr (Σ + Τ − 2 (Σ Τ)^½) for Σ = AᵀA and Τ = BᵀB. The trace of the root is the sum of ABᵀ's singular values."""
    crossed = np.linalg.svd(ours @ theirs.T, compute_uv=False).sum()
    return float((ours**2).sum() + (theirs**2).sum() - 2 * crossed)


def _centred(points: Floats) -> Doubles:
    """(N, D) matrix A such that AᵀA is the covariance of the (N, D) points."""
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
