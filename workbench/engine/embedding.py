"""Features in the plane, so that points move smoothly from one look to the next."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]


class Plane:
    """Principal components of features, each projection turned to fit the one before (orthogonal Procrustes)."""

    def __init__(self, last: Array | None = None) -> None:
        self.last = last  # (N, 2), what the next projection is turned to fit

    def project(self, features: Array) -> Array:
        """(N, D) features, the same N samples each time, to (N, 2) with unit mean spread."""
        centred = features - features.mean(axis=0)
        directions = np.linalg.eigh(centred.T @ centred)[1][:, ::-1][:, :2]  # (D, 2), largest variance first
        points: Array = (centred @ directions).astype(np.float32)
        points /= max(float(np.sqrt((points**2).sum(axis=1).mean())), 1e-12)
        if self.last is not None:
            left, _, right = np.linalg.svd(points.T @ self.last)
            points = points @ (left @ right)
        self.last = points
        return points
