"""A translator on disk: what a run leaves, how it is read back, and images of any kind and size through it."""

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

KEY = "domain_workbench"  # of the file's metadata
CHUNK = 32
TOGETHER = 1 << 17  # pixels that a translator of any size is shown at once, unless a single image has more

Pixels = NDArray[np.uint8]


class Loaded(NamedTuple):
    """A translator in evaluation mode on its device, with its recipe and the source's classes."""

    translator: Translator
    job: TranslationJob
    classes: tuple[str, ...]
    device: torch.device


def save_translator(place: TranslationFolder, generator: nn.Module, classes: Sequence[str]) -> None:
    """Write a generator's weights into the run folder. Raises UserError when the disk does not take them."""
    tensors = {name: tensor.detach().cpu().contiguous() for name, tensor in generator.state_dict().items()}
    try:
        with replacing(place.model) as temporary:
            save_file(tensors, temporary, metadata={KEY: msgspec.json.encode(tuple(classes)).decode()})
    except (OSError, SafetensorError) as error:
        raise UserError(
            f"The translator could not be written to {place.path} ({error}).",
            "Free some space on that disk, then try again.",
        ) from error


def load_translator(folder: Path, device: str = "auto") -> Loaded:
    """The translator of a run as it was kept last: at its end, or at its last look at itself.

    Raises UserError when there is none, or it is damaged.
    """
    place = TranslationFolder(folder)
    job = place.job()
    if not place.model.is_file():
        raise UserError(f"The translator in {folder} has not learned anything yet.", "Let the run go on for a while.")
    try:
        with safe_open(place.model, "pt") as file:
            classes = msgspec.json.decode((file.metadata() or {}).get(KEY, ""), type=tuple[str, ...])
        made = translator_named(job.translator)(ImageSpec(job.image_size, len(classes)), job.settings)
        made.generator.load_state_dict(load_file(place.model))
    except (OSError, SafetensorError, RuntimeError, msgspec.DecodeError) as error:
        said = f"The translator in {folder} is damaged, or an older version of this program made it."
        raise UserError(said, "Run the job again.") from error
    where = device_of(device)
    return Loaded(made.to(where).eval().requires_grad_(False), job, classes, where)


def translate_pixels(
    loaded: Loaded, images: Sequence[Pixels], direction: Direction, styles: Tensor | None = None
) -> list[Pixels]:
    """(H, W, 3) images of any size, each in the look of the other domain and as large as it was.

    A translator of one size sees them squashed to it; others see small neighbours of the same size together.
    `styles`: (K, 3, S, S) in [0, 1], or None.
    Raises UserError for a direction that the translator does not know.
    """
    known = loaded.translator
    check(known, direction, styles)
    size = None if known.any_size else loaded.job.image_size
    made: list[Pixels] = []
    for some in _alike(images) if size is None else (images[at : at + CHUNK] for at in range(0, len(images), CHUNK)):
        ready = some if size is None else [resized(image, (size, size)) for image in some]
        painted = translated(loaded, np.stack(ready), direction, styles)
        made += [resized(new, (old.shape[1], old.shape[0])) for new, old in zip(painted, some, strict=True)]
    return made


def _alike(images: Sequence[Pixels]) -> Iterator[list[Pixels]]:
    """Neighbours of the same size, as many as are shown together: one at a time where they are large."""
    for shape, neighbours in groupby(images, key=lambda image: image.shape):
        count = min(max(TOGETHER // (shape[0] * shape[1]), 1), CHUNK)
        while some := list(islice(neighbours, count)):
            yield some


@torch.inference_mode()
def translated(loaded: Loaded, pixels: Pixels, direction: Direction, styles: Tensor | None) -> Pixels:
    """(B, H, W, 3) bytes to the same."""
    inputs = as_inputs(torch.from_numpy(np.ascontiguousarray(pixels)).to(loaded.device))
    styles = None if styles is None else styles.to(loaded.device)
    made = loaded.translator.translate(inputs, direction, styles).float().clamp(0, 1)
    result: Pixels = (made * 255).round().byte().permute(0, 2, 3, 1).cpu().numpy()
    return result


def check(known: Translator | type[Translator], direction: Direction, styles: Any) -> None:
    """Raises UserError for a direction or style images that the translator does not know."""
    if direction is Direction.TO_SOURCE and not known.two_way:
        raise UserError(f"{known.title} translates to the target only.", "Choose the other direction.")
    if styles is not None and not known.styled:
        raise UserError(f"{known.title} takes no style images.", "Leave them out, or choose another translator.")


def resized(image: Pixels, size: tuple[int, int]) -> Pixels:
    """An (H, W, 3) image at another width and height."""
    if (image.shape[1], image.shape[0]) == size:
        return image
    return np.asarray(Image.fromarray(image).resize(size, Image.Resampling.BICUBIC))


def device_of(name: str) -> torch.device:
    """The device that a name means. Raises UserError when it is not there."""
    from workbench.core.job import Job

    return fabric_for(Job(method="", source="", target="", device=name)).device
