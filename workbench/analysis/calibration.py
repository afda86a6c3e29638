"""The probabilities of a model on the measuring set, and the temperature that calibrates them on enough labels."""

import contextlib
from typing import NamedTuple

import msgspec
import numpy as np
import torch
from numpy.typing import NDArray

from workbench.analysis.measured_runs import labels_of
from workbench.core.domain import Side
from workbench.core.drawn_labels import in_terms_of
from workbench.core.errors import UserError
from workbench.core.generators import Returning
from workbench.core.job import CLOSED
from workbench.core.name_matching import composed
from workbench.data.cache import ImageCache
from workbench.data.scan import scan_now
from workbench.engine.accuracy_signals import temperature
from workbench.engine.image_model import image_model
from workbench.engine.inference import batches
from workbench.engine.model_io import load_adapted
from workbench.engine.tasks.registry import task
from workbench.store.project import Project, is_project
from workbench.store.run_folder import RunFolder

FEWEST = 50  # labels; with them, the calibration error was halved on the pairs of the bench `trust`
CHUNK = 32


class Calibration(NamedTuple):
    """The temperature by which logits are divided, fitted on `labels` of random target images."""

    temperature: float
    labels: int


class LabelledOutputs(NamedTuple):
    """Outputs of a model for N labelled samples: `logits` (N, K), which it has divided by its `temperature`, and class
    numbers `labels` (N,), −1 for none of its classes.
    """

    logits: torch.Tensor
    labels: torch.Tensor
    temperature: float


class MeasuredProbabilities(NamedTuple):
    """`probabilities` (N, K) of the `classes` for N labelled samples, and their class numbers `labels` (N,), or −1."""

    classes: tuple[str, ...]
    probabilities: NDArray[np.float32]
    labels: NDArray[np.int64]


def calibration_of(run: RunFolder) -> Calibration | None:
    """The calibration of a finished run's last model on the measuring set of its project.

    None without a project, with fewer than FEWEST labels that taught the run nothing, for a target with other classes,
    or where classes belong to pixels. Raises UserError if the model or the target cannot be read.
    """
    outputs = labelled_outputs(run, FEWEST)
    return None if outputs is None else _fitted(run, outputs)


def labelled_outputs(run: RunFolder, fewest: int = 1) -> LabelledOutputs | None:
    """The outputs of a finished run's last model for the labelled samples of the measuring set of its project.

    Samples that taught the run are left out. None without a project, with fewer than `fewest` labels, or where classes
    belong to pixels. Raises UserError if the model or the target cannot be read.
    """
    job, folder = run.job(), run.path.absolute().parent.parent
    if not is_project(folder) or task(job.decided_task).measured_at_points:
        return None
    with contextlib.closing(Project.open(folder, settle=False)) as project:
        labels, cache = labels_of(project), project.cache
        target = project.domain_folder(Side.TARGET)
    classes = {name: number for number, name in enumerate(run.result().classes)}
    taught = job.taught
    named = {composed(path): in_terms_of(job, classes, str(labels.values[path])) for path in labels.named}
    truth = {path: classes.get(label, -1) for path, label in named.items() if path not in taught}
    if len(truth) < fewest or target is None:
        return None
    domain = scan_now(target, cache=cache)
    samples = [sample for sample in domain.samples if composed(sample.path) in truth]
    images = Returning(
        ImageCache(cache).images(msgspec.structs.replace(domain, samples=samples), job.image_size)
    ).finish()
    if len(images.samples) < fewest:
        return None
    known = torch.tensor([truth[composed(sample.path)] for sample in images.samples])
    model = image_model(load_adapted(run)).model.eval()
    with torch.inference_mode():
        chunks = batches(images.pixels, CHUNK, torch.device("cpu"))
        logits = torch.cat([model.look(chunk).logits for chunk in chunks])
    return LabelledOutputs(logits, known, model.temperature)


def measured_probabilities(run: RunFolder) -> MeasuredProbabilities:
    """The probabilities that an export of a run's last model gives the labelled samples of the measuring set.

    Raises UserError if there are none, or the model or the target cannot be read.
    """
    if run.job().shift not in CLOSED:
        raise UserError("This model rejects images as unknown, so its errors are not weighed.", "Choose another run.")
    outputs = labelled_outputs(run)
    if outputs is None:
        raise UserError("No label of a random target image measures this run.", "Draw images and label them first.")
    fitted = _fitted(run, outputs)
    further = fitted.temperature / outputs.temperature if fitted else 1.0
    soft = (outputs.logits / further).softmax(dim=1)
    return MeasuredProbabilities(run.result().classes, soft.numpy(), outputs.labels.numpy())


def _fitted(run: RunFolder, outputs: LabelledOutputs) -> Calibration | None:
    """The temperature fitted on the labels of known classes; None with too few, or for an open shift."""
    known = outputs.labels >= 0
    if run.job().shift not in CLOSED or int(known.sum()) < FEWEST:
        return None
    factor = temperature(outputs.logits[known], outputs.labels[known])
    return Calibration(outputs.temperature * factor, int(known.sum()))
