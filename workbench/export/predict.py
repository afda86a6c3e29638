"""Predictions for a folder of images, from an exported file or a finished run, a batch at a time."""

import json
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.core.domain import Domain, Sample, SetAside
from workbench.core.errors import UserError
from workbench.core.returning import Returning
from workbench.data.decode import Unreadable, decode

BATCH = 64
DECODERS = 4


class Model(NamedTuple):
    """`logits` takes (B, 3, S, S) float32 images in [0, 1] to (B, K); `size` is S in pixels."""

    logits: Callable[[NDArray[np.float32]], NDArray[np.float32]]
    classes: tuple[str, ...]
    size: int


class Prediction(NamedTuple):
    """What a model says of one sample: `confidence` is the probability of the predicted class."""

    sample: Sample
    predicted: str
    confidence: float


def load_model(path: Path, *, best: bool = False) -> Model:
    """A model from an .onnx file written by `workbench export`, or from a run folder: its last model, or its best.

    Raises UserError when it is neither.
    """
    if path.is_dir():
        return _from_run(path, best)
    if not path.is_file():
        raise UserError(f"There is no model {path}.", "Give an exported .onnx file or the folder of a finished run.")
    return _from_onnx(path)


def predictions(model: Model, domain: Domain) -> Generator[list[Prediction], None, list[SetAside]]:
    """Predictions for every sample of a domain, a batch at a time; returns the samples that could not be decoded."""
    lost: list[SetAside] = []
    samples = iter(domain.samples)
    root = domain.folder
    with ThreadPoolExecutor(DECODERS) as pool:
        while batch := list(islice(samples, BATCH)):
            images = pool.map(lambda sample: _decoded(root / sample.path, model.size), batch)
            kept: list[tuple[Sample, NDArray[np.uint8]]] = []
            for sample, image in zip(batch, images, strict=True):
                if isinstance(image, Unreadable):
                    lost.append(SetAside(sample.path, image.reason, image.detail))
                else:
                    kept.append((sample, image))
            if kept:
                yield list(_predicted(model, kept))
    return lost


def all_of(batches: Generator[list[Prediction], None, list[SetAside]]) -> tuple[list[Prediction], list[SetAside]]:
    """All predictions at once, and the samples that could not be decoded."""
    reading = Returning(batches)
    made = [one for batch in reading for one in batch]
    return made, reading.result


def _predicted(model: Model, kept: list[tuple[Sample, NDArray[np.uint8]]]) -> Iterator[Prediction]:
    pixels = np.stack([image for _, image in kept])  # (B, S, S, 3)
    logits = model.logits((pixels.transpose(0, 3, 1, 2) / 255).astype(np.float32))
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities = shifted / shifted.sum(axis=1, keepdims=True)  # (B, K)
    for (sample, _), row in zip(kept, probabilities, strict=True):
        best = int(row.argmax())
        yield Prediction(sample, model.classes[best], float(row[best]))


def _decoded(path: Path, size: int) -> "NDArray[np.uint8] | Unreadable":
    try:
        return decode(path, size)
    except Unreadable as error:
        return error


def _from_onnx(path: Path) -> Model:
    import onnxruntime

    try:
        session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
        metadata = session.get_modelmeta().custom_metadata_map
        classes, size = tuple(json.loads(metadata["classes"])), int(metadata["image_size"])
    except Exception as error:  # ONNX Runtime raises classes of its own, private ones among them
        raise UserError(
            f"{path.name} is not a model that “workbench export” wrote.",
            "Export it again, or give the folder of a finished run.",
        ) from error

    def logits(images: NDArray[np.float32]) -> NDArray[np.float32]:
        result: NDArray[np.float32] = session.run(["logits"], {"images": images})[0]
        return result

    return Model(logits, classes, size)


def _from_run(path: Path, best: bool) -> Model:
    import torch

    from workbench.engine.adapted import load_adapted
    from workbench.store.run_folder import RunFolder

    adapted = load_adapted(RunFolder(path), best=best)

    def logits(images: NDArray[np.float32]) -> NDArray[np.float32]:
        with torch.inference_mode():
            result: NDArray[np.float32] = adapted.model(torch.from_numpy(images)).numpy()
        return result

    return Model(logits, adapted.classes, adapted.job.image_size)
