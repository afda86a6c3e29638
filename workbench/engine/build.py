"""From names to networks: the method of a job, over the backbone it asks for."""

from pathlib import Path
from typing import NamedTuple

from torch import nn

from workbench.core.job import Job, Tune
from workbench.engine.method import Method
from workbench.engine.registry import method as method_named
from workbench.nets.backbones import extractor as extractor_named
from workbench.nets.classifier import feature_classifier, image_classifier


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
    if job.tune is Tune.HEAD:
        frozen = found.module.eval().requires_grad_(False)
        return Built(
            known(feature_classifier(found.features, classes, known.make_head), classes, job.settings, False), frozen
        )
    pretrained = found.card.pretrained or bool(job.weights)
    model = image_classifier(found.module, found.features, classes, found.card.pretrained, known.make_head)
    return Built(known(model, classes, job.settings, pretrained), None)
