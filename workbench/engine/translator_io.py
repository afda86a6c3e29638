"""Saves and loads translators, and translates images of any size with them."""

from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from workbench.core.errors import UserError
from workbench.core.files import replacing
from workbench.core.translation import Direction, TranslationJob
from workbench.data.augment import as_inputs
from workbench.engine.device import fabric_for
from workbench.engine.registry import translator as translator_named
from workbench.engine.translator import ImageSpec, Translator
from workbench.store.translation_folder import TranslationFolder

KEY = "domain_workbench"  # in the file's metadata
CHUNK = 32
TOGETHER = 1 << 17  # most pixels in a batch for a translator of any size; larger images form batches of one

Pixels = NDArray[np.uint8]


class LoadedTranslator(NamedTuple):
    """A translator in evaluation mode on its device, with its recipe and the source's classes."""

    translator: Translator
    job: TranslationJob
    classes: tuple[str, ...]
    device: torch.device


def save_translator(place: TranslationFolder, generator: nn.Module, classes: Sequence[str]) -> None:
    """Write a generator's weights into the run folder. Raises UserError if the file cannot be written."""
    tensors = {name: tensor.detach().cpu().contiguous() for name, tensor in generator.state_dict().items()}
    try:
        with replacing(place.model) as temporary:
            save_file(tensors, temporary, metadata={KEY: msgspec.json.encode(tuple(classes)).decode()})
    except (OSError, SafetensorError) as error:
        raise UserError(
            f"The translator could not be written to {place.path} ({error}).",
            "Free some space on that disk, then try again.",
        ) from error


def load_translator(folder: Path, device: str = "auto") -> LoadedTranslator:
    """Load the translator of a run as it was saved last: at the end, or at the last evaluation.

    Raises UserError if there is none yet, or if it is damaged.
    """
    place = TranslationFolder(folder)
    job = place.job()
    if not place.model.is_file():
        raise UserError(f"The run {folder} has not saved a translator yet.", "Wait for its next evaluation.")
    try:
        with safe_open(place.model, "pt") as file:
            classes = msgspec.json.decode((file.metadata() or {}).get(KEY, ""), type=tuple[str, ...])
        translator = translator_named(job.translator)(ImageSpec(job.image_size, len(classes)), job.settings)
        translator.generator.load_state_dict(load_file(place.model))
    except (OSError, SafetensorError, RuntimeError, msgspec.DecodeError) as error:
        message = f"The translator in {folder} is damaged, or an older version of this program wrote it."
        raise UserError(message, "Run the job again.") from error
    where = device_of(device)
    return LoadedTranslator(translator.to(where).eval().requires_grad_(False), job, classes, where)


def translate_pixels(
    loaded: LoadedTranslator, images: Sequence[Pixels], direction: Direction, styles: Tensor | None = None
) -> list[Pixels]:
    """Translate (H, W, 3) images of any size to the other domain. Keeps their order and sizes.

    Images are resized to the translator's size, unless it translates any size; then successive images of the same size
    form batches. `styles`: (K, 3, S, S) style images in [0, 1], or None.
    Raises UserError for a direction or style images that the translator does not support.
    """
    translator = loaded.translator
    check(translator, direction, styles)
    size = None if translator.any_size else loaded.job.image_size
    chunks = _equal_sizes(images) if size is None else (images[at : at + CHUNK] for at in range(0, len(images), CHUNK))
    translations: list[Pixels] = []
    for chunk in chunks:
        ready = chunk if size is None else [resized(image, (size, size)) for image in chunk]
        outputs = translated(loaded, np.stack(ready), direction, styles)
        translations += [resized(new, (old.shape[1], old.shape[0])) for new, old in zip(outputs, chunk, strict=True)]
    return translations


def _equal_sizes(images: Sequence[Pixels]) -> Iterator[list[Pixels]]:
    """Batches of successive images of the same size."""
    for shape, neighbours in groupby(images, key=lambda image: image.shape):
        count = min(max(TOGETHER // (shape[0] * shape[1]), 1), CHUNK)
        while chunk := list(islice(neighbours, count)):
            yield chunk


@torch.inference_mode()
def translated(loaded: LoadedTranslator, pixels: Pixels, direction: Direction, styles: Tensor | None) -> Pixels:
    """Translate a batch of (B, H, W, 3) bytes to the same shape."""
    inputs = as_inputs(torch.from_numpy(np.ascontiguousarray(pixels)).to(loaded.device))
    styles = None if styles is None else styles.to(loaded.device)
    outputs = loaded.translator.translate(inputs, direction, styles).float().clamp(0, 1)
    result: Pixels = (outputs * 255).round().byte().permute(0, 2, 3, 1).cpu().numpy()
    return result


def check(known: Translator | type[Translator], direction: Direction, styles: Any) -> None:
    """Raises UserError for a direction or style images that the translator does not support."""
    if direction is Direction.TO_SOURCE and not known.two_way:
        raise UserError(f"{known.title} translates to the target only.", "Choose the other direction.")
    if styles is not None and not known.styled:
        raise UserError(f"{known.title} does not use style images.", "Remove them, or choose another translator.")


def resized(image: Pixels, size: tuple[int, int]) -> Pixels:
    """Resize an (H, W, 3) image to a (width, height) in pixels."""
    if (image.shape[1], image.shape[0]) == size:
        return image
    return np.asarray(Image.fromarray(image).resize(size, Image.Resampling.BICUBIC))


def device_of(name: str) -> torch.device:
    """The device of that name, or the fastest one for "auto". Raises UserError if it is not available."""
    from workbench.core.job import Job

    return fabric_for(Job(method="", source="", target="", device=name)).device
