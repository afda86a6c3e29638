"""Translates a folder of images to the other domain, keeping names, class folders and masks.

Masks of any layout are written as images/, masks/ and classes.csv.
"""

import os
import shutil
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from workbench.core.deep_range import DeepRange
from workbench.core.domain import DEFAULT_TASK, Domain, Sample, SetAside
from workbench.core.errors import UserError
from workbench.core.events import Event, Prepared
from workbench.core.files import replacing, sync_tree
from workbench.core.generators import Returning
from workbench.core.translation import Direction
from workbench.data.decode import Unreadable, decode
from workbench.data.scan import scan
from workbench.engine.translation_problem import read_styles
from workbench.engine.translator_io import LoadedTranslator, check, translate_pixels
from workbench.export.tasks.contract import LabelCarrier
from workbench.export.tasks.registry import exporter

BATCH = 32  # largest number of images in a batch
BATCH_PIXELS = 1 << 24  # largest number of pixels in a batch of several images; four batches are in memory
DECODERS, WRITERS = 4, 4
FORMATS: dict[str, tuple[str, dict[str, Any]]] = {
    ".png": ("PNG", {}),
    ".jpg": ("JPEG", {"quality": 95}),
    ".jpeg": ("JPEG", {"quality": 95}),
    ".webp": ("WEBP", {"lossless": True}),
    ".bmp": ("BMP", {}),
    ".tif": ("TIFF", {}),
    ".tiff": ("TIFF", {}),
}

Pixels = NDArray[np.uint8]


class LoadedImage(NamedTuple):
    """An image (H, W, 3), and its label if that is a file of its own."""

    pixels: Pixels
    label: Any


class TranslatedFolder(NamedTuple):
    """The numbers of images and masks that were written, and the images that were set aside."""

    images: int
    masks: int
    set_aside: list[SetAside]


def write_translated(
    loaded: LoadedTranslator,
    folder: Path,
    out: Path,
    *,
    direction: Direction,
    styles: Tensor | None = None,
    masks: str = "",
    deep: DeepRange | None = None,
) -> Generator[Event, None, TranslatedFolder]:
    """Translate every image of a folder at its own size, so that masks still fit. Yields the progress.

    Masks of a segmentation domain are written as class numbers. If `masks` is given, the files of that folder are
    copied to out/masks unchanged instead. `deep`: the range of deep images, by default that of training. Raises
    UserError if `out` is not empty or cannot be written.
    """
    folder, out = folder.expanduser().absolute(), out.expanduser().absolute()
    check(loaded.translator, direction, styles)
    check_output(out, folder, masks)
    reading = Returning(scan(folder, deep=deep or loaded.job.taken_range(direction)))
    for files in reading:
        yield Prepared("Reading the folder", files, 0)
    domain = reading.result
    if not domain.samples:
        raise UserError(f"The folder {folder} contains no readable image.", "“workbench scan” lists what it contains.")
    carrier = exporter(DEFAULT_TASK if masks else domain.task).carrier(domain, out)
    names = carrier.names([sample.path for sample in domain.samples])
    set_aside, done, written, masks_written = list(domain.set_aside), 0, 0, 0
    try:
        with Writer() as writer:
            for batch in _batches(domain, carrier):
                kept = [(names[sample.path], image) for sample, image in batch if not isinstance(image, Unreadable)]
                set_aside += [
                    SetAside(sample.path, error.reason, error.detail)
                    for sample, error in batch
                    if isinstance(error, Unreadable)
                ]
                pixels = [image.pixels for _, image in kept]
                translated = translate_pixels(loaded, pixels, direction, styles) if kept else []
                image_writers = [
                    partial(save, after, out / name) for (name, _), after in zip(kept, translated, strict=True)
                ]
                label_writers = [file for name, image in kept for file in carrier.files(name, image.label)]
                writer.begin([*image_writers, *label_writers])
                masks_written += len(label_writers)
                done, written = done + len(batch), written + len(translated)
                if done == len(domain.samples):
                    writer.wait()
                yield Prepared("Translating images", done, len(domain.samples))
        if masks:
            masks_written = _copy_masks(Path(masks), out / "masks")
        carrier.finish(domain.samples, names)
        sync_tree(out)
    except OSError as error:
        raise UserError(f"The images could not be written to {out} ({error}).", "Free some space.") from error
    return TranslatedFolder(written, masks_written, set_aside)


