"""The probabilities of a model on the measuring set, and the temperature that calibrates them on enough labels."""

import contextlib
from collections.abc import Collection
from typing import NamedTuple

import msgspec
import numpy as np
import torch

from workbench.analysis.deciding import FEWEST, fitted_temperature
from workbench.analysis.measured_runs import labels_of
from workbench.core.domain import Side
from workbench.core.drawn_labels import in_terms_of
from workbench.core.errors import UserError
from workbench.core.generators import Returning
from workbench.core.job import CLOSED
from workbench.core.name_matching import composed
from workbench.data.cache import ImageCache
from workbench.data.scan import scan_now
from workbench.engine.image_model import image_model
from workbench.engine.inference import batches
from workbench.engine.model_io import load_adapted
from workbench.engine.tasks.registry import task
from workbench.store.project import Project, is_project
from workbench.store.run_folder import RunFolder

CHUNK = 32


class Calibration(NamedTuple):
    """The temperature by which logits are divided, fitted on `labels` of random target images."""

    temperature: float
    labels: int


class DrawnOutputs(NamedTuple):
    """Outputs of a model for N drawn samples: their paths, and `logits` (N, K), which it has divided by its
    `temperature`.
    """

    paths: tuple[str, ...]
    logits: torch.Tensor
    temperature: float


def calibration_of(run: RunFolder) -> Calibration | None:
    """The calibration of a finished run's last model on the measuring set of its project.

    None without a project, with fewer than FEWEST labels that taught the run nothing, for a target with other classes,
    or where classes belong to pixels. Raises UserError if the model or the target cannot be read.
    """
    job, project = run.job(), _project_of(run)
    if project is None or job.shift not in CLOSED:
        return None
    with contextlib.closing(project):
        labels = labels_of(project)
    classes = {name: number for number, name in enumerate(run.result().classes)}
    named = {composed(path): in_terms_of(job, classes, str(labels.values[path])) for path in labels.named}
    truth = {path: number for path, label in named.items() if (number := classes.get(label)) is not None}
    if len(truth.keys() - job.taught) < FEWEST or (outputs := _outputs(run, truth)) is None:
        return None
    known = np.array([truth[path] for path in outputs.paths], np.int64)
    if len(known) < FEWEST:  # some are not in the folder any more
        return None
    return Calibration(outputs.temperature * fitted_temperature(outputs.logits.numpy(), known), len(known))


def drawn_outputs(run: RunFolder) -> DrawnOutputs:
    """The outputs of a finished run's last model for all drawn samples of its project, with a label or without one.

    Raises UserError if there are none, or the model or the target cannot be read.
    """
    if run.job().shift not in CLOSED:
        raise UserError("This model rejects images as unknown, so its errors are not weighed.", "Choose another run.")
    project = _project_of(run)
    if project is not None:
        with contextlib.closing(project):
            drawn = labels_of(project).drawn
        outputs = _outputs(run, {composed(path) for path in drawn})
        if outputs is not None:
            return outputs
    raise UserError("No random target image measures this run.", "Draw images and label them first.")


def _project_of(run: RunFolder) -> Project | None:
    """The project of a run; None without one, or where classes belong to pixels."""
    folder = run.path.absolute().parent.parent
    if not is_project(folder) or task(run.job().decided_task).measured_at_points:
        return None
    return Project.open(folder, settle=False)


def _outputs(run: RunFolder, wanted: Collection[str]) -> DrawnOutputs | None:
    """The outputs for the target samples of these paths that taught the run nothing; None if there are none."""
    job, project = run.job(), _project_of(run)
    if project is None:
        return None
    with contextlib.closing(project):
        cache, target = project.cache, project.domain_folder(Side.TARGET)
    if target is None:
        return None
    domain, taught = scan_now(target, cache=cache), job.taught
    paths = ((sample, composed(sample.path)) for sample in domain.samples)
    samples = [sample for sample, path in paths if path in wanted and path not in taught]
    images = Returning(
        ImageCache(cache).images(msgspec.structs.replace(domain, samples=samples), job.image_size)
    ).finish()
    if not images.samples:
        return None
    model = image_model(load_adapted(run)).model.eval()
    with torch.inference_mode():
        chunks = batches(images.pixels, CHUNK, torch.device("cpu"))
        logits = torch.cat([model.look(chunk).logits for chunk in chunks])
    return DrawnOutputs(tuple(composed(sample.path) for sample in images.samples), logits, model.temperature)
