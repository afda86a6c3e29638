"""Two-dimensional embeddings of features that are aligned from one evaluation to the next."""

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh
from threadpoolctl import threadpool_limits

Array = NDArray[np.float32]


class AlignedProjection:
    """Projects features onto two principal components. Each projection is rotated to fit the previous one.

    The rotation is the solution of the orthogonal Procrustes problem.
    """

    def __init__(self, last: Array | None = None) -> None:
        self.last = last  # (N, 2), the previous projection

    def project(self, features: Array) -> Array:
        """Project (N, D) features to (N, 2) points with a root mean square norm of one. N is the same at each call."""
        centred = features - features.mean(axis=0)
        last = centred.shape[1] - 1
        with threadpool_limits(1, "blas"):  # more threads mostly wait for each other
            _, found = eigh(centred.T @ centred, subset_by_index=[max(last - 1, 0), last])  # in ascending order
            points: Array = (centred @ found[:, ::-1]).astype(np.float32)  # (N, 2), largest variance first
        points /= max(float(np.sqrt((points**2).sum(axis=1).mean())), 1e-12)
        if self.last is not None:
            left, _, right = np.linalg.svd(points.T @ self.last)
            points = points @ (left @ right)
        self.last = points
        return points
