"""Loads a model from a model folder, an ONNX file or a finished run, and predicts images batch by batch."""

import json
from collections.abc import Callable, Generator, Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from workbench.core.deep_range import EACH_IMAGE, DeepRange
from workbench.core.domain import DEFAULT_TASK, UNKNOWN, Domain, Sample, SetAside
from workbench.core.errors import UserError
from workbench.core.generators import Returning
from workbench.core.manifest import Manifest, UnknownRule, UnknownScore
from workbench.core.miss_costs import MissCosts, factors
from workbench.core.threads import map_in_order
from workbench.data.decode import Unreadable, decode_bytes, read_bytes
from workbench.engine.onnx_model import is_model_folder, open_model
from workbench.engine.onnx_session import PIECE

Floats = NDArray[np.float32]
Key = TypeVar("Key")


class Model(NamedTuple):
    """`look` maps images (B, 3, S, S) in [0, 1] to logits (B, K) and features (B, D), or None; `size` is S in pixels.

    `unknown`: the rule that rejects samples, None if there is none. `content`: identifies the model's weights, the
    decision, and `deep`, the range of deep images. `miss_costs`: of missing a class, see `core/miss_costs.py`.
    """

    look: Callable[[Floats], tuple[Floats, Floats | None]]
    classes: tuple[str, ...]
    size: int
    unknown: UnknownRule | None
    content: str
    deep: DeepRange = EACH_IMAGE
    miss_costs: MissCosts = MappingProxyType({})


class BatchPrediction(NamedTuple):
    """Predictions of B images: class numbers (−1: unknown), their probabilities, unknown scores in [0, 1], features."""

    classes: NDArray[np.int64]
    confidence: Floats
    unknown: Floats
    features: Floats | None


# The keys of the predicted files, their predictions (None if there are none), and the keys of unreadable files.
PredictedFiles: TypeAlias = tuple[list[Key], BatchPrediction | None, list[tuple[Key, Unreadable]]]


class SamplePrediction(NamedTuple):
    """The prediction of a sample: its class, the probability of that class and the unknown score, both in [0, 1]."""

    sample: Sample
    predicted: str
    confidence: float
    unknown: float


def load_model(path: Path, *, best: bool = False, file: str = "", task: str = DEFAULT_TASK) -> Model:
    """Load a model that `workbench export` wrote, or the last or best model of a run folder.

    `file`: the name of an ONNX file in a model folder. `task`: the expected task. Raises UserError if there is no such
    model.
    """
    if path.is_dir() and not is_model_folder(path):
        return _from_run(path, best)
    if not path.exists():
        raise UserError(
            f"There is no model {path}.", "Give a model folder, an .onnx file, or the folder of a finished run."
        )
    look, manifest, content = open_model(path, file, task)
    size, deep = manifest.preprocessing.size, deep_range_of(manifest)
    return _deciding(Model(look, manifest.classes, size, manifest.unknown, content, deep), manifest.miss_costs)


def deep_range_of(manifest: Manifest) -> DeepRange:
    """The range of deep images that a model takes."""
    return manifest.preprocessing.deep_range or EACH_IMAGE


def with_range(model: Model, deep: DeepRange | None) -> Model:
    """A model that takes deep images with another range, if one is given."""
    return model if deep is None else model._replace(deep=deep, content=f"{model.content} {deep.key}")


def predict_batch(model: Model, images: Floats) -> BatchPrediction:
    """Predict images (B, 3, S, S)."""
    logits, features = model.look(images)
    rule = model.unknown or UnknownRule()
    probabilities = softmax(logits)
    score = unknown_score(logits, rule)
    weighted = probabilities * np.array(factors(model.miss_costs, model.classes), np.float32)
    classes = weighted.argmax(axis=1)
    confidence: Floats = np.take_along_axis(probabilities, classes[:, None], axis=1)[:, 0]
    if model.unknown is not None:
        classes = np.where(score > rule.threshold, -1, classes)
    return BatchPrediction(classes, confidence, score, features)


