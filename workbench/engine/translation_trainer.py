"""The training state of a translator: networks, optimizers and sample streams. All of it can be saved."""

from typing import Any

import numpy as np
import torch
from lightning_fabric import Fabric
from numpy.typing import NDArray

from workbench.core.errors import UserError
from workbench.data.batches import Stream, gather
from workbench.engine.inference import inputs_of
from workbench.engine.method import Progress
from workbench.engine.trainer import check_losses, check_weights, spans
from workbench.engine.translation_problem import TranslationProblem
from workbench.engine.translator import TranslationBatch, Translator

STUDIED = 512  # images of each domain that a translator receives before training


class TranslationTrainer:
    """Trains a translator through its stages, one step at a time."""

    def __init__(self, problem: TranslationProblem, translator: Translator) -> None:
        self.problem, self.translator, self.job = problem, translator, problem.job
        seed, batch = self.job.seed, self.job.batch
        self.streams = {
            "source": Stream(np.arange(len(problem.source.paths)), batch, seed),
            "target": Stream(np.arange(len(problem.target.paths)), batch, seed + 1),
        }
        self.spans = spans(translator.stages(), self.job.steps)
        self.step, self.looked = 0, -1  # steps done; step of the last evaluation
        self.notes: list[str] = []
        self.names: list[str] = []
        self.unreported: list[list[float]] = []

    @property
    def fabric(self) -> Fabric:
        """The Fabric of the translator's device."""
        return self.translator.fabric

    @property
    def fingerprints(self) -> list[str]:
        """The fingerprints of source and target."""
        return [self.problem.source.fingerprint, self.problem.target.fingerprint]

    def study(self) -> None:
        """Pass a sample of both domains to the translator; style images, if any, replace the target's sample."""
        source, target = (
            inputs_of(rows.inputs, drawn(len(rows.paths), STUDIED, self.job.seed), self.fabric.device)
            for rows in (self.problem.source, self.problem.target)
        )
        styles = self.problem.styles
        with torch.no_grad():
            self.translator.study(source, target if styles is None else styles.to(target.device))

    def advance(self) -> None:
        """Take one step. Raises UserError if a loss is NaN or infinite, or if memory runs out."""
        if not self.translator.trained:
            self.step += 1
            return
        span = next(span for span in self.spans if self.step < span.end)
        fraction = (self.step - span.start) / (span.end - span.start)
        self.translator.train()
        try:
            losses = self.translator.advance(self.batch(), Progress(span.name, fraction))
        except torch.OutOfMemoryError as error:
            raise UserError(
                f"{self.fabric.device} ran out of memory.",
                "Use a smaller batch, image size or preset.",
            ) from error
        self.names, values = list(losses), torch.stack([value.float() for value in losses.values()]).tolist()
        self.step += 1
        check_losses(self.names, values, self.step)
        self.unreported.append(values)

    def batch(self) -> TranslationBatch:
        """Draw the next images of both domains, on the device."""
        problem, device = self.problem, self.fabric.device
        source, target = self.streams["source"].next(), self.streams["target"].next()
        return TranslationBatch(
            inputs_of(problem.source.inputs, source, device),
            gather(problem.source.labels, source, device),
            inputs_of(problem.target.inputs, target, device),
        )

    def check_finite(self) -> None:
        """Raises UserError if a weight is NaN or infinite, so that no such state is saved."""
        check_weights(self.translator.state_dict(), self.step)

    def report(self) -> dict[str, float]:
        """The mean of each loss since the last report, by name."""
        means: list[float] = np.mean(self.unreported, axis=0).tolist() if self.unreported else []
        self.unreported.clear()
        return dict(zip(self.names, means, strict=True))

    def state_dict(self) -> dict[str, Any]:
        """The complete state of training: everything that the next step depends on."""
        return {
            "step": self.step,
            "looked": self.looked,
            "names": self.names,
            "unreported": self.unreported,
            "translator": self.translator.state_dict(),
            "optimizers": {name: optimizer.state_dict() for name, optimizer in self.translator.optimizers.items()},
            "streams": {name: stream.drawn for name, stream in self.streams.items()},
            "precision": self.fabric.strategy.precision.state_dict(),  # the loss scale of 16-mixed
            "torch_random": torch.get_rng_state(),
            "cuda_random": torch.cuda.get_rng_state_all() if torch.cuda.is_available() else [],
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Restore a state; the next step is then bit-identical."""
        self.step, self.looked = int(state["step"]), int(state["looked"])
        self.names = list(state["names"])
        self.unreported = list(state["unreported"])
        self.translator.load_state_dict(state["translator"])
        for name, optimizer in self.translator.optimizers.items():
            optimizer.load_state_dict(state["optimizers"][name])
        for name, stream in self.streams.items():
            stream.drawn = int(state["streams"][name])
        if state.get("precision"):
            self.fabric.strategy.precision.load_state_dict(state["precision"])
        torch.set_rng_state(state["torch_random"])
        if torch.cuda.is_available() and state["cuda_random"]:
            torch.cuda.set_rng_state_all(state["cuda_random"])


def drawn(count: int, most: int, seed: int) -> NDArray[np.int64]:
    """Draw at most `most` of `count` rows without replacement; (min(count, most),) sorted row numbers."""
    return np.sort(np.random.default_rng(seed).permutation(count)[:most])
