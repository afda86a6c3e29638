"""A run at its start: data read, networks built, devices and threads settled."""

import dataclasses
from collections.abc import Generator
from typing import Any, NamedTuple

import msgspec
import numpy as np
import torch
from lightning_fabric import Fabric
from numpy.typing import NDArray
from torch import nn

from workbench.core.domain import Side
from workbench.core.events import Event
from workbench.core.job import Job
from workbench.engine.build import Built, build
from workbench.engine.features import extracted
from workbench.engine.prepare import Problem, prepare
from workbench.engine.threads import probe_inputs, settle_threads
from workbench.engine.trainer import Trainer
from workbench.nets.norm import DomainStandardise


class Standing(NamedTuple):
    """A run at its start: all that the next step needs."""

    trainer: Trainer
    built: Built


def stand(job: Job, fabric: Fabric) -> Generator[Event, None, Standing]:
    """Read what a job names, build its method, and set it up; on many devices, once for those that share a disk."""
    with fabric.rank_zero_first(local=True):  # the others find in the cache what the first has decoded
        problem = yield from prepare(job)
    torch.manual_seed(job.seed)
    built = build(problem.job, len(problem.classes))
    method = built.method
    if built.extractor is None:
        method.to(memory_format=torch.channels_last)
    else:
        with fabric.rank_zero_first(local=True):
            problem = yield from _on_features(problem, method, built.extractor, fabric)
    if fabric.device.type == "cpu":
        inputs = probe_inputs(_shape(problem.source.inputs), job.batch)
        threads = settle_threads(job.threads, method.model, inputs)
        problem = dataclasses.replace(problem, job=msgspec.structs.replace(problem.job, threads=threads))
    method.setup(fabric, problem.job.compile)
    return Standing(Trainer(problem, method), built)


def _shape(inputs: NDArray[Any]) -> tuple[int, ...]:
    """Of one input, channels first."""
    return (inputs.shape[3], *inputs.shape[1:3]) if inputs.ndim == 4 else inputs.shape[1:]


def _on_features(
    problem: Problem, method: nn.Module, extractor: nn.Module, fabric: Fabric
) -> Generator[Event, None, Problem]:
    extractor.to(fabric.device)
    source = yield from extracted("source", problem.source, extractor, problem.job, fabric)
    target = yield from extracted("target", problem.target, extractor, problem.job, fabric)
    for layer in method.modules():
        if isinstance(layer, DomainStandardise):
            layer.measure(torch.from_numpy(np.array(source.inputs)), Side.SOURCE)
            layer.measure(torch.from_numpy(np.array(target.inputs)), Side.TARGET)
    return dataclasses.replace(problem, source=source, target=target)
