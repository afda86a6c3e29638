"""A run at its start: data read, networks built, devices and threads settled."""

import dataclasses
from collections.abc import Generator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
import torch
from lightning_fabric import Fabric
from numpy.typing import NDArray
from torch import nn

from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.core.events import Event
from workbench.core.job import Job, Tune
from workbench.engine.build import Built, build
from workbench.engine.device import check_shared
from workbench.engine.frozen_features import extracted
from workbench.engine.method import Method
from workbench.engine.prepare import prepare
from workbench.engine.problem import Problem
from workbench.engine.registry import method as method_named
from workbench.engine.registry import methods
from workbench.engine.source_model import is_source_model, start_from
from workbench.engine.threads import probe_inputs, settle_threads
from workbench.engine.trainer import Trainer
from workbench.engine.validators import validator
from workbench.nets.classifier import feature_classifier
from workbench.nets.norm import DomainStandardise


class Standing(NamedTuple):
    """A run at its start: all that the next step needs."""

    trainer: Trainer
    built: Built


def stand(job: Job, fabric: Fabric) -> Generator[Event, None, Standing]:
    """Read what a job names, build its method, and set it up; on many devices, once for those that share a disk."""
    with fabric.rank_zero_first(local=True):  # the others find in the cache what the first has decoded
        problem = yield from prepare(job)
    check_shared(problem.job, fabric.world_size)
    source_free = is_source_model(Path(problem.job.source))
    check_needs(problem, source_free)
    torch.manual_seed(job.seed)
    built = build(problem.job, len(problem.classes))
    method = built.method
    if source_free:
        start_from(built, Path(problem.job.source))
        method.source_free = True
    if built.extractor is None:
        method.to(memory_format=torch.channels_last)
    else:
        with fabric.rank_zero_first(local=True):
            problem = yield from _on_features(problem, method, built.extractor, fabric)
    if fabric.device.type == "cpu":
        inputs = probe_inputs(_shape(problem.source.inputs), problem.job.batch)
        threads = settle_threads(job.threads, method.model, inputs)
        problem = dataclasses.replace(problem, job=msgspec.structs.replace(problem.job, threads=threads))
    method.remember(len(problem.target.paths))
    method.receive(problem.job.image_size, problem.job.image_width or problem.job.image_size)
    method.to(fabric.device)
    method.setup(fabric, problem.job.compile)
    return Standing(Trainer(problem, method), built)


def stand_again(problem: Problem, fabric: Fabric) -> Trainer:
    """Another run on domains whose features a first one left in its problem: only a head is made, nothing is read.

    Method, settings, seed and shots are those that the problem says.
    """
    check_needs(problem, False)
    job, known = problem.job, method_named(problem.job.method)
    torch.manual_seed(job.seed)
    classes = len(problem.classes)
    model = feature_classifier(problem.target.inputs.shape[1], classes, known.make_head)
    method = known(model, classes, job.settings, False)
    _standardise(method, problem.source.inputs, problem.target.inputs)
    method.remember(len(problem.target.paths))
    method.to(fabric.device)
    method.setup(fabric)
    return Trainer(problem, method)


def check_needs(problem: Problem, source_free: bool) -> None:
    """Raises UserError when the method wants what there is not: labelled target samples, or source images."""
    known = method_named(problem.job.method)
    if "pixels" in known.needs and problem.job.tune is Tune.HEAD:
        raise UserError(
            f"{known.title} repaints images, of which a frozen backbone leaves nothing but features.", "Use --tune all."
        )
    if "shots" in known.needs and not len(problem.shots):
        raise UserError(
            f"{known.title} learns from labelled target images, and there are none.",
            "Label one or more of each class (--shots CSV), or choose a method that needs none, such as mcc.",
        )
    if source_free and "source images" in known.needs:
        fit = ", ".join(name for name, one in methods().items() if "source images" not in one.needs)
        raise UserError(f"{known.title} learns from source images, and this source is a model.", f"Use --method {fit}.")
    chosen = validator(problem.job.validator)
    if source_free and chosen.needs_source:
        raise UserError(f"The validator “{chosen.name}” looks at source images, and this source is a model.", "Use im.")


def _shape(inputs: NDArray[Any]) -> tuple[int, ...]:
    """Of one input, channels first."""
    return (inputs.shape[3], *inputs.shape[1:3]) if inputs.ndim == 4 else inputs.shape[1:]


def _on_features(
    problem: Problem, method: Method, extractor: nn.Module, fabric: Fabric
) -> Generator[Event, None, Problem]:
    extractor.to(fabric.device)
    strong = method.strong_views
    target = yield from extracted("target", problem.target, extractor, problem.job, fabric, Side.TARGET in strong)
    source = dataclasses.replace(problem.source, inputs=target.inputs[:0])
    if problem.source.paths:
        source = yield from extracted("source", problem.source, extractor, problem.job, fabric, Side.SOURCE in strong)
    _standardise(method, source.inputs, target.inputs)
    return dataclasses.replace(problem, source=source, target=target)


def _standardise(method: Method, source: NDArray[Any], target: NDArray[Any]) -> None:
    """Measure the features of both domains, (N, D) and (M, D), where a method standardises them."""
    for layer in method.modules():
        if isinstance(layer, DomainStandardise):
            if len(source):
                layer.measure(torch.from_numpy(np.array(source)), Side.SOURCE)
            layer.measure(torch.from_numpy(np.array(target)), Side.TARGET)
