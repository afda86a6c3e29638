"""How a run's model becomes a graph, and what it is measured on: what a task says of it."""

from abc import ABC, abstractmethod
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from workbench.core.domain import Domain
from workbench.core.job import Job
from workbench.core.manifest import Preprocessing
from workbench.engine.adapted_model import Adapted
from workbench.export.calibration_images import CalibrationImages
from workbench.export.drift_reference import Reference


class Tracing(ABC):
    """What a task says of the graphs of its models. `one_size`: whether they take images of one size, if not asked."""

    one_size: bool = True

    @abstractmethod
    def program(self, adapted: Adapted, *, any_size: bool = False) -> torch.export.ExportedProgram:
        """(B, 3, H, W) images in [0, 1] to logits, and features where there are any, for any B.

        With `any_size` for any H and W, where it is not so anyway. Raises UserError for a net that cannot do so.
        """

    @abstractmethod
    def preprocessing(self, job: Job, *, any_size: bool = False) -> Preprocessing:
        """From an image file to the input of a job's model."""

    @abstractmethod
    def pictures(self, adapted: Adapted, domain: Domain, cache: Path, count: int) -> CalibrationImages | None:
        """Up to `count` images of a target, drawn at random once and for all; None where none can be decoded.

        Shots have no label here.
        """

    @abstractmethod
    def noise(self, adapted: Adapted, count: int) -> CalibrationImages:
        """Up to `count` pictures of noise, where there are no others."""

    def reference(
        self,
        adapted: Adapted,
        pictures: CalibrationImages,
        logits: NDArray[np.float32],
        features: NDArray[np.float32],
    ) -> Reference | None:
        """What the model finds normal, from its logits and features of target images; None where none is kept."""
        return None
