"""A folder of images in the look of the other domain: the same names in the same class folders, masks carried along.

Whatever way a domain keeps its masks, the new folder has them as images/, masks/ and classes.csv.
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

from workbench.core.domain import DEFAULT_TASK, Domain, Sample, SetAside
from workbench.core.errors import UserError
from workbench.core.events import Event, Prepared
from workbench.core.files import replacing
from workbench.core.generators import Returning
from workbench.core.translation import Direction
from workbench.data.decode import Unreadable, decode
from workbench.data.scan import scan
from workbench.engine.translation_problem import read_styles
from workbench.engine.translator_io import LoadedTranslator, check, translate_pixels
from workbench.export.tasks.contract import LabelCarrier
from workbench.export.tasks.registry import exporter

BATCH = 32  # images in memory at a time, whatever their number
TOGETHER = 1 << 24  # pixels of those, where they are more than one: four batches are under way at a time
DECODERS, WRITERS = 4, 4
KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    ".png": ("PNG", {}),
    ".jpg": ("JPEG", {"quality": 95}),
    ".jpeg": ("JPEG", {"quality": 95}),
    ".webp": ("WEBP", {"lossless": True}),
    ".bmp": ("BMP", {}),
    ".tif": ("TIFF", {}),
    ".tiff": ("TIFF", {}),
}

Pixels = NDArray[np.uint8]


class Read(NamedTuple):
    """An (H, W, 3) image and its label, where that lies in a file of its own."""

    pixels: Pixels
    label: Any


class Written(NamedTuple):
    """How many images and masks were written, and which images were not."""

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
) -> Generator[Event, None, Written]:
    """Translate every image of a folder; told is the progress. Images keep their size, so that masks fit.

    Masks of a domain whose pixels have labels are written as class numbers. Files below a folder `masks` are copied to
    out/masks as they are instead. Raises UserError when `out` holds something already, or the disk does not take them.
    """
    folder, out = folder.expanduser().absolute(), out.expanduser().absolute()
    check(loaded.translator, direction, styles)
    check_place(out, folder, masks)
    reading = Returning(scan(folder))
    for files in reading:
        yield Prepared("Reading the folder", files, 0)
    domain = reading.result
    if not domain.samples:
        raise UserError(f"{folder} holds no readable image.", "“workbench scan” says what is in it.")
    carrier = exporter(DEFAULT_TASK if masks else domain.task).carrier(domain, out)
    names = carrier.names([one.path for one in domain.samples])
    lost, done, written, carried = list(domain.set_aside), 0, 0, 0
    try:
        with Writer() as writer:
            for batch in _batches(domain, carrier):
                kept = [(names[one.path], read) for one, read in batch if not isinstance(read, Unreadable)]
                lost += [SetAside(one.path, x.reason, x.detail) for one, x in batch if isinstance(x, Unreadable)]
                made = translate_pixels(loaded, [read.pixels for _, read in kept], direction, styles) if kept else []
                begun = [partial(save, pixels, out / name) for (name, _), pixels in zip(kept, made, strict=True)]
                labels = [file for name, read in kept for file in carrier.files(name, read.label)]
                writer.begin([*begun, *labels])
                carried += len(labels)
                done, written = done + len(batch), written + len(made)
                if done == len(domain.samples):
                    writer.wait()
                yield Prepared("Translating images", done, len(domain.samples))
        if masks:
            carried = _carry(Path(masks), out / "masks")
        carrier.finish(domain.samples, names)
    except OSError as error:
        raise UserError(f"The images could not be written to {out} ({error}).", "Free some space.") from error
    return Written(written, carried, lost)


class Writer:
    """Writes the files of a batch while the next one is made; leaving waits until all that was begun is written."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(WRITERS)
        self.under_way: list[Future[None]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.pool.shutdown()

    def begin(self, files: Iterable[Callable[[], None]]) -> None:
        """Begin to write files, once those before them are written. Raises UserError, OSError of the latter."""
        self.wait()
        self.under_way = [self.pool.submit(one) for one in files]

    def wait(self) -> None:
        """Until what was begun is written. Raises UserError, OSError where it can not be."""
        for one in self.under_way:
            one.result()


def save(pixels: Pixels, path: Path) -> None:
    """Write an (H, W, 3) image, whole or not at all, in the format that its name says. Raises UserError, OSError."""
    kind, options = kind_of(path)
    with replacing(path) as temporary:
        Image.fromarray(pixels).save(temporary, kind, **options)


def kind_of(path: Path) -> tuple[str, dict[str, Any]]:
    """The format that an image's name says, and how it is written. Raises UserError where it says none."""
    if (kind := KINDS.get(path.suffix.lower())) is None:
        raise UserError(f"{path.name} says no format that images are written in.", f"End it in {', '.join(KINDS)}.")
    return kind


def styles_of(loaded: LoadedTranslator, paths: tuple[str, ...]) -> Tensor | None:
    """Style images as a translator takes them; None where none are given."""
    return read_styles(tuple(str(Path(path).absolute()) for path in paths), loaded.job.image_size) if paths else None


def check_place(out: Path, folder: Path, masks: str = "") -> None:
    """Raises UserError where a translated folder can not be written there, or there are no such masks."""
    if masks and not Path(masks).is_dir():
        raise UserError(f"There is no folder of masks {masks}.", "Check the path.")
    if out.resolve().is_relative_to(folder.resolve()):
        raise UserError(f"{out} lies in the folder that is translated.", "Choose another place.")
    if out.exists() and any(out.iterdir() if out.is_dir() else [out]):
        raise UserError(f"{out} holds something already.", "Choose a new folder, or empty it.")


def _batches(domain: Domain, carrier: LabelCarrier) -> Iterator[list[tuple[Sample, Read | Unreadable]]]:
    """Decoded a batch at a time, the next one while the last is worked on."""
    parts = _parts(domain.samples)
    with ThreadPoolExecutor(DECODERS) as pool:

        def begun(part: list[Sample]) -> Iterator[Read | Unreadable]:
            return pool.map(lambda one: _read(domain.folder, one, carrier), part)

        ahead, decoding = parts[0], begun(parts[0])
        for following in [*parts[1:], []]:
            batch = list(zip(ahead, decoding, strict=True))
            ahead, decoding = following, begun(following)
            yield batch


def _parts(samples: list[Sample]) -> list[list[Sample]]:
    """As many images in a batch as memory takes: few where they are large."""
    parts: list[list[Sample]] = []
    room = 0
    for one in samples:
        pixels = one.width * one.height
        if not parts or len(parts[-1]) == BATCH or pixels > room:
            parts.append([])
            room = TOGETHER
        parts[-1].append(one)
        room -= pixels
    return parts


def _read(root: Path, one: Sample, carrier: LabelCarrier) -> Read | Unreadable:
    try:
        return Read(decode(root / one.path), carrier.read(one))
    except Unreadable as error:
        return error


def _carry(masks: Path, out: Path) -> int:
    """Copy mask files as they are; how many."""
    count = 0
    for folder, _, names in os.walk(masks):
        for name in sorted(names):
            path = Path(folder) / name
            to = out / path.relative_to(masks)
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, to)
            count += 1
    return count
