"""Two-dimensional embeddings of features that are aligned from one evaluation to the next."""

import numpy as np
from numpy.typing import NDArray

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
        directions = np.linalg.eigh(centred.T @ centred)[1][:, ::-1][:, :2]  # (D, 2), largest variance first
        points: Array = (centred @ directions).astype(np.float32)
        points /= max(float(np.sqrt((points**2).sum(axis=1).mean())), 1e-12)
        if self.last is not None:
            left, _, right = np.linalg.svd(points.T @ self.last)
            points = points @ (left @ right)
        self.last = points
        return points
