"""Extracts features and logits of a domain's samples with a backbone or a model."""

import hashlib
from collections.abc import Callable, Generator, Iterable, Iterator
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import msgspec
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from workbench.core.deep_range import EACH_IMAGE, DeepRange
from workbench.core.domain import Domain, Sample
from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.core.generators import Returning
from workbench.core.job import Job
from workbench.core.shift_report import InspectionRequest
from workbench.data.cache import ImageCache
from workbench.engine.device import fabric_for
from workbench.engine.frozen_network import FrozenNetwork, Outputs
from workbench.engine.image_model import image_model
from workbench.engine.inference import batches
from workbench.engine.model_io import load_adapted
from workbench.engine.onnx_model import is_model_folder, open_model
from workbench.nets.backbones import input_side, pretrained_extractor
from workbench.store.run_folder import RunFolder

CHUNK = 32


class FeatureExtractor(NamedTuple):
    """A backbone or a model. `outputs` maps batches of images (B, 3, S, S) to features (B, D) and, of a model, to
    logits (B, K).

    `classes`: the model's classes, empty for a backbone. `size`: S in pixels. `key`: a digest of the weights.
    """

    title: str
    outputs: Callable[[Iterable[Tensor]], Iterator[Outputs]]
    classes: tuple[str, ...]
    size: int
    key: str
    device: torch.device


class ModelRanges(NamedTuple):
    """The ranges of deep images of the domains that a model was trained with; None of a backbone."""

    source: DeepRange | None
    target: DeepRange | None


class ExtractedFeatures(NamedTuple):
    """N samples of a domain: `pixels` (N, S, S, 3) bytes, `features` (N, D), `logits` (N, K) or None.

    `lost`: the number of images that could not be decoded.
    """

    samples: list[Sample]
    pixels: NDArray[np.uint8]
    features: NDArray[np.float32]
    logits: NDArray[np.float32] | None
    lost: int


def open_extractor(request: InspectionRequest, source: Domain) -> FeatureExtractor:
    """Open the model or the backbone of a request. Raises UserError if it or the device is not available."""
    if request.model:
        path = Path(request.model)
        return _of_onnx(path) if path.is_file() or is_model_folder(path) else _of_run(request, len(source.samples))
    found = pretrained_extractor(request.backbone, Path(request.weights) if request.weights else None)
    device = _device(request)
    module = found.module.to(device).eval().requires_grad_(False)
    side = median(max(sample.width, sample.height) for sample in source.samples)
    size = input_side(found.card, side)
    digest = hashlib.blake2b(request.backbone.encode(), digest_size=16)
    if request.weights:
        digest.update(Path(request.weights).read_bytes())
    network = FrozenNetwork(lambda images: (module(images),), device, len(source.samples))
    return FeatureExtractor(found.card.title, network.outputs, (), size, digest.hexdigest(), device)


def ranges_of_model(request: InspectionRequest) -> ModelRanges:
    """The ranges of the model of a request. Raises UserError if the model is not available."""
    if not request.model:
        return ModelRanges(None, None)
    path = Path(request.model)
    if path.is_file() or is_model_folder(path):
        deep = open_model(path).manifest.preprocessing.deep_range or EACH_IMAGE
        return ModelRanges(deep, deep)
    job = RunFolder(path).job()
    return ModelRanges(job.source_range or job.trained_range, job.target_range or job.trained_range)


def extract_features(
    which: str, domain: Domain, eye: FeatureExtractor, request: InspectionRequest, cache: ImageCache
) -> Generator[Prepared, None, ExtractedFeatures]:
    """Extract features and logits of the samples that a request draws from a domain. Results are cached.

    Yields Prepared. Raises UserError if no image can be decoded.
    """
    chosen = _drawn(domain, request)
    decoding = Returning(cache.images(chosen, eye.size))
    for done, total in decoding:
        yield Prepared(f"Decoding {which} images", done, total)
    images = decoding.result
    if not images.samples:
        raise UserError(
            f"No image of the {which} could be decoded.", f"Run “workbench scan --verify {domain.root}” to see why."
        )
    seen = hashlib.blake2b(f"{images.content} {eye.size} {eye.key}".encode(), digest_size=16).hexdigest()
    keys = (f"seen-{seen}", f"said-{seen}")
    features, logits = (cache.array(key) for key in keys)
    if features is None or len(features) != len(images.samples) or (eye.classes and logits is None):
        features, logits = yield from _computed(which, images.pixels, eye)
        features = cache.keep(keys[0], features)
        logits = cache.keep(keys[1], logits) if logits is not None else None
    return ExtractedFeatures(images.samples, images.pixels, np.asarray(features), logits, len(images.set_aside))


def _drawn(domain: Domain, request: InspectionRequest) -> Domain:
    count = len(domain.samples)
    if not request.images or count <= request.images:
        return domain
    rows = np.sort(np.random.default_rng(request.seed).permutation(count)[: request.images])
    return msgspec.structs.replace(domain, samples=[domain.samples[row] for row in rows])


def _computed(
    which: str, pixels: NDArray[np.uint8], eye: FeatureExtractor
) -> Generator[Prepared, None, tuple[NDArray[np.float32], NDArray[Any] | None]]:
    chunks: list[Outputs] = []
    for chunk in eye.outputs(batches(pixels, CHUNK, eye.device)):
        chunks.append(chunk)
        yield Prepared(f"Computing features of the {which}", sum(len(part[0]) for part in chunks), len(pixels))
    features, *logits = (torch.cat(column).numpy() for column in zip(*chunks, strict=True))
    return features, logits[0] if logits else None


def _of_run(request: InspectionRequest, count: int) -> FeatureExtractor:
    place = RunFolder(Path(request.model))
    adapted = image_model(load_adapted(place, best=request.best))
    device = _device(request)
    model = adapted.model.to(device)

    def forward(images: Tensor) -> Outputs:
        output = model.look(images)
        return output.features, output.logits

    network = FrozenNetwork(forward, device, count)
    weights = (place.best_model if request.best else place.model).read_bytes()
    key = hashlib.blake2b(weights, digest_size=16).hexdigest()
    title = f"the model of {place.path.name}, {adapted.job.method} over {adapted.job.backbone}"
    return FeatureExtractor(title, network.outputs, adapted.classes, adapted.job.image_size, key, device)


def _of_onnx(path: Path) -> FeatureExtractor:
    """Of a file or folder that was exported or imported; seen through its logits where it tells no features."""
    opened = open_model(path)

    def outputs(batches: Iterable[Tensor]) -> Iterator[Outputs]:
        for images in batches:
            logits, features = opened.look(images.numpy())
            yield torch.from_numpy(logits if features is None else features), torch.from_numpy(logits)

    manifest = opened.manifest
    title = f"the model {path.name}"
    return FeatureExtractor(
        title, outputs, manifest.classes, manifest.preprocessing.size, opened.content, torch.device("cpu")
    )


def _device(request: InspectionRequest) -> torch.device:
    wanted = Job(method="", source="", target="", device=request.device)
    return fabric_for(wanted).device
