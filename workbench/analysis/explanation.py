"""Explains the prediction of a run's model for one image: where in the image it finds a class."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import torch
from numpy.typing import NDArray
from scipy.special import softmax

from workbench.core.deep_range import DeepRange
from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.data.augment import as_inputs
from workbench.data.decode import Unreadable, decode
from workbench.engine.adapted_model import Adapted
from workbench.engine.class_activation import class_activation
from workbench.engine.device import fabric_for
from workbench.engine.image_model import image_model
from workbench.engine.model_io import load_adapted
from workbench.store.run_folder import RunFolder


class Explanation(NamedTuple):
    """`heat` (H', W') in [0, 1], 1 at the most important place, or 0 everywhere; `probability` of the class."""

    class_name: str
    probability: float
    heat: NDArray[np.float32]


def explain(run: Path, image: Path, side: Side, class_name: str = "") -> Explanation:
    """The places that speak for a class; an empty name takes the most probable class.

    Raises UserError if the run has no model of images, the model does not know the class or has no maps of places, or
    the image cannot be read.
    """
    place = RunFolder(run)
    place.result()  # raises UserError if it is not finished
    adapted = _loaded(str(run), place.model.stat().st_mtime_ns if place.model.is_file() else 0)
    if class_name and class_name not in adapted.classes:
        raise UserError(f"The model does not know the class “{class_name}”.", f"It knows {', '.join(adapted.classes)}.")
    try:
        pixels = np.array(decode(image, adapted.job.image_size, _range(adapted, side)))  # (S, S, 3)
    except Unreadable as error:
        raise UserError(f"{image.name} cannot be read ({error}).", "Check the file.") from error
    device = next(iter(adapted.model.parameters())).device
    inputs = as_inputs(torch.from_numpy(pixels)[None].to(device))  # (1, 3, S, S)
    wanted = adapted.classes.index(class_name) if class_name else None
    found = class_activation(adapted.model, inputs, wanted)
    number = int(found.logits.argmax()) if wanted is None else wanted
    highest = float(found.heat.max())
    heat = found.heat / highest if highest > 0 else found.heat
    return Explanation(adapted.classes[number], float(softmax(found.logits)[number]), heat)


def _range(adapted: Adapted, side: Side) -> DeepRange:
    job = adapted.job
    return (job.source_range if side is Side.SOURCE else job.target_range) or job.trained_range


@lru_cache(maxsize=2)
def _loaded(run: str, _modified: int) -> Adapted:
    """The model of a run on its device; it is kept for the next image."""
    adapted = image_model(load_adapted(RunFolder(Path(run))))
    adapted.model.to(fabric_for(msgspec.structs.replace(adapted.job, devices=1, nodes=1)).device)
    return adapted
