"""Sets up a run: reads the data, builds the networks, and chooses the number of threads."""

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
from workbench.core.events import Event, PrecisionChosen
from workbench.core.job import AUTO, Job, Tune
from workbench.engine.build import Built, build
from workbench.engine.device import check_shared, fabric_for
from workbench.engine.frozen_features import extracted, frozen_extractor
from workbench.engine.inference import inputs_of
from workbench.engine.method import Method
from workbench.engine.precision import OF_A_HEAD, UNMEASURED, PrecisionChoice, measured_precision
from workbench.engine.prepare import prepare
from workbench.engine.problem import Problem
from workbench.engine.registry import method as method_named
from workbench.engine.registry import methods
from workbench.engine.source_model import is_source_model
from workbench.engine.source_model_io import start_from
from workbench.engine.threads import probe_inputs, probe_size, settle_threads
from workbench.engine.trainer import Trainer
from workbench.engine.validators import validator
from workbench.nets.classifier import feature_classifier
from workbench.nets.norm import DomainStandardise


class RunSetup(NamedTuple):
    """A run that is ready for its first step."""

    trainer: Trainer
    built: Built


def set_up(job: Job, fabric: Fabric) -> Generator[Event, None, RunSetup]:
    """Read the domains of a job and build its method on the devices of `fabric`.

    Yields Prepared, Warned and PrecisionChosen. Raises UserError if the job cannot run.
    """
    with fabric.rank_zero_first(local=True):  # the other processes read the decoded images from the cache
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
        if job.precision == AUTO:
            problem = yield from _choose(problem, OF_A_HEAD)
        with fabric.rank_zero_first(local=True):
            problem = yield from _on_features(problem, method, built.extractor, fabric)
    if fabric.device.type == "cpu":
        inputs = probe_inputs(_shape(problem.source.inputs), problem.job.batch)
        threads = settle_threads(job.threads, method.model, inputs)
        problem = _with(problem, threads=threads)
    method.remember(len(problem.target.paths))
    method.receive(problem.job.image_size, problem.job.image_width or problem.job.image_size)
    if problem.job.precision == AUTO:
        problem = yield from _choose(problem, _precision(problem, method, fabric))
        fabric = fabric_for(problem.job)
    method.to(fabric.device)
    method.setup(fabric, problem.job.compile)
    return RunSetup(Trainer(problem, method), built)


def _with(problem: Problem, **choices: Any) -> Problem:
    """The problem with choices made that its job left open."""
    return dataclasses.replace(problem, job=msgspec.structs.replace(problem.job, **choices))


def _choose(problem: Problem, choice: PrecisionChoice) -> Generator[Event, None, Problem]:
    """The problem with a precision that its job left open, which is told."""
    yield PrecisionChosen(choice.precision, choice.sentence)
    return _with(problem, precision=choice.precision)


def _precision(problem: Problem, method: Method, fabric: Fabric) -> PrecisionChoice:
    """The precision that a measurement on images of the run chooses; float32's where nothing is measured."""
    if fabric.device.type != "cpu" or fabric.world_size > 1:
        return UNMEASURED
    pixels = (problem.source if problem.source.paths else problem.target).inputs
    rows = np.linspace(0, len(pixels) - 1, probe_size(_shape(pixels), problem.job.batch)).astype(np.int64)
    return measured_precision(method.model, inputs_of(pixels, rows, fabric.device))


def set_up_head(problem: Problem, fabric: Fabric) -> Trainer:
    """Set up another head-only run on the cached features of a problem. Reads no files, and builds a head only.

    Method, settings, seed and shots are those of the problem.
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
    """Raises UserError if the job lacks what its method needs: images, shots, or source images."""
    known = method_named(problem.job.method)
    if "pixels" in known.needs and problem.job.tune is Tune.HEAD:
        raise UserError(
            f"{known.title} translates images, but training only the head uses cached features.", "Use --tune all."
        )
    if "shots" in known.needs and not len(problem.shots):
        raise UserError(
            f"{known.title} needs labelled target images, and there are none.",
            "Label one or more of each class (--shots CSV), or choose a method that needs none, such as mcc.",
        )
    if source_free and "source images" in known.needs:
        fit = ", ".join(name for name, method in methods().items() if "source images" not in method.needs)
        raise UserError(f"{known.title} needs source images, but the source is a model.", f"Use --method {fit}.")
    chosen = validator(problem.job.validator)
    if source_free and chosen.needs_source:
        raise UserError(
            f"The validator “{chosen.name}” needs source images, but the source is a model.", "Use --validator im."
        )


def _shape(inputs: NDArray[Any]) -> tuple[int, ...]:
    """The shape of one input, channels first."""
    return (inputs.shape[3], *inputs.shape[1:3]) if inputs.ndim == 4 else inputs.shape[1:]


def _on_features(
    problem: Problem, method: Method, extractor: nn.Module, fabric: Fabric
) -> Generator[Event, None, Problem]:
    network = frozen_extractor(extractor, fabric, len(problem.source.paths) + len(problem.target.paths))
    strong = method.strong_views
    target = yield from extracted("target", problem.target, network, problem.job, fabric, Side.TARGET in strong)
    source = dataclasses.replace(problem.source, inputs=target.inputs[:0])
    if problem.source.paths:
        source = yield from extracted("source", problem.source, network, problem.job, fabric, Side.SOURCE in strong)
    _standardise(method, source.inputs, target.inputs)
    return dataclasses.replace(problem, source=source, target=target)


def _standardise(method: Method, source: NDArray[Any], target: NDArray[Any]) -> None:
    """Measure the statistics of both domains' features, (N, D) and (M, D), for layers that standardise them."""
    for layer in method.modules():
        if isinstance(layer, DomainStandardise):
            if len(source):
                layer.measure(torch.from_numpy(np.array(source)), Side.SOURCE)
            layer.measure(torch.from_numpy(np.array(target)), Side.TARGET)
