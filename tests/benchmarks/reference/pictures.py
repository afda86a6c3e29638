"""The generated images that both commits are run on: bars at four angles in colour, and scenes of three classes."""

import csv
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

CLASSES = "abcd"  # the source has the first three
SHIFTED = {"closed": "abc", "partial": "ab", "open": "abcd", "open-partial": "abd"}  # the classes of each target
COUNT = 20  # images of a class
SHOTS = 5  # labelled target images of a class
SCENES = 10
PAINTED = 4  # target scenes with a mask
IGNORED = 255


class Pictures(NamedTuple):
    """Folders and files of generated images; `targets`, and `shots` of those, by category shift."""

    source: Path
    targets: dict[str, Path]
    shots: dict[str, Path]
    scenes: Path
    real_scenes: Path
    shot_masks: Path


def make_pictures(root: Path) -> Pictures:
    """Write all images below `root`; the same pixels every time."""
    source = _bars(root / "source", "abc", seed=1, negative=False)
    targets = {shift: _bars(root / shift, classes, seed=2, negative=True) for shift, classes in SHIFTED.items()}
    shots = {shift: _shots(root / f"shots-{shift}.csv", classes) for shift, classes in SHIFTED.items()}
    scenes = _scenes(root / "scenes", seed=3, pale=False)
    real_scenes = _scenes(root / "real_scenes", seed=4, pale=True)
    return Pictures(source, targets, shots, scenes, real_scenes, _painted(real_scenes, root / "shot_masks"))


def _bars(root: Path, classes: str, *, seed: int, negative: bool) -> Path:
    """A folder of class folders with images of 20 × 20 pixels: each class is a bar at another angle."""
    random = np.random.default_rng(seed)
    grid = np.arange(20) - 9.5
    for name in classes:
        (root / name).mkdir(parents=True)
        for number in range(COUNT):
            angle = np.pi * CLASSES.index(name) / len(CLASSES) + random.normal(0, 0.08)
            distance = np.abs(grid[None, :] * np.sin(angle) - grid[:, None] * np.cos(angle) + random.normal(0, 1.0))
            bar = np.clip(1 - distance / 4, 0, 1)[..., None] * random.uniform(140, 220, 3)
            image = bar + random.normal(30, 10, (20, 20, 3))
            _save(255 - image if negative else image, root / name / f"{number:03d}.png")
    return root


def _shots(path: Path, classes: str) -> Path:
    """A table of the first images of each class that a target shares with the source."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("path", "label"))
        shared = [name for name in classes if name in SHIFTED["closed"]]
        writer.writerows((f"{name}/{number:03d}.png", name) for name in shared for number in range(SHOTS))
    return path


def _scenes(root: Path, *, seed: int, pale: bool) -> Path:
    """Images of 80 × 40 pixels and their masks: sky above, road below, a box on their border."""
    random = np.random.default_rng(seed)
    colours = np.array([[200, 60, 60], [60, 200, 60], [60, 60, 200]])
    for below in ("images", "masks"):
        (root / below).mkdir(parents=True)
    for number in range(SCENES):
        mask = np.zeros((40, 80), np.uint8)
        horizon, left = random.integers(14, 28), random.integers(1, 65)
        mask[horizon:] = 1
        mask[horizon - 8 : horizon + 6, left : left + 14] = 2
        image = colours[mask] + random.normal(0, 8, (40, 80, 3))
        _save(image * 0.5 + 60 if pale else image, root / "images" / f"{number:03d}.png")
        Image.fromarray(mask).save(root / "masks" / f"{number:03d}.png")
    (root / "classes.csv").write_text("name,red,green,blue\nsky,70,130,180\nroad,128,64,128\nbox,0,0,142\n")
    return root


def _painted(scenes: Path, out: Path) -> Path:
    """Masks of the first scenes, of which every second row is painted."""
    out.mkdir()
    for number in range(PAINTED):
        with Image.open(scenes / "masks" / f"{number:03d}.png") as file:
            mask = np.array(file)
        mask[::2] = IGNORED
        Image.fromarray(mask).save(out / f"{number:03d}.png")
    return out


def _save(image: NDArray[np.float64], path: Path) -> None:
    Image.fromarray(image.clip(0, 255).astype(np.uint8)).save(path)
