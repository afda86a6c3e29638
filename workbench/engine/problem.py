"""What a run learns from: a job whose every choice is made, and both of its domains as arrays."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.core.domain import DEFAULT_TASK
from workbench.core.job import Job
from workbench.core.masks import ClassTable


@dataclass(frozen=True)
class Rows:
    """One domain as arrays: row i is the sample `paths[i]`.

    `inputs`: (N, S, S, 3) bytes, or (N, D) features; `labels`: (N,) class numbers, UNLABELLED where there is none and
    FOREIGN where it is no class of the source. `content` names what the images show, `fingerprint` their paths and
    labels too. `strong`: (N, D) features of several strongly varied views, where a method wants them. Where pixels are
    told, inputs are (N, H, W, 3), `masks` (N, H, W) bytes, and a label is 0 where there is a mask.
    """

    paths: tuple[str, ...]
    inputs: NDArray[Any]
    labels: NDArray[np.int64]
    content: str
    fingerprint: str
    strong: tuple[NDArray[np.float32], ...] = ()
    masks: NDArray[np.uint8] | None = None

    @property
    def truth(self) -> NDArray[Any]:
        """What a method learns from: labels, or masks."""
        return self.labels if self.masks is None else self.masks


class ShotRows(NamedTuple):
    """Labelled target samples: rows to learn from and rows that only measure, their labels beside them."""

    rows: NDArray[np.int64]
    labels: NDArray[Any]
    held_rows: NDArray[np.int64]
    held_labels: NDArray[np.int64]


@dataclass(frozen=True)
class Problem:
    """A job whose every choice is made, and its data. `table`: the classes of pixels, where those are told.

    `shots`: rows of the target to learn from, `held_shots`: those that only measure; their classes beside them. Of
    pixels, shots are taught by masks, (N, H, W) bytes, and none are held out.
    """

    job: Job
    classes: tuple[str, ...]
    source: Rows
    target: Rows
    shots: NDArray[np.int64]
    shot_labels: NDArray[Any]
    held_shots: NDArray[np.int64]
    held_labels: NDArray[np.int64]
    set_aside: int
    table: ClassTable | None = None
    task: str = DEFAULT_TASK
