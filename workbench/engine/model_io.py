"""Saves and loads the adapted model of a run."""

from typing import NamedTuple

from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from workbench.core.errors import UserError
from workbench.core.files import replacing
from workbench.core.job import Job
from workbench.core.masks import ClassTable
from workbench.engine.build import build
from workbench.nets.classifier import ExportedClassifier
from workbench.store.run_folder import RunFolder


class Adapted(NamedTuple):
    """A model in evaluation mode, with its classes and its job. It maps (B, 3, S, S) images in [0, 1] to (B, K) logits.

    In segmentation, it maps (B, 3, H, W) images to (B, K, H, W) logits, and `table` is the class table.
    """

    model: ExportedClassifier
    classes: tuple[str, ...]
    job: Job
    table: ClassTable | None = None


def save_adapted(place: RunFolder, model: ExportedClassifier, *, best: bool = False) -> None:
    """Write a model's weights into the run folder, as the last model or as the best one so far.

    Raises UserError if the file cannot be written.
    """
    tensors = {name: tensor.detach().cpu().contiguous() for name, tensor in model.state_dict().items()}
    try:
        with replacing(place.best_model if best else place.model) as temporary:
            save_file(tensors, temporary)
    except (OSError, SafetensorError) as error:
        raise UserError(
            f"The model could not be written to {place.path} ({error}).",
            "Free some space on that disk, then try again.",
        ) from error


def load_adapted(place: RunFolder, *, best: bool = False) -> Adapted:
    """Load the model of a finished run: the last one, or the one with the best score of the job's validator.

    Raises UserError if the run is not finished, or if the file is damaged.
    """
    result = place.result()
    job = place.job()
    built = build(job, len(result.classes), blank=True)
    model = built.method.exported(built.extractor)
    try:
        model.load_state_dict(load_file(place.best_model if best else place.model))
    except (OSError, SafetensorError, RuntimeError) as error:
        raise UserError(f"The model in {place.path} is missing or damaged.", "Run the job again.") from error
    return Adapted(model, result.classes, job, result.table)
