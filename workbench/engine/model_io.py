"""Saves and loads the adapted model of a run."""

from pathlib import Path

from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from workbench.core.errors import UserError
from workbench.core.events import Evaluated
from workbench.core.files import replacing
from workbench.core.scores import AccuracySignals
from workbench.engine.adapted_model import Adapted
from workbench.engine.build import build
from workbench.nets.classifier import ExportedClassifier
from workbench.store.run_folder import Result, RunFolder


def save_adapted(place: RunFolder, model: ExportedClassifier) -> None:
    """Write the weights of the last model into the run folder. Raises UserError if the file cannot be written."""
    save_weights(place, place.model, weights_of(model))


def weights_of(model: ExportedClassifier) -> dict[str, Tensor]:
    """The weights and buffers of a model by name, on the CPU; not copied if they are there already."""
    return {name: tensor.detach().cpu().contiguous() for name, tensor in model.state_dict().items()}


def save_weights(place: RunFolder, file: Path, tensors: dict[str, Tensor]) -> None:
    """Write weights into a file of a run folder. Raises UserError if it cannot be written."""
    try:
        with replacing(file) as temporary:
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
    model.temperature = _temperature(place, result, best)
    return Adapted(model, result.classes, job, result.table)


def _temperature(place: RunFolder, result: Result, best: bool) -> float:
    """The temperature that calibrates a model on held-out source samples; 1 in runs without one."""
    scores = result.finished.scores
    if best:
        looks = (event for event in place.events() if isinstance(event, Evaluated) and event.step == result.best_step)
        scores = next((event.scores for event in looks), scores)
    return scores.signals.temperature if isinstance(scores.signals, AccuracySignals) else 1.0
