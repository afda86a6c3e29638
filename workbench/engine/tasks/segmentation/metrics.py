"""How well the classes of pixels are told: counted image by image, summed up at the end."""

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from workbench.core.scores import PixelBounds, PixelScores
from workbench.data.paired_augment import IGNORE

REACH = 2  # pixels that an edge may be off
DRAWS = 300  # bootstrap samples
SEED = 0


class PixelCount:
    """A confusion of pixels and a count of edges, over any number of images."""

    def __init__(self, classes: int) -> None:
        self.classes, self.images = classes, 0
        self.confusion = np.zeros((classes, classes), np.int64)  # [truth, prediction]
        self.each: list[NDArray[np.int64]] = []  # of the images with labels
        self.edges = np.zeros(4, np.int64)  # predicted that are near true ones, predicted, true near predicted, true

    def add(self, predicted: Tensor, labels: Tensor) -> list[NDArray[np.int64]]:
        """Count (B, H, W) predictions against as many labels; the (K, K) confusion of each image."""
        each = [self._confused(one, truth) for one, truth in zip(predicted, labels, strict=True)]
        self.confusion += sum(each, np.zeros_like(self.confusion))
        self.each += [one for one in each if one.any()]
        self.edges += _near(predicted, labels)
        self.images += len(each)
        return each

    def _confused(self, predicted: Tensor, labels: Tensor) -> NDArray[np.int64]:
        known = labels != IGNORE
        places = labels[known] * self.classes + predicted[known]
        counts = torch.bincount(places, minlength=self.classes**2)
        return counts.view(self.classes, self.classes).cpu().numpy()

    def scores(self) -> PixelScores | None:
        """What the counts say; None where no pixel has a label."""
        if not self.confusion.sum():
            return None
        found = iou(self.confusion)
        of_predicted, of_true = self.edges[0] / max(self.edges[1], 1), self.edges[2] / max(self.edges[3], 1)
        return PixelScores(
            accuracy=right(self.confusion),
            miou=_mean(found),
            iou=found,
            boundary=float(2 * of_predicted * of_true / max(of_predicted + of_true, 1e-12)),
            images=self.images,
            bounds=self._bounds(),
        )

    def _bounds(self) -> PixelBounds:
        """Intervals over images: whole images are drawn again, because the pixels of one are alike."""
        random, count = np.random.default_rng(SEED), len(self.each)
        drawn = random.multinomial(count, np.full(count, 1 / count), DRAWS) @ np.stack(self.each).reshape(count, -1)
        confusions = drawn.reshape(DRAWS, self.classes, self.classes)
        truth = self.confusion.sum(axis=1)
        constant, present = int(truth.argmax()), max(int((truth > 0).sum()), 1)
        share = float(truth[constant] / truth.sum())
        return PixelBounds(
            _interval([right(one) for one in confusions]),
            _interval([_mean(iou(one)) for one in confusions]),
            constant,
            share,
            share / present,
        )


def _mean(each: tuple[float | None, ...]) -> float:
    """The mean IoU, over the classes that have one."""
    return float(np.mean([one for one in each if one is not None]))


def _interval(values: list[float]) -> tuple[float, float]:
    low, high = np.percentile(values, (2.5, 97.5))
    return float(low), float(high)


def right(confusion: NDArray[np.int64]) -> float:
    """The share of pixels that are right; 0 of none."""
    return float(np.trace(confusion) / max(confusion.sum(), 1))


def iou(confusion: NDArray[np.int64]) -> tuple[float | None, ...]:
    """Intersection over union of each class; None where it neither is nor was told."""
    both = confusion.sum(axis=0) + confusion.sum(axis=1) - np.diag(confusion)
    return tuple(float(hit / union) if union else None for hit, union in zip(np.diag(confusion), both, strict=True))


def _near(predicted: Tensor, labels: Tensor) -> NDArray[np.int64]:
    """Edges within REACH of the other's (boundary F1 of Csurka et al., BMVC 2013), all classes together.

    Where a label is missing there is no edge to find or miss.
    """
    known = labels != IGNORE
    told, true = _edges(predicted) & known, _edges(torch.where(known, labels, predicted)) & known
    near_true, near_told = _grown(true), _grown(told)
    counts = [(told & near_true).sum(), told.sum(), (true & near_told).sum(), true.sum()]
    return np.array([int(one) for one in counts], np.int64)


def _edges(classes: Tensor) -> Tensor:
    """(B, H, W) numbers to where the neighbour on the right or below is another."""
    edges = torch.zeros_like(classes, dtype=torch.bool)
    edges[:, :, :-1] |= classes[:, :, 1:] != classes[:, :, :-1]
    edges[:, :-1] |= classes[:, 1:] != classes[:, :-1]
    return edges


def _grown(edges: Tensor) -> Tensor:
    return F.max_pool2d(edges.float()[:, None], 2 * REACH + 1, stride=1, padding=REACH)[:, 0] > 0
