"""A model that predicts, from a model folder, an ONNX file or a finished run; and its predictions, batch by batch."""

import json
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from workbench.core.domain import UNKNOWN, Domain, Sample, SetAside
from workbench.core.errors import UserError
from workbench.core.exported import Unknown
from workbench.core.returning import Returning
from workbench.data.decode import Unreadable, decode
from workbench.engine.onnx_model import from_folder, from_onnx, is_model_folder

BATCH = 64
DECODERS = 4
Floats = NDArray[np.float32]
Key = TypeVar("Key")


class Model(NamedTuple):
    """`look` takes (B, 3, S, S) images in [0, 1] to logits (B, K) and features (B, D), or None; `size` is S in pixels.

    `unknown`: when a sample is taken for no class; None where each has one. `content` names the model's own bytes.
    """

    look: Callable[[Floats], tuple[Floats, Floats | None]]
    classes: tuple[str, ...]
    size: int
    unknown: Unknown | None
    content: str


class Answer(NamedTuple):
    """Of B images: class numbers (−1: unknown), their confidence and unknown score in [0, 1], features or None."""

    classes: NDArray[np.int64]
    confidence: Floats
    unknown: Floats
    features: Floats | None


class Prediction(NamedTuple):
    """What a model says of one sample: the probability of the likeliest class, and how unsure it is, both in [0, 1]."""

    sample: Sample
    predicted: str
    confidence: float
    unknown: float


def load_model(path: Path, *, best: bool = False, file: str = "") -> Model:
    """A model from a folder or file that `workbench export` wrote, or from a run folder: its last model, or its best.

    `file`: which of a model folder's ONNX files. Raises UserError when it is none of these.
    """
    if path.is_dir() and is_model_folder(path):
        return Model(*from_folder(path, file))
    if path.is_dir():
        return _from_run(path, best)
    if not path.is_file():
        raise UserError(
            f"There is no model {path}.", "Give an exported folder or .onnx file, or the folder of a finished run."
        )
    return Model(*from_onnx(path))


def answer(model: Model, images: Floats) -> Answer:
    """What a model says of (B, 3, S, S) images."""
    logits, features = model.look(images)
    rule = model.unknown or Unknown()
    probabilities = softmax(logits)
    soft = probabilities if rule.temperature == 1 else softmax(logits / np.float32(rule.temperature))
    score = unknown_score(soft)
    classes = probabilities.argmax(axis=1)
    if model.unknown is not None:
        classes = np.where(score > rule.threshold, -1, classes)
    return Answer(classes, probabilities.max(axis=1), score, features)


def softmax(logits: Floats) -> Floats:
    """(B, K) probabilities."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    made: Floats = powers / powers.sum(axis=1, keepdims=True)
    return made


def unknown_score(probabilities: Floats) -> Floats:
    """(B,) entropy as a share of the largest possible, H(p) / log(K); DANCE's rule (§3.3) rejects above one half."""
    least = np.finfo(np.float32).tiny
    entropy = -(probabilities * np.log(np.maximum(probabilities, least))).sum(axis=1)
    made: Floats = (entropy / np.log(max(probabilities.shape[1], 2))).astype(np.float32)
    return made


def name_of(model: Model, number: int) -> str:
    """The class of a number that `answer` gave."""
    return UNKNOWN if number < 0 else model.classes[number]


def predictions(model: Model, domain: Domain) -> Generator[list[Prediction], None, list[SetAside]]:
    """Predictions for every sample of a domain, a batch at a time; returns the samples that could not be decoded."""
    lost: list[SetAside] = []
    paths = (domain.folder / sample.path for sample in domain.samples)
    for batch in decoded_ahead(zip(domain.samples, paths, strict=True), model.size):
        kept = [(sample, image) for sample, image in batch if not isinstance(image, Unreadable)]
        lost += [SetAside(one.path, bad.reason, bad.detail) for one, bad in batch if isinstance(bad, Unreadable)]
        if kept:
            said = answer(model, np.stack([image for _, image in kept]))
            rows = zip(kept, said.classes.tolist(), said.confidence.tolist(), said.unknown.tolist(), strict=True)
            yield [Prediction(one, name_of(model, number), sure, odd) for (one, _), number, sure, odd in rows]
    return lost


def all_of(batches: Generator[list[Prediction], None, list[SetAside]]) -> tuple[list[Prediction], list[SetAside]]:
    """All predictions at once, and the samples that could not be decoded."""
    reading = Returning(batches)
    made = [one for batch in reading for one in batch]
    return made, reading.result


def decoded_ahead(
    files: Iterable[tuple[Key, Path]], size: int, batch: int = BATCH
) -> Iterator[list[tuple[Key, "Floats | Unreadable"]]]:
    """Images (3, S, S) in [0, 1], or why there is none, in order; the next batch is decoded while one is used.

    A key stands for each file.
    """
    remaining = iter(files)
    with ThreadPoolExecutor(DECODERS) as pool:

        def submit() -> list[tuple[Key, "Future[Floats | Unreadable]"]]:
            return [(one, pool.submit(_input, path, size)) for one, path in islice(remaining, batch)]

        coming = submit()
        while now := coming:
            coming = submit()
            yield [(one, made.result()) for one, made in now]


def _input(path: Path, size: int) -> "Floats | Unreadable":
    try:
        image = decode(path, size)
    except Unreadable as error:
        return error
    made: Floats = np.ascontiguousarray(image.transpose(2, 0, 1), np.float32)
    made /= np.float32(255)
    return made


def _from_run(path: Path, best: bool) -> Model:
    import torch

    from workbench.engine.adapted import load_adapted
    from workbench.engine.unknown import OPEN
    from workbench.store.run_folder import RunFolder

    place = RunFolder(path)
    adapted = load_adapted(place, best=best)

    def look(images: Floats) -> tuple[Floats, Floats | None]:
        with torch.inference_mode():
            output = adapted.model.look(torch.from_numpy(images))
        return output.logits.numpy(), output.features.numpy()

    weights = place.best_model if best else place.model
    rule = Unknown() if adapted.job.shift in OPEN else None
    content = json.dumps([str(weights), weights.stat().st_mtime_ns])
    return Model(look, adapted.classes, adapted.job.image_size, rule, content)