def softmax(logits: Floats) -> Floats:
    """Softmax over the classes: probabilities (B, K)."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities: Floats = powers / powers.sum(axis=1, keepdims=True)
    return probabilities


def unknown_score(logits: Floats, rule: UnknownRule) -> Floats:
    """The score of a rule for logits (B, K): (B,), in [0, 1]. DANCE (§3.3) rejects normalised entropies above 0.5."""
    scaled = logits if rule.temperature == 1 else logits / np.float32(rule.temperature)
    if rule.score is UnknownScore.LOG_ODDS:
        odds: Floats = np.exp(-np.logaddexp(0, scaled.max(axis=1))).astype(np.float32)
        return odds
    probabilities, smallest = softmax(scaled), np.finfo(np.float32).tiny
    entropy = -(probabilities * np.log(np.maximum(probabilities, smallest))).sum(axis=1)
    scores: Floats = (entropy / np.log(max(probabilities.shape[1], 2))).astype(np.float32)
    return scores


def class_name(model: Model, number: int) -> str:
    """The name of a class number that `predict_batch` returned."""
    return UNKNOWN if number < 0 else model.classes[number]


def predictions(model: Model, domain: Domain) -> Generator[list[SamplePrediction], None, list[SetAside]]:
    """Predict the samples of a domain, batch by batch. Returns the samples that cannot be decoded."""
    set_aside: list[SetAside] = []
    paths = (domain.folder / sample.path for sample in domain.samples)
    for kept, batch, unreadable in predict_files(model, zip(domain.samples, paths, strict=True)):
        set_aside += [SetAside(sample.path, reason.reason, reason.detail) for sample, reason in unreadable]
        if batch is not None:
            rows = zip(kept, batch.classes.tolist(), batch.confidence.tolist(), batch.unknown.tolist(), strict=True)
            yield [
                SamplePrediction(sample, class_name(model, number), confidence, unknown)
                for sample, number, confidence, unknown in rows
            ]
    return set_aside


def collect_predictions(
    batches: Generator[list[SamplePrediction], None, list[SetAside]],
) -> tuple[list[SamplePrediction], list[SetAside]]:
    """Collect all predictions, and the samples that cannot be decoded."""
    reading = Returning(batches)
    collected = [prediction for batch in reading for prediction in batch]
    return collected, reading.result


def predict_files(model: Model, files: Iterable[tuple[Key, Path]]) -> Iterator[PredictedFiles[Key]]:
    """Predict files in order, each with a key, as `predict_contents` does."""
    return predict_contents(model, ((key, partial(read_bytes, path)) for key, path in files))


def predict_contents(
    model: Model, images: Iterable[tuple[Key, Callable[[], bytes]]], threads: int = 0
) -> Iterator[PredictedFiles[Key]]:
    """Predict images in order, in pieces; threads read, decode and predict later pieces in the meantime.

    Each image has a key, and a function that reads its content or raises Unreadable. At most twice as many pieces as
    threads are in memory; without `threads`, there is one for each processor, up to LANES.
    """
    remaining = iter(images)
    pieces = iter(lambda: list(islice(remaining, PIECE)), [])
    return map_in_order(lambda piece: _predict_piece(model, piece), pieces, threads)


def _predict_piece(model: Model, piece: list[tuple[Key, Callable[[], bytes]]]) -> PredictedFiles[Key]:
    images = np.empty((len(piece), 3, model.size, model.size), np.float32)
    kept: list[Key] = []
    set_aside: list[tuple[Key, Unreadable]] = []
    for key, read in piece:
        try:
            images[len(kept)] = decode_bytes(read(), model.size, model.deep).transpose(2, 0, 1)
        except Unreadable as error:
            set_aside.append((key, error))
        else:
            kept.append(key)
    images = images[: len(kept)]
    images /= np.float32(255)
    return kept, predict_batch(model, images) if kept else None, set_aside


def _from_run(path: Path, best: bool) -> Model:
    import torch

    from workbench.engine.frozen_network import FrozenNetwork
    from workbench.engine.image_model import image_model
    from workbench.engine.model_io import load_adapted
    from workbench.engine.open_set import unknown_rule
    from workbench.export.decision import costs_of
    from workbench.store.run_folder import RunFolder

    run_folder = RunFolder(path)
    adapted = image_model(load_adapted(run_folder, best=best))
    network = FrozenNetwork(adapted.model.look, torch.device("cpu"))

    def look(images: Floats) -> tuple[Floats, Floats | None]:
        logits, features = network(torch.from_numpy(images))
        return logits.numpy(), features.numpy()

    weights = run_folder.best_model if best else run_folder.model
    rule = unknown_rule(adapted.job)
    content = json.dumps([str(weights), weights.stat().st_mtime_ns])
    model = Model(look, adapted.classes, adapted.job.image_size, rule, content, adapted.job.trained_range)
    return _deciding(model, costs_of(path, adapted))


def _deciding(model: Model, costs: MissCosts) -> Model:
    """The model with costs of a miss."""
    return model._replace(miss_costs=costs, content=f"{model.content} {sorted(costs.items())}") if costs else model
