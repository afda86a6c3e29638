"""Kernel inception distances (KID) to a target before and after translation, and the error of their difference."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.engine.distances import polynomial_kernel

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]


class KernelDistances(NamedTuple):
    """KID of N images to M target images. `error`: standard error of `after` − `before`; None for too few images."""

    before: float
    after: float
    error: float | None


def kernel_distances(before: Floats, after: Floats, target: Floats) -> KernelDistances:
    """From features (N, D) of images before and after, and (M, D) of the target.

    The error is that of the first-order terms of the difference of two U-statistics over the same images (Bounliphone
    et al., arXiv:1511.04581, §3).
    """
    count, others = len(before), len(target)
    if min(count, others) < 2:
        return KernelDistances(0.0, 0.0, None)
    old, new = (_parts(features, target) for features in (before, after))
    images = 2 * ((new.inside - new.across) - (old.inside - old.across))
    targets = 2 * (old.across_target - new.across_target)
    error = float(np.sqrt(images.var(ddof=1) / count + targets.var(ddof=1) / others))
    return KernelDistances(old.distance, new.distance, error)


class _Parts(NamedTuple):
    """Mean kernel values: of each image with the other images (N,), with the target (N,); of each target image (M,)."""

    inside: Doubles
    across: Doubles
    across_target: Doubles
    distance: float


def _parts(features: Floats, target: Floats) -> _Parts:
    count, others = len(features), len(target)
    kernel = polynomial_kernel(np.concatenate([features, target]))
    own, crossed, theirs = kernel[:count, :count], kernel[:count, count:], kernel[count:, count:]
    inside = (own.sum(1) - np.diagonal(own)) / (count - 1)
    within = (theirs.sum() - np.trace(theirs)) / (others * (others - 1))
    distance = float(inside.mean() + within - 2 * crossed.mean())
    return _Parts(inside, crossed.mean(1), crossed.mean(0), distance)
