"""A folder of images in the look of the other domain: the same names in the same class folders, masks carried along."""

import os
import shutil
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from workbench.core.domain import Layout, Sample, SetAside
from workbench.core.errors import UserError
from workbench.core.events import Event, Prepared
from workbench.core.files import replacing
from workbench.core.returning import Returning
from workbench.core.translation import Direction
from workbench.data.decode import Unreadable, decode
from workbench.data.scan import scan
from workbench.engine.translated import Loaded, check, translate_pixels
from workbench.engine.translation_problem import read_styles
from workbench.export.results_files import below
from workbench.store.event_folder import write_table

BATCH = 32  # images in memory at a time, whatever their number
TOGETHER = 1 << 24  # pixels of those, where they are more than one: four batches are under way at a time
DECODERS, WRITERS = 4, 4
LOSSLESS = (".png", ".bmp", ".tif", ".tiff")  # other kinds are written as PNG, so that nothing is lost twice
KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    ".png": ("PNG", {}),
    ".jpg": ("JPEG", {"quality": 95}),
    ".jpeg": ("JPEG", {"quality": 95}),
    ".webp": ("WEBP", {"lossless": True}),
    ".bmp": ("BMP", {}),
    ".tif": ("TIFF", {}),
    ".tiff": ("TIFF", {}),
}
PAIRED = ("images", "masks")  # folders side by side, as segmentation keeps them

Pixels = NDArray[np.uint8]


class Written(NamedTuple):
    """How many images and masks were written, and which images were not."""

    images: int
    masks: int
    set_aside: list[SetAside]


def write_translated(
    loaded: Loaded, folder: Path, out: Path, *, direction: Direction, styles: Tensor | None = None, masks: str = ""
) -> Generator[Event, None, Written]:
    """Translate every image of a folder; told is the progress. Images keep their size, so that masks fit.

    Files below `masks` are copied to out/masks as they are; without it, those of a masks folder beside an images
    folder. Raises UserError when `out` holds something already, or the disk does not take them.
    """
    folder, out = folder.expanduser().absolute(), out.expanduser().absolute()
    check(loaded.translator, direction, styles)
    reading = Returning(scan(folder))
    for files in reading:
        yield Prepared("Reading the folder", files, 0)
    domain = reading.result
    pairs = _pairs(folder) if not masks else None
    samples = [one for one in domain.samples if pairs is None or one.path.split("/")[0] != PAIRED[1]]
    if not samples:
        raise UserError(f"{folder} holds no readable image.", "“workbench scan” says what is in it.")
    _check_place(out, folder)
    names = _names(samples)
    lost, done, written = list(domain.set_aside), 0, 0
    try:
        with Writer() as writer:
            for batch in _batches(domain.folder, samples):
                kept = [(one, image) for one, image in batch if not isinstance(image, Unreadable)]
                lost += [SetAside(one.path, x.reason, x.detail) for one, x in batch if isinstance(x, Unreadable)]
                made = translate_pixels(loaded, [image for _, image in kept], direction, styles) if kept else []
                writer.save((pixels, out / names[one.path]) for (one, _), pixels in zip(kept, made, strict=True))
                done, written = done + len(batch), written + len(made)
                if done == len(samples):
                    writer.wait()
                yield Prepared("Translating images", done, len(samples))
        carried = _carry(Path(masks) if masks else pairs, out / PAIRED[1])
        if domain.layout in (Layout.CSV, Layout.METADATA):  # folders say no class there
            _write_labels(out, samples, names)
    except OSError as error:
        raise UserError(f"The images could not be written to {out} ({error}).", "Free some space.") from error
    return Written(written, carried, lost)


class Writer:
    """Saves a batch of images while the next one is made; leaving waits until all that was begun is written."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(WRITERS)
        self.under_way: list[Future[None]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.pool.shutdown()

    def save(self, made: Iterable[tuple[Pixels, Path]]) -> None:
        """Begin to write images, once those before them are written. Raises UserError, OSError of the latter."""
        self.wait()
        self.under_way = [self.pool.submit(save, pixels, path) for pixels, path in made]

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


def named(path: str) -> str:
    """The name that the translation of an image gets: its own, as PNG where its format loses something."""
    return path if Path(path).suffix.lower() in LOSSLESS else str(Path(path).with_suffix(".png"))


def styles_of(loaded: Loaded, paths: tuple[str, ...]) -> Tensor | None:
    """Style images as a translator takes them; None where none are given."""
    return read_styles(tuple(str(Path(path).absolute()) for path in paths), loaded.job.image_size) if paths else None


def _check_place(out: Path, folder: Path) -> None:
    if out == folder or folder in out.parents:
        raise UserError(f"{out} lies in the folder that is translated.", "Choose another place.")
    if out.exists() and any(out.iterdir() if out.is_dir() else [out]):
        raise UserError(f"{out} holds something already.", "Choose a new folder, or empty it.")


def _pairs(folder: Path) -> Path | None:
    """The masks that lie beside the images of a folder, where it keeps them so."""
    images, masks = (folder / name for name in PAIRED)
    return masks if images.is_dir() and masks.is_dir() else None


def _batches(root: Path, samples: list[Sample]) -> Iterator[list[tuple[Sample, Pixels | Unreadable]]]:
    """Decoded a batch at a time, the next one while the last is worked on."""
    parts = _parts(samples)
    with ThreadPoolExecutor(DECODERS) as pool:

        def begun(part: list[Sample]) -> Iterator[Pixels | Unreadable]:
            return pool.map(lambda one: _decoded(root / one.path), part)

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


def _decoded(path: Path) -> Pixels | Unreadable:
    try:
        return decode(path)
    except Unreadable as error:
        return error


def _carry(masks: Path | None, out: Path) -> int:
    """Copy mask files as they are; how many."""
    if masks is None:
        return 0
    if not masks.is_dir():
        raise UserError(f"There is no folder of masks {masks}.", "Check the path.")
    count = 0
    for folder, _, names in os.walk(masks):
        for name in sorted(names):
            path = Path(folder) / name
            to = out / path.relative_to(masks)
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, to)
            count += 1
    return count


def _write_labels(out: Path, samples: list[Sample], names: dict[str, str]) -> None:
    there = [one for one in samples if (out / names[one.path]).exists()]
    rows = [(names[one.path], one.label) for one in there if one.label is not None]
    write_table(out / "labels.csv", ("path", "label"), rows)


def _names(samples: list[Sample]) -> dict[str, str]:
    """A name for the translation of each image, no two alike: b.jpg beside b.png becomes b.jpg.png.

    An image that a table names outside of its folder gets a name of its own, below the new one.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    # those that keep their names come first, so that none of these is taken by another
    for path in sorted((one.path for one in samples), key=lambda path: (named(path) != path, path)):
        inside = below(path).as_posix()
        name = named(inside)
        while name in taken:
            name = inside = f"{inside}.png"
        taken.add(name)
        names[path] = name
    return names
