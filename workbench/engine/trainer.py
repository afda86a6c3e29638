"""The training loop's state: a method, its streams of samples, and where it stands. All of it can be saved."""

import math
from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import torch
from lightning_fabric import Fabric
from numpy.typing import NDArray
from torch import Tensor

from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.data.batches import Stream, WeightedStream, gather, split
from workbench.engine.method import Batch, Method, Progress, Stage
from workbench.engine.problem import Problem
from workbench.engine.tasks.registry import task
from workbench.engine.training import Drawing

SMALLEST = 2  # samples of a domain in a part: batch norm needs two
HELD_OUT = 0.1  # share of the source on which its accuracy is measured


class Span(NamedTuple):
    """A stage in steps of the run: from `start`, up to but not including `end`; `scored` as of Stage."""

    name: str
    start: int
    end: int
    scored: str = ""


class Best(NamedTuple):
    """The step at which the job's validator gave the highest score so far."""

    step: int
    score: float


class Trainer:
    """Takes a method through its stages, one step at a time."""

    def __init__(self, problem: Problem, method: Method) -> None:
        self.problem, self.method, self.job = problem, method, problem.job
        self.training = task(problem.task).training()
        seed, batch = self.job.seed, self.job.batch
        labelled = np.flatnonzero(problem.source.labels >= 0)
        train, held = split(problem.source.labels[labelled], HELD_OUT, seed)
        self.held_out, self.trained = labelled[held], labelled[train]
        if len(labelled) and not len(held):
            raise UserError(
                "Every class of the source has a single image, so none can be held out to measure with.",
                "Add images, at least two for one of the classes.",
            )
        # Held-out shots are seen without their labels, as all of the target is.
        self.unshot = np.setdiff1d(np.arange(len(problem.target.paths)), problem.shots)
        self.streams = {"target": Stream(self.unshot if len(self.unshot) else problem.shots, batch, seed + 1)}
        if len(labelled):  # not where the source is a model
            self.streams["source"] = self._source_stream(batch, seed)
        self.share, self.shares = method.fabric.global_rank, method.fabric.world_size
        if len(problem.shots):
            few = min(batch // 2, len(problem.shots))
            even = math.ceil(few / self.shares) * self.shares
            self.streams["shots"] = Stream(np.arange(len(problem.shots)), even, seed + 2)
        device = method.fabric.device
        self.random = torch.Generator(device).manual_seed(seed)
        self.drawing = Drawing(device, self.job.augment, self.random, self.share, self.shares)
        self.spans = spans(method.stages(), self.job.steps)
        self.ahead: Batch | None = None  # the next batch, where it is made already
        self.drawn = self._drawn()  # what streams and chance were before it
        self.step, self.looked = 0, -1  # the last step at which the run looked at itself
        self.best = Best(0, -math.inf)
        self.parts = 1  # how many passes a batch takes
        self.notes: list[str] = []  # what a person is to know, until it is told
        self.names: list[str] = []
        self.unreported: list[list[float]] = []

    @property
    def fabric(self) -> Fabric:
        """Where the method computes."""
        found: Fabric = self.method.fabric
        return found

    @property
    def fingerprints(self) -> list[str]:
        """Of source and target."""
        return [self.problem.source.fingerprint, self.problem.target.fingerprint]

    def advance(self) -> None:
        """One step. Raises UserError when a loss that the method reports is no longer a number."""
        span = next(span for span in self.spans if self.step < span.end)
        fraction = (self.step - span.start) / (span.end - span.start)
        losses = self._learn(self.batch() if self.ahead is None else self.ahead, Progress(span.name, fraction))
        # While the device is busy, the next batch is made; only then are the losses waited for.
        self.drawn = self._drawn()
        self.ahead = self.batch() if self.step + 1 < self.job.steps else None
        names, values = list(losses), torch.stack([value.float() for value in losses.values()]).tolist()
        self.step += 1
        check_losses(names, values, self.step)
        self.unreported.append(values)
        self.names = names

    def _learn(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """One step of the method, in as many parts as memory asks for."""
        while True:
            try:
                return self.method.advance(batch, progress, self.parts)
            except torch.OutOfMemoryError as error:
                if self.shares > 1 or self.method.sequential:
                    raise UserError(
                        f"The memory of {self.method.fabric.device} ran out.", "Use a smaller --batch, or more devices."
                    ) from error
                smallest = min(len(part) for part in (batch.source, batch.target) if len(part)) // (2 * self.parts)
                if smallest < SMALLEST:
                    raise UserError(
                        f"The memory of {self.method.fabric.device} does not hold even {2 * SMALLEST} images a domain.",
                        "Use a smaller --image-size or backbone, --tune head, or --device cpu.",
                    ) from error
                self.parts *= 2
                self.notes.append(
                    f"Memory ran out: each batch is now learned from in {self.parts} parts, with the same effect."
                )
            torch.cuda.empty_cache()

    def check_finite(self) -> None:
        """Raises UserError when a weight is no longer a number, so that no such state is kept."""
        check_weights(self.method.state_dict(), self.step)

    def report(self) -> dict[str, float]:
        """The mean of each loss since the last report."""
        means = np.mean(self.unreported, axis=0).tolist()
        self.unreported.clear()
        return dict(zip(self.names, means, strict=True))

    def batch(self) -> Batch:
        """The next samples of every stream, on the device, varied as the job says."""
        problem, device = self.problem, self.method.fabric.device
        source, target, shots = (self._next(name) for name in ("source", "target", "shots"))
        taught = problem.shots[shots]
        strong = self.method.strong_views
        draw, truth = partial(self.training.batch, drawing=self.drawing), problem.source.truth[source]
        sources = draw(problem.source, source, truth, Side.SOURCE in strong)
        targets = draw(problem.target, target, None, Side.TARGET in strong)
        few = draw(problem.target, taught, problem.shot_labels[shots], False)
        return Batch(
            sources.inputs,
            sources.labels,
            targets.inputs,
            few.inputs,
            few.labels,
            gather(np.arange(len(problem.target.paths)), target, device),
            sources.strong,
            targets.strong,
        )

    def _source_stream(self, batch: int, seed: int) -> Stream:
        chances = self.method.source_chances(self.problem.source.truth, self.trained)
        if chances is None:
            return Stream(self.trained, batch, seed)
        return WeightedStream(self.trained, batch, seed, chances)

    def _next(self, name: str) -> NDArray[np.int64]:
        return self.streams[name].next() if name in self.streams else np.empty(0, np.int64)

    def state_dict(self) -> dict[str, Any]:
        """All that the next step depends on."""
        return {
            "step": self.step,
            "looked": self.looked,
            "best": tuple(self.best),
            "parts": self.parts,
            "names": self.names,
            "unreported": self.unreported,
            "method": self.method.state_dict(),
            "optimizers": {name: optimizer.state_dict() for name, optimizer in self.method.optimizers.items()},
            **self.drawn,
            "precision": self.method.fabric.strategy.precision.state_dict(),  # how losses are scaled in 16-mixed
            "torch_random": torch.get_rng_state(),
            "cuda_random": torch.cuda.get_rng_state_all() if torch.cuda.is_available() else [],
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Stand exactly where the state was taken."""
        self.step, self.looked, self.parts = int(state["step"]), int(state["looked"]), int(state["parts"])
        self.best = Best(*state["best"])
        self.names, self.unreported = list(state["names"]), list(state["unreported"])
        self.method.load_state_dict(state["method"])
        for name, optimizer in self.method.optimizers.items():
            optimizer.load_state_dict(state["optimizers"][name])
        for name, stream in self.streams.items():
            stream.drawn = int(state["streams"][name])
        self.random.set_state(state["random"])
        if state.get("precision"):
            self.method.fabric.strategy.precision.load_state_dict(state["precision"])
        torch.set_rng_state(state["torch_random"])
        if torch.cuda.is_available() and state["cuda_random"]:
            torch.cuda.set_rng_state_all(state["cuda_random"])
        self.ahead, self.drawn = None, self._drawn()

    def _drawn(self) -> dict[str, Any]:
        """Where the streams and the chance of augmentation stand."""
        return {
            "streams": {name: stream.drawn for name, stream in self.streams.items()},
            "random": self.random.get_state(),
        }


def check_losses(names: list[str], values: list[float], step: int) -> None:
    """Raises UserError when one of them is no longer a number."""
    for name, value in zip(names, values, strict=True):
        if not math.isfinite(value):
            raise UserError(
                f"The loss “{name}” stopped being a number at step {step}.",
                "Lower the learning rate, or the weight of that loss.",
            )


def check_weights(state: Mapping[str, Tensor], step: int) -> None:
    """Raises UserError when one of them is no longer a number."""
    for name, tensor in state.items():
        if tensor.is_floating_point() and not tensor.isfinite().all():
            raise UserError(
                f"The weights “{name}” stopped being numbers by step {step}.",
                "Resume from the last good checkpoint with a lower learning rate, or start again.",
            )


def spans(stages: tuple[Stage, ...], steps: int) -> tuple[Span, ...]:
    """Stages laid out over a run of `steps`; each gets at least one where there are enough."""
    found, share, start = [], 0.0, 0
    for index, stage in enumerate(stages):
        share += stage.share
        left = len(stages) - 1 - index
        end = steps if left == 0 else min(max(round(share * steps), start + 1), max(steps - left, start))
        if end > start:
            found.append(Span(stage.name, start, end, stage.scored))
        start = end
    return tuple(found)
