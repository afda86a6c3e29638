"""The tracing contract of a task: converts a run's model to a graph, and chooses the images to measure it on."""

from abc import ABC, abstractmethod
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from workbench.core.domain import Domain
from workbench.core.job import Job
from workbench.core.manifest import Preprocessing
from workbench.core.miss_costs import MissCosts
from workbench.engine.adapted_model import Adapted
from workbench.export.calibration_images import CalibrationImages
from workbench.export.drift_reference import Reference


class Tracing(ABC):
    """Traces the models of a task. `one_size`: whether graphs have a fixed image size unless `any_size` is set."""

    one_size: bool = True

    @abstractmethod
    def program(self, adapted: Adapted, *, any_size: bool = False) -> torch.export.ExportedProgram:
        """Trace a model: images (B, 3, H, W) in [0, 1] to logits, and to features if the task has them, for any B.

        `any_size`: for any H and W. Raises UserError if the net does not support this.
        """

    @abstractmethod
    def preprocessing(self, job: Job, *, any_size: bool = False) -> Preprocessing:
        """The steps from an image file to the input of a job's model."""

    @abstractmethod
    def pictures(self, adapted: Adapted, domain: Domain, cache: Path, count: int) -> CalibrationImages | None:
        """Draw up to `count` images of a target with a fixed seed; None if none can be decoded.

        Labels of shots are left out.
        """

    @abstractmethod
    def noise(self, adapted: Adapted, count: int) -> CalibrationImages:
        """Up to `count` noise images, for targets that are missing."""

    def reference(
        self,
        adapted: Adapted,
        pictures: CalibrationImages,
        logits: NDArray[np.float32],
        features: NDArray[np.float32],
        costs: MissCosts,
    ) -> Reference | None:
        """The drift reference, from logits and features of target images; None if the task has none.

        `costs`: of a miss, by which the model decides.
        """
        return None
