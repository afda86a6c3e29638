"""What costs of a miss change on the labels of the measuring set: misses and false alarms of a class."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.measured_accuracy import wilson
from workbench.core.scores import Estimate

FEWEST = 50  # labels to calibrate on; with them, the calibration error was halved on the pairs of the bench `trust`
COLDEST, HOTTEST = 0.05, 20.0  # temperatures


class ClassErrors(NamedTuple):
    """Errors that concern one class, on labelled samples.

    `missed` of `of_class` samples of the class are taken for another; `false_alarms` of `of_others` are taken for it.
    """

    missed: int
    of_class: int
    false_alarms: int
    of_others: int

    @property
    def miss_rate(self) -> Estimate | None:
        """The share that is missed, with its 95 % interval; None without a sample of the class."""
        return wilson(self.missed, self.of_class) if self.of_class else None

    @property
    def alarm_rate(self) -> Estimate | None:
        """The share of the others that is taken for the class, with its interval; None without a sample of others."""
        return wilson(self.false_alarms, self.of_others) if self.of_others else None


def fitted_temperature(logits: NDArray[np.floating], labels: NDArray[np.int64]) -> float:
    """The temperature that minimises the cross-entropy of (N, K) logits and (N,) class numbers; 1 below FEWEST.

    Guo et al., arXiv:1706.04599, §4.2. Labels of −1, of none of the classes, do not count.
    """
    from scipy.optimize import minimize_scalar  # the window starts without it

    known = np.flatnonzero(labels >= 0)
    if len(known) < FEWEST:
        return 1.0

    def loss(log_scale: float) -> float:
        probabilities = softened(logits[known], float(np.exp(log_scale)))
        return float(-np.log(probabilities[np.arange(len(known)), labels[known]] + 1e-300).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(np.log(COLDEST), np.log(HOTTEST)), method="bounded").x))


def softened(logits: NDArray[np.floating], temperature: float) -> NDArray[np.float64]:
    """The probabilities (N, K) of logits (N, K) that are divided by a temperature."""
    scaled = logits.astype(np.float64) / temperature
    odds = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    probabilities: NDArray[np.float64] = odds / odds.sum(axis=1, keepdims=True)
    return probabilities


def decided(probabilities: NDArray[np.floating], factors: tuple[float, ...]) -> NDArray[np.int64]:
    """The classes of least expected cost, (N,), of probabilities (N, K): argmax c_k p_k."""
    numbers: NDArray[np.int64] = (probabilities * np.asarray(factors)).argmax(axis=1)
    return numbers


def class_errors(truth: NDArray[np.int64], decisions: NDArray[np.int64], number: int) -> ClassErrors:
    """The errors that concern class `number`. `truth`, `decisions`: (N,) class numbers; −1 for none of the classes."""
    of_class, called = truth == number, decisions == number
    return ClassErrors(
        int((of_class & ~called).sum()), int(of_class.sum()), int((~of_class & called).sum()), int((~of_class).sum())
    )
