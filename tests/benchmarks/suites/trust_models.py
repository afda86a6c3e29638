"""The models of the suite `trust`: every candidate method on every pair and seed, and what is kept of each."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.suites.trust_domains import DomainPair
from workbench.core.job import Augment, Job, Tune
from workbench.core.scores import AccuracySignals

if TYPE_CHECKING:
    from workbench.engine.problem import Problem
    from workbench.engine.trainer import Trainer


class TrustNet(NamedTuple):
    """What is trained: the backbone, how much of it, on images of which side, for how many steps."""

    backbone: str
    tune: Tune
    image_size: int
    steps: int
    augment: Augment


HEAD = TrustNet("efficientnet_lite0", Tune.HEAD, 96, 300, Augment.NONE)
WHOLE = TrustNet("small", Tune.ALL, 32, 300, Augment.LIGHT)


class TrustModel(NamedTuple):
    """A trained model on a target of M samples, with its signals, its validators, and the evidence of each sample.

    `probabilities` (M, K): calibrated on held-out source samples. `labels` (M,): the truth, which only measures.
    """

    family: str
    pair: str
    method: str
    seed: int
    signals: AccuracySignals
    validators: dict[str, float]
    probabilities: NDArray[np.float32]
    support: NDArray[np.float32]
    labels: NDArray[np.int64]
    source_shares: NDArray[np.float64]

    @property
    def predicted(self) -> NDArray[np.int64]:
        """(M,) class numbers."""
        numbers: NDArray[np.int64] = self.probabilities.argmax(axis=1)
        return numbers

    @property
    def right(self) -> NDArray[np.bool_]:
        """(M,) whether each prediction is right."""
        correct: NDArray[np.bool_] = self.predicted == self.labels
        return correct

    @property
    def accuracy(self) -> float:
        """The share of right predictions."""
        return float(self.right.mean())

    @property
    def balanced(self) -> float:
        """The mean recall over the classes of the target."""
        return float(np.mean([self.right[self.labels == label].mean() for label in np.unique(self.labels)]))


def models_of(pair: DomainPair, net: TrustNet, methods: Sequence[str], seed: int, runs: Path) -> Iterator[TrustModel]:
    """The models of all methods on a pair. Each is trained once and kept in `runs`."""
    problem = None
    for method in methods:
        file = runs / "models" / f"{pair.name}-{net.backbone}-{method}-{seed}.npz"
        if not file.is_file():
            if problem is None or net.tune is Tune.ALL:
                trainer = first_trainer(pair, net, method, seed, runs)
            else:
                trainer = next_head(problem, method)
            problem = trainer.problem
            _keep(file, trainer)
        yield _read(file, pair, method, seed)


def _job(pair: DomainPair, net: TrustNet, method: str, seed: int, runs: Path) -> Job:
    source, target = pair.write(runs / "domains")
    return Job(
        method=method,
        source=str(source),
        target=str(target),
        backbone=net.backbone,
        tune=net.tune,
        image_size=net.image_size,
        steps=net.steps,
        augment=net.augment,
        seed=seed,
        threads=1,
        cache=str(runs / "cache"),
    )


def first_trainer(pair: DomainPair, net: TrustNet, method: str, seed: int, runs: Path) -> "Trainer":
    """Read the domains and compute their features."""
    from workbench.core.generators import Returning
    from workbench.engine.device import fabric_for
    from workbench.engine.setup import set_up

    job = _job(pair, net, method, seed, runs)
    return Returning(set_up(job, fabric_for(job))).finish().trainer


def next_head(problem: "Problem", method: str) -> "Trainer":
    """Another method on the same features."""
    from workbench.engine.device import fabric_for
    from workbench.engine.setup import set_up_head

    job = msgspec.structs.replace(problem.job, method=method)
    return set_up_head(replace(problem, job=job), fabric_for(job))


def _keep(file: Path, trainer: "Trainer") -> None:
    """Train to the end, and keep the model's evidence."""
    from workbench.core.domain import Side
    from workbench.core.generators import Returning
    from workbench.engine.evaluation import Evaluator
    from workbench.engine.validators import Evidence, validate

    while trainer.step < trainer.job.steps:
        trainer.advance()
    evaluator = Evaluator(trainer)
    observer, problem = evaluator.observer, trainer.problem
    source = Returning(observer.observe(Side.SOURCE, trainer.held_out, "")).finish()
    trained = Returning(observer.observe(Side.SOURCE, evaluator.trained, "")).finish()
    target = Returning(observer.observe(Side.TARGET, evaluator.all_target, "")).finish()
    evidence = observer.evidence(source, target, trained)
    assert evidence is not None  # the domains have labels and the same classes
    signals = evidence.signals
    if trainer.job.tune is Tune.ALL:
        from tests.benchmarks.suites.trust_features import independent_signals

        signals = independent_signals(trainer, source, trained, target)
    values = validate(
        Evidence(source.logits, source.labels, source.features, trained.features, target.logits, target.features)
    )
    counts = np.bincount(problem.source.labels, minlength=len(problem.classes))
    file.parent.mkdir(parents=True, exist_ok=True)
    np.savez(
        file,
        probabilities=(target.logits / signals.temperature).softmax(dim=1).numpy(),
        support=evidence.support,
        labels=problem.target.labels,
        source_shares=counts / counts.sum(),
        signals=np.frombuffer(msgspec.json.encode(signals), np.uint8),
        validators=np.frombuffer(msgspec.json.encode(values), np.uint8),
    )


def _read(file: Path, pair: DomainPair, method: str, seed: int) -> TrustModel:
    with np.load(file) as kept:
        return TrustModel(
            pair.family,
            pair.name,
            method,
            seed,
            msgspec.json.decode(kept["signals"].tobytes(), type=AccuracySignals),
            msgspec.json.decode(kept["validators"].tobytes(), type=dict[str, float]),
            kept["probabilities"],
            kept["support"],
            kept["labels"],
            kept["source_shares"],
        )