class Writer:
    """Writes the files of a batch in threads while the next batch is translated; exiting waits for all files."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(WRITERS)
        self.futures: list[Future[None]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.pool.shutdown()

    def begin(self, files: Iterable[Callable[[], None]]) -> None:
        """Wait for the previous files, then start writing the next ones. Raises errors of the previous files."""
        self.wait()
        self.futures = [self.pool.submit(write) for write in files]

    def wait(self) -> None:
        """Wait until all files are written. Raises UserError or OSError if one cannot be written."""
        for future in self.futures:
            future.result()


def save(pixels: Pixels, path: Path) -> None:
    """Write an image (H, W, 3) atomically in the format of the path's suffix. Raises UserError, OSError."""
    format_name, options = image_format(path)
    with replacing(path, durable=False) as temporary:  # `write_translated` syncs the folder
        Image.fromarray(pixels).save(temporary, format_name, **options)


def image_format(path: Path) -> tuple[str, dict[str, Any]]:
    """The image format of a path's suffix, and options for writing it. Raises UserError if the format is unknown."""
    if (format_name := FORMATS.get(path.suffix.lower())) is None:
        raise UserError(
            f"Images cannot be written in the format of {path.name}.", f"Use one of the suffixes {', '.join(FORMATS)}."
        )
    return format_name


def load_style_images(loaded: LoadedTranslator, paths: tuple[str, ...]) -> Tensor | None:
    """Load style images at a translator's size; None if there are none."""
    job, files = loaded.job, tuple(str(Path(path).absolute()) for path in paths)
    return read_styles(files, job.image_size, job.taken_range(Direction.TO_SOURCE)) if files else None


def check_output(out: Path, folder: Path, masks: str = "") -> None:
    """Raises UserError if a translated folder cannot be written to `out`, or the folder of masks does not exist."""
    if masks and not Path(masks).is_dir():
        raise UserError(f"There is no folder of masks {masks}.", "Check the path.")
    if out.resolve().is_relative_to(folder.resolve()):
        raise UserError(f"{out} is inside the folder to translate.", "Choose a folder outside of it.")
    if out.exists() and any(out.iterdir() if out.is_dir() else [out]):
        raise UserError(f"{out} is not empty.", "Choose a new folder, or empty it.")


def _batches(domain: Domain, carrier: LabelCarrier) -> Iterator[list[tuple[Sample, LoadedImage | Unreadable]]]:
    """Decode batch by batch, the next batch while the current one is translated."""
    parts = _parts(domain.samples)
    with ThreadPoolExecutor(DECODERS) as pool:

        def decode_all(samples: list[Sample]) -> Iterator[LoadedImage | Unreadable]:
            return pool.map(lambda sample: _load_image(domain.folder, sample, carrier, domain.deep), samples)

        samples, decoding = parts[0], decode_all(parts[0])
        for next_part in [*parts[1:], []]:
            batch = list(zip(samples, decoding, strict=True))
            samples, decoding = next_part, decode_all(next_part)
            yield batch


def _parts(samples: list[Sample]) -> list[list[Sample]]:
    """Split samples into batches of at most BATCH images and BATCH_PIXELS pixels."""
    parts: list[list[Sample]] = []
    pixels_left = 0
    for sample in samples:
        pixels = sample.width * sample.height
        if not parts or len(parts[-1]) == BATCH or pixels > pixels_left:
            parts.append([])
            pixels_left = BATCH_PIXELS
        parts[-1].append(sample)
        pixels_left -= pixels
    return parts


def _load_image(root: Path, sample: Sample, carrier: LabelCarrier, deep: DeepRange | None) -> LoadedImage | Unreadable:
    try:
        return LoadedImage(decode(root / sample.path, deep=deep), carrier.read(sample))
    except Unreadable as error:
        return error


def _copy_masks(masks: Path, out: Path) -> int:
    """Copy mask files unchanged. Return their number."""
    count = 0
    for folder, _, names in os.walk(masks):
        for name in sorted(names):
            path = Path(folder) / name
            destination = out / path.relative_to(masks)
            destination.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, destination)
            count += 1
    return count
