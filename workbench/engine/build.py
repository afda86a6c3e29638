"""Builds the method of a job and its networks."""

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
    """A method. `extractor`: the frozen backbone before it, for head-only training; None if all of it is trained."""

    method: Method
    extractor: nn.Module | None


def build(job: Job, classes: int, blank: bool = False) -> Built:
    """Build the networks of a resolved job for `classes` classes.

    With `blank`, no pretrained weights are read, because the caller loads the weights of a finished run.
    Raises UserError if the method, the backbone, its weights or a setting is not available.
    """
    method_class = method_named(job.method)
    backbone = extractor_named(job.backbone, Path(job.weights) if job.weights else None, blank=blank)
    if job.norm is Norm.IBN:
        _mix_norms(backbone.module, job)
    if job.tune is Tune.HEAD:
        frozen = backbone.module.eval().requires_grad_(False)
        head = feature_classifier(backbone.features, classes, method_class.make_head)
        return Built(method_class(head, classes, job.settings, False), frozen)
    pretrained = backbone.card.pretrained or bool(job.weights)
    model = task(job.decided_task).training().classifier(backbone, classes, method_class)
    return Built(method_class(model, classes, job.settings, pretrained), None)


def _mix_norms(backbone: nn.Module, job: Job) -> None:
    if job.tune is Tune.HEAD:
        raise UserError("A frozen backbone cannot learn instance normalisation.", "Use --tune all, or --norm batch.")
    if not with_instance_norms(backbone):
        raise UserError(f"The backbone “{job.backbone}” has no batch normalisation layers.", "Use --norm batch.")
