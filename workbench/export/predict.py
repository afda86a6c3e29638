"""A model that predicts, from a model folder, an ONNX file or a finished run; and its predictions, batch by batch."""

import json
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from workbench.core.domain import DEFAULT_TASK, UNKNOWN, Domain, Sample, SetAside
from workbench.core.errors import UserError
from workbench.core.generators import Returning
from workbench.core.manifest import UnknownRule
from workbench.core.threads import cores
from workbench.data.decode import Unreadable, decode
from workbench.engine.onnx_model import LANES, PIECE, is_model_folder, open_model

Floats = NDArray[np.float32]
Key = TypeVar("Key")
Given = TypeVar("Given")
Done = TypeVar("Done")


class Model(NamedTuple):
    """`look` takes (B, 3, S, S) images in [0, 1] to logits (B, K) and features (B, D), or None; `size` is S in pixels.

    `unknown`: when a sample is taken for no class; None where each has one. `content` names the model's own bytes.
    """

    look: Callable[[Floats], tuple[Floats, Floats | None]]
    classes: tuple[str, ...]
    size: int
    unknown: UnknownRule | None
    content: str


class Answer(NamedTuple):
    """Of B images: class numbers (−1: unknown), their confidence and unknown score in [0, 1], features or None."""

    classes: NDArray[np.int64]
    confidence: Floats
    unknown: Floats
    features: Floats | None


# The keys that were answered, the answer to them, or None where there is no such, and the keys that are unreadable.
Answered: TypeAlias = tuple[list[Key], Answer | None, list[tuple[Key, Unreadable]]]


class SamplePrediction(NamedTuple):
    """What a model says of one sample: the probability of the likeliest class, and how unsure it is, both in [0, 1]."""

    sample: Sample
    predicted: str
    confidence: float
    unknown: float


def load_model(path: Path, *, best: bool = False, file: str = "", task: str = DEFAULT_TASK) -> Model:
    """A model from a folder or file that `workbench export` wrote, or from a run folder: its last model, or its best.

    `file`: which of a model folder's ONNX files. `task`: the name of its task. Raises UserError when it is none.
    """
    if path.is_dir() and not is_model_folder(path):
        return _from_run(path, best)
    if not path.exists():
        raise UserError(
            f"There is no model {path}.", "Give an exported folder or .onnx file, or the folder of a finished run."
        )
    look, manifest, content = open_model(path, file, task)
    return Model(look, manifest.classes, manifest.preprocessing.size, manifest.unknown, content)


def answer(model: Model, images: Floats) -> Answer:
    """What a model says of (B, 3, S, S) images."""
    logits, features = model.look(images)
    rule = model.unknown or UnknownRule()
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


def predictions(model: Model, domain: Domain) -> Generator[list[SamplePrediction], None, list[SetAside]]:
    """Predictions for every sample of a domain, some at a time; returns the samples that could not be decoded."""
    lost: list[SetAside] = []
    paths = (domain.folder / sample.path for sample in domain.samples)
    for kept, said, bad in answered_ahead(model, zip(domain.samples, paths, strict=True)):
        lost += [SetAside(one.path, reason.reason, reason.detail) for one, reason in bad]
        if said is not None:
            rows = zip(kept, said.classes.tolist(), said.confidence.tolist(), said.unknown.tolist(), strict=True)
            yield [SamplePrediction(one, name_of(model, number), sure, odd) for one, number, sure, odd in rows]
    return lost


def all_of(
    batches: Generator[list[SamplePrediction], None, list[SetAside]],
) -> tuple[list[SamplePrediction], list[SetAside]]:
    """All predictions at once, and the samples that could not be decoded."""
    reading = Returning(batches)
    made = [one for batch in reading for one in batch]
    return made, reading.result


def answered_ahead(model: Model, files: Iterable[tuple[Key, Path]]) -> Iterator[Answered[Key]]:
    """What a model says of files, some at a time and in order, while later ones are decoded and looked at.

    A key stands for each file. Each thread decodes a piece and asks the model about it, so that no processor waits; no
    more pieces are held than twice the threads.
    """
    remaining = iter(files)
    pieces = iter(lambda: list(islice(remaining, PIECE)), [])
    return ahead(lambda piece: _answered(model, piece), pieces)


def ahead(work: Callable[[Given], Done], pieces: Iterable[Given]) -> Iterator[Done]:
    """What becomes of pieces of work, in their order, on as many threads as there are processors."""
    remaining = iter(pieces)
    threads = min(cores(), LANES)
    pool = ThreadPoolExecutor(threads)
    coming: deque[Future[Done]] = deque()
    try:
        while True:
            coming.extend(pool.submit(work, one) for one in islice(remaining, 2 * threads - len(coming)))
            if not coming:
                return
            yield coming.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _answered(model: Model, piece: list[tuple[Key, Path]]) -> Answered[Key]:
    images = np.empty((len(piece), 3, model.size, model.size), np.float32)
    kept: list[Key] = []
    lost: list[tuple[Key, Unreadable]] = []
    for key, path in piece:
        try:
            images[len(kept)] = decode(path, model.size).transpose(2, 0, 1)
        except Unreadable as error:
            lost.append((key, error))
        else:
            kept.append(key)
    images = images[: len(kept)]
    images /= np.float32(255)
    return kept, answer(model, images) if kept else None, lost


def _from_run(path: Path, best: bool) -> Model:
    import torch

    from workbench.engine.image_model import image_model
    from workbench.engine.model_io import load_adapted
    from workbench.engine.open_set import OPEN
    from workbench.store.run_folder import RunFolder

    place = RunFolder(path)
    adapted = image_model(load_adapted(place, best=best))
    alone = threading.Lock()  # torch shares one batch among the processors by itself

    def look(images: Floats) -> tuple[Floats, Floats | None]:
        with alone, torch.inference_mode():
            output = adapted.model.look(torch.from_numpy(images))
        return output.logits.numpy(), output.features.numpy()

    weights = place.best_model if best else place.model
    rule = UnknownRule() if adapted.job.shift in OPEN else None
    content = json.dumps([str(weights), weights.stat().st_mtime_ns])
    return Model(look, adapted.classes, adapted.job.image_size, rule, content)
