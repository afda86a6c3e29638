"""The temperature of a model, fitted on the measuring set once it has enough labels."""

import contextlib
from typing import NamedTuple

import msgspec
import torch

from workbench.analysis.measured_runs import labels_of
from workbench.core.domain import Side
from workbench.core.drawn_labels import in_terms_of
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


def calibration_of(run: RunFolder) -> Calibration | None:
    """The calibration of a finished run's last model on the measuring set of its project.

    None without a project, with fewer than FEWEST labels that taught the run nothing, for a target with other classes,
    or where classes belong to pixels. Raises UserError if the model or the target cannot be read.
    """
    job, folder = run.job(), run.path.absolute().parent.parent
    if not is_project(folder) or job.shift not in CLOSED or task(job.decided_task).measured_at_points:
        return None
    with contextlib.closing(Project.open(folder, settle=False)) as project:
        labels, cache = labels_of(project), project.cache
        target = project.domain_folder(Side.TARGET)
    classes = {name: number for number, name in enumerate(run.result().classes)}
    taught = job.taught
    named = {composed(path): in_terms_of(job, classes, str(labels.values[path])) for path in labels.named}
    truth = {path: classes[label] for path, label in named.items() if label in classes and path not in taught}
    if len(truth) < FEWEST or target is None:
        return None
    domain = scan_now(target, cache=cache)
    samples = [sample for sample in domain.samples if composed(sample.path) in truth]
    images = Returning(
        ImageCache(cache).images(msgspec.structs.replace(domain, samples=samples), job.image_size)
    ).finish()
    if len(images.samples) < FEWEST:
        return None
    known = torch.tensor([truth[composed(sample.path)] for sample in images.samples])
    model = image_model(load_adapted(run)).model.eval()
    with torch.inference_mode():
        chunks = batches(images.pixels, CHUNK, torch.device("cpu"))
        logits = torch.cat([model.look(chunk).logits for chunk in chunks])
    return Calibration(model.temperature * temperature(logits, known), len(known))
