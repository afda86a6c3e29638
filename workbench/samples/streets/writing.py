"""Folders of streets in both looks, with masks, in the layouts that people have."""

import os
import shutil
import uuid
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from PIL import Image

from workbench.core.domain import Layout
from workbench.core.errors import UserError
from workbench.core.files import move_folder
from workbench.core.masks import IGNORED, ClassTable, Colour
from workbench.data.masks.class_file import FILE, classes_text
from workbench.data.masks.contract import Numbers
from workbench.data.masks.street_classes import LABELS, TABLE
from workbench.samples.streets.street import drawn
from workbench.samples.streets.street_styles import GAME, NUMBER, REAL, StreetStyle
from workbench.samples.streets.weather import developed

LOOKS = (GAME, REAL)
SMALLEST, LARGEST = 16, 8192  # pixels of a side
WRITERS = os.cpu_count() or 1
AT_ONCE = 16
CITY = "sampletown"

Save = Callable[[Path, int, Image.Image, Numbers], None]  # the domain's folder, the scene's number, picture and mask

STREETS = ClassTable(tuple(TABLE.classes[number] for number in NUMBER.values()))  # only those that are drawn


def scene(look: StreetStyle, size: tuple[int, int], seed: int, number: int) -> tuple[Image.Image, Numbers]:
    """One street, and its mask in Cityscapes' training numbers; the same for the same look, seed and number."""
    chance = np.random.default_rng([seed, LOOKS.index(look), number])
    canvas = drawn(look, *size, chance)
    return developed(canvas, look, chance), np.asarray(canvas.mask)


def write_scenes(
    folder: Path, count: int, size: tuple[int, int], layout: Layout = Layout.PAIRED, seed: int = 0
) -> Generator[tuple[int, int], None, tuple[Path, Path]]:
    """`count` streets of each look, height × width pixels, as folder/game and folder/real; yields (done, total).

    Gives both paths. Raises UserError when one of them is there already, or the disk does not take them.
    """
    if count < 1:
        raise UserError(f"{count} scenes are none.", "Ask for one at least.")
    if not all(SMALLEST <= side <= LARGEST for side in size):
        raise UserError(f"A scene cannot have {size[0]} × {size[1]} pixels.", f"From {SMALLEST} to {LARGEST} a side.")
    places = (folder / GAME.name, folder / REAL.name)
    for place in places:
        if place.exists():
            raise UserError(f"{place} is there already.", "Choose another folder, or delete it.")
    unfinished = folder / f".scenes-{uuid.uuid4().hex[:8]}"
    try:
        for made, (look, place) in enumerate(zip(LOOKS, places, strict=True)):
            for done in _written(unfinished / place.name, look, count, size, layout, seed):
                yield made * count + done, len(LOOKS) * count
        for place in places:
            move_folder(unfinished / place.name, place)
    except OSError as error:
        raise UserError(f"The scenes could not be written to {folder} ({error}).", "Free some space.") from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return places


def _written(
    folder: Path, look: StreetStyle, count: int, size: tuple[int, int], layout: Layout, seed: int
) -> Generator[int, None, None]:
    save = SAVERS[layout]
    folder.mkdir(parents=True)
    if layout is Layout.PAIRED:
        (folder / FILE).write_text(classes_text(STREETS), encoding="utf-8")
    with ThreadPoolExecutor(WRITERS) as pool:
        for start in range(0, count, AT_ONCE):
            numbers = range(start, min(start + AT_ONCE, count))
            list(pool.map(lambda number: save(folder, number, *scene(look, size, seed, number)), numbers))
            yield numbers.stop


def _paired(folder: Path, number: int, picture: Image.Image, mask: Numbers) -> None:
    _save(picture, folder / "images" / f"{number:05}.png")
    own = np.full(256, IGNORED, np.uint8)
    own[list(NUMBER.values())] = range(len(NUMBER))
    _save(_palette(own[mask], STREETS.colours), folder / "masks" / f"{number:05}.png")


def _cityscapes(folder: Path, number: int, picture: Image.Image, mask: Numbers) -> None:
    name = f"{CITY}_{number:06}_000019"
    _save(picture, folder / "leftImg8bit" / "train" / CITY / f"{name}_leftImg8bit.png")
    labels = folder / "gtFine" / "train" / CITY
    ids = _ids(mask)
    _save(Image.fromarray(ids), labels / f"{name}_gtFine_labelIds.png")
    _save(Image.fromarray(mask), labels / f"{name}_gtFine_labelTrainIds.png")
    _save(_palette(ids, [label.colour for label in LABELS]).convert("RGB"), labels / f"{name}_gtFine_color.png")


def _gta5(folder: Path, number: int, picture: Image.Image, mask: Numbers) -> None:
    _save(picture, folder / "images" / f"{number + 1:05}.png")
    _save(_palette(_ids(mask), [label.colour for label in LABELS]), folder / "labels" / f"{number + 1:05}.png")


SAVERS: dict[Layout, Save] = {Layout.PAIRED: _paired, Layout.CITYSCAPES: _cityscapes, Layout.GTA5: _gta5}


def _ids(mask: Numbers) -> Numbers:
    """Cityscapes' label numbers; what is of no class is the car that carries the camera."""
    lookup = np.full(256, 1, np.uint8)
    for label in LABELS:
        if label.train_id != IGNORED:
            lookup[label.train_id] = label.label_id
    return lookup[mask]


def _palette(mask: Numbers, colours: "tuple[Colour, ...] | list[Colour]") -> Image.Image:
    """A picture of numbers that shows as colours; black where none is given."""
    image = Image.fromarray(mask)
    flat = [part for colour in colours for part in colour]
    image.putpalette(flat + [0] * (768 - len(flat)))
    return image


def _save(image: Image.Image, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, compress_level=1)
