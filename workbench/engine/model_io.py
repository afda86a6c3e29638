"""An adapted model on disk: what a finished run leaves behind, and how it is read back."""

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
    """A model in evaluation mode, (B, 3, S, S) images in [0, 1] to logits (B, K), with its classes and its recipe.

    Where it tells pixels, (B, 3, H, W) to (B, K, H, W), and `table` has the classes' colours.
    """

    model: ExportedClassifier
    classes: tuple[str, ...]
    job: Job
    table: ClassTable | None = None


def save_adapted(place: RunFolder, model: ExportedClassifier, *, best: bool = False) -> None:
    """Write a model's weights into the run folder, as the last ones or as the best ones so far.

    Raises UserError when the disk does not take them.
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
    """The adapted model of a finished run, as training left it, or as its validator liked it best.

    Raises UserError when the run is not finished or damaged.
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
