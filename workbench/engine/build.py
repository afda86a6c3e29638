"""From names to networks: the method of a job, over the backbone it asks for."""

from pathlib import Path
from typing import NamedTuple

from torch import nn

from workbench.core.errors import UserError
from workbench.core.job import Job, Norm, Tune
from workbench.engine.method import Method
from workbench.engine.registry import method as method_named
from workbench.engine.tasks.registry import task
from workbench.nets.backbones import extractor as extractor_named
from workbench.nets.classifier import feature_classifier
from workbench.nets.norm import with_instance_norms


class Built(NamedTuple):
    """A method and, where only the head is trained, the frozen backbone before it."""

    method: Method
    extractor: nn.Module | None


def build(job: Job, classes: int, blank: bool = False) -> Built:
    """Networks of a resolved job. With `blank`, no weights are fetched: a finished run's are to be loaded into them.

    Raises UserError when the method, the backbone, its weights or a setting is not to be had.
    """
    known = method_named(job.method)
    found = extractor_named(job.backbone, Path(job.weights) if job.weights else None, blank=blank)
    if job.norm is Norm.IBN:
        _mix_norms(found.module, job)
    if job.tune is Tune.HEAD:
        frozen = found.module.eval().requires_grad_(False)
        return Built(
            known(feature_classifier(found.features, classes, known.make_head), classes, job.settings, False), frozen
        )
    pretrained = found.card.pretrained or bool(job.weights)
    model = task(job.decided_task).training().classifier(found, classes, known)
    return Built(known(model, classes, job.settings, pretrained), None)


def _mix_norms(backbone: nn.Module, job: Job) -> None:
    if job.tune is Tune.HEAD:
        raise UserError("A frozen backbone can not learn to normalise by instance.", "Use --tune all, or --norm batch.")
    if not with_instance_norms(backbone):
        raise UserError(f"The backbone “{job.backbone}” has no batch norm.", "Use --norm batch.")
