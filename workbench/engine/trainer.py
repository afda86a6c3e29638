"""The training state of a method: networks, optimizers, sample streams and random numbers. All of it can be saved."""

import math
from collections.abc import Generator, Mapping
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import torch
from lightning_fabric import Fabric
from numpy.typing import NDArray
from torch import Tensor

from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.core.events import Event
from workbench.core.generators import Returning
from workbench.data.batches import Stream, WeightedStream, gather, split
from workbench.engine.method import Batch, Method, Progress, Stage
from workbench.engine.problem import Problem
from workbench.engine.tasks.registry import task
from workbench.engine.training import Drawing
from workbench.engine.whole_domains import prepare_stage

SMALLEST = 2  # samples of a domain in a part of a batch: batch normalisation needs two
HELD_OUT = 0.1  # share of the source that is held out for evaluation


class Span(NamedTuple):
    """A stage as a range of steps: from `start` up to, but not including, `end`. `scored` as in Stage."""

    name: str
    start: int
    end: int
    scored: str = ""


class Best(NamedTuple):
    """The step with the highest score of the job's validator so far, and this score."""

    step: int
    score: float


class Trainer:
    """Trains a method through its stages, one step at a time."""

    def __init__(self, problem: Problem, method: Method) -> None:
        """Raises UserError if no source image can be held out."""
        self.problem, self.method, self.job = problem, method, problem.job
        self.training = task(problem.task).training()
        seed, batch = self.job.seed, self.job.batch
        labelled = np.flatnonzero(problem.source.labels >= 0)
        train, held = split(problem.source.labels[labelled], HELD_OUT, seed)
        self.held_out, self.trained = labelled[held], labelled[train]
        if len(labelled) and not len(held):
            raise UserError(
                "Every class of the source has a single image, so no image can be held out for evaluation.",
                "Add images: at least one class needs two.",
            )
        # Held-out shots are used without their labels, like all other target samples.
        self.unshot = np.setdiff1d(np.arange(len(problem.target.paths)), problem.shots)
        self.streams = {"target": Stream(self.unshot if len(self.unshot) else problem.shots, batch, seed + 1)}
        if len(labelled):  # none if the source is a model
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
        self.ahead: Batch | None = None  # the next batch, if it is prepared already
        self.drawn = self._drawn()  # the state of streams and random numbers before that batch
        self.step, self.looked = 0, -1  # steps done; step of the last evaluation
        self.begun = -1  # the first step of the stage that was prepared last
        self.best = Best(0, -math.inf)
        self.parts = 1  # how many parts a batch is split into
        self.notes: list[str] = []  # warnings that are not reported yet
        self.names: list[str] = []
        self.unreported: list[list[float]] = []

    @property
    def fabric(self) -> Fabric:
        """The Fabric of the method's devices."""
        fabric: Fabric = self.method.fabric
        return fabric

    @property
    def fingerprints(self) -> list[str]:
        """The fingerprints of source and target."""
        return [self.problem.source.fingerprint, self.problem.target.fingerprint]

    def begin_stage(self) -> Generator[Event, None, None]:
        """Prepare a method on whole domains for the stage that begins at this step, if one does. Yields Prepared.

        Later calls at the same step do nothing.
        """
        name = next((span.name for span in self.spans if span.start == self.step != self.begun), None)
        if name is not None:
            yield from prepare_stage(self.method, name, self.problem, self.trained)
            self.begun = self.step

    def advance(self) -> None:
        """Take one step. Raises UserError if a loss is NaN or infinite, or if memory runs out."""
        Returning(self.begin_stage()).finish()  # already done if a loop has reported its progress
        span = next(span for span in self.spans if self.step < span.end)
        fraction = (self.step - span.start) / (span.end - span.start)
        losses = self._learn(self.batch() if self.ahead is None else self.ahead, Progress(span.name, fraction))
        # The next batch is prepared while the device computes; only then does this wait for the losses.
        self.drawn = self._drawn()
        self.ahead = self.batch() if self.step + 1 < self.job.steps else None
        names, values = list(losses), torch.stack([value.float() for value in losses.values()]).tolist()
        self.step += 1
        check_losses(names, values, self.step)
        self.unreported.append(values)
        self.names = names

    def _learn(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """Take one step of the method. Splits the batch into more parts when GPU memory runs out."""
        while True:
            try:
                return self.method.advance(batch, progress, self.parts)
            except torch.OutOfMemoryError as error:
                if self.shares > 1 or self.method.sequential:
                    raise UserError(
                        f"{self.method.fabric.device} ran out of memory.", "Use a smaller --batch, or more devices."
                    ) from error
                smallest = min(len(part) for part in (batch.source, batch.target) if len(part)) // (2 * self.parts)
                if smallest < SMALLEST:
                    raise UserError(
                        f"{self.method.fabric.device} runs out of memory with {2 * SMALLEST} images of each domain.",
                        "Use a smaller --image-size or backbone, --tune head, or --device cpu.",
                    ) from error
                self.parts *= 2
                self.notes.append(
                    f"The GPU ran out of memory: each batch is now split into {self.parts} parts, with the same result."
                )
            torch.cuda.empty_cache()

    def check_finite(self) -> None:
        """Raises UserError if a weight is NaN or infinite, so that no such state is saved."""
        check_weights(self.method.state_dict(), self.step)

    def report(self) -> dict[str, float]:
        """The mean of each loss since the last report, by name."""
        means = np.mean(self.unreported, axis=0).tolist()
        self.unreported.clear()
        return dict(zip(self.names, means, strict=True))

    def batch(self) -> Batch:
        """Draw the next samples of every stream, on the device, augmented as the job specifies."""
        problem, device = self.problem, self.method.fabric.device
        source, target, shots = (self._next(name) for name in ("source", "target", "shots"))
        shot_rows = problem.shots[shots]
        strong = self.method.strong_views
        draw, truth = partial(self.training.batch, drawing=self.drawing), problem.source.truth[source]
        sources = draw(problem.source, source, truth, Side.SOURCE in strong)
        targets = draw(problem.target, target, None, Side.TARGET in strong)
        shot_batch = draw(problem.target, shot_rows, problem.shot_labels[shots], False)
        return Batch(
            sources.inputs,
            sources.labels,
            targets.inputs,
            shot_batch.inputs,
            shot_batch.labels,
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
        """The complete state of training: everything that the next step depends on."""
        return {
            "step": self.step,
            "looked": self.looked,
            "begun": self.begun,
            "best": tuple(self.best),
            "parts": self.parts,
            "names": self.names,
            "unreported": self.unreported,
            "method": self.method.state_dict(),
            "optimizers": {name: optimizer.state_dict() for name, optimizer in self.method.optimizers.items()},
            **self.drawn,
            "precision": self.method.fabric.strategy.precision.state_dict(),  # the loss scale of 16-mixed
            "torch_random": torch.get_rng_state(),
            "cuda_random": torch.cuda.get_rng_state_all() if torch.cuda.is_available() else [],
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Restore a state; the next step is then bit-identical."""
        self.step, self.looked, self.parts = int(state["step"]), int(state["looked"]), int(state["parts"])
        self.begun = int(state.get("begun", -1))  # absent in checkpoints of older versions
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
        """The positions of the streams and the random state of augmentation."""
        return {
            "streams": {name: stream.drawn for name, stream in self.streams.items()},
            "random": self.random.get_state(),
        }


def check_losses(names: list[str], values: list[float], step: int) -> None:
    """Raises UserError if a loss is NaN or infinite."""
    for name, value in zip(names, values, strict=True):
        if not math.isfinite(value):
            raise UserError(
                f"The loss “{name}” became NaN or infinite at step {step}.",
                "Lower the learning rate, or the weight of that loss.",
            )


def check_weights(state: Mapping[str, Tensor], step: int) -> None:
    """Raises UserError if a weight is NaN or infinite."""
    for name, tensor in state.items():
        if tensor.is_floating_point() and not tensor.isfinite().all():
            raise UserError(
                f"The weights “{name}” became NaN or infinite by step {step}.",
                "Resume from the last good checkpoint with a lower learning rate, or start again.",
            )


def spans(stages: tuple[Stage, ...], steps: int) -> tuple[Span, ...]:
    """Divide `steps` among stages by their shares. Each stage gets at least one step if there are enough."""
    ranges, share, start = [], 0.0, 0
    for index, stage in enumerate(stages):
        share += stage.share
        left = len(stages) - 1 - index
        end = steps if left == 0 else min(max(round(share * steps), start + 1), max(steps - left, start))
        if end > start:
            ranges.append(Span(stage.name, start, end, stage.scored))
        start = end
    return tuple(ranges)
