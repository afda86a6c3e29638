"""The training problem of a run: a resolved job, and both domains as arrays."""

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

    `inputs`: (N, S, S, 3) bytes, or (N, D) features. `labels`: (N,) class numbers; UNLABELLED without a label, FOREIGN
    if the source lacks the class. `content`: a digest of the images; `fingerprint`: a digest of images, paths and
    labels. `strong`: (N, D) features of several strongly augmented views, for methods that use them. In segmentation,
    `inputs` are (N, H, W, 3) bytes, `masks` (N, H, W) bytes, and the label of an image with a mask is 0.
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
        """What a method is trained on: labels (N,), or masks (N, H, W)."""
        return self.labels if self.masks is None else self.masks


class ShotRows(NamedTuple):
    """Labelled target samples: `rows` and `labels` for training; `held_rows` and `held_labels` for evaluation only."""

    rows: NDArray[np.int64]
    labels: NDArray[Any]
    held_rows: NDArray[np.int64]
    held_labels: NDArray[np.int64]


@dataclass(frozen=True)
class Problem:
    """A resolved job and its data. `table`: the class table, in segmentation.

    `shots`: rows of the target for training, `held_shots`: rows for evaluation only; with their class numbers. In
    segmentation, `shot_labels` are masks, (N, H, W) bytes, and no shot is held out.
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
