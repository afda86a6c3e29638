"""The pairs of the suite `trust`: seven families of domains, made from the shared data, drawn streets and textures."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageEnhance, ImageFilter

from workbench.samples.streets.street_styles import CAR, GAME, LIGHT, PERSON, REAL, SIGN, VEGETATION, StreetStyle
from workbench.samples.streets.writing import scene

Labelled = Iterator[tuple[str, Image.Image]]  # class names and images
Change = Callable[[Image.Image, np.random.Generator], Image.Image]

COUNT = 800  # images of a domain at most
HALVES = 2
CROP = 48  # pixels of a crop's side, at least
THINGS = {CAR: "car", PERSON: "person", SIGN: "sign", LIGHT: "light", VEGETATION: "tree"}
SURFACE = 64  # pixels of a texture's side


class DomainPair(NamedTuple):
    """A pair of domains of a family. `source` and `target` give labelled images of one half of the data each."""

    family: str
    name: str
    source: Callable[[], Labelled]
    target: Callable[[], Labelled]

    def write(self, folder: Path) -> tuple[Path, Path]:
        """Write both domains as class folders, unless they are there; their paths."""
        places = folder / self.name / "source", folder / self.name / "target"
        for place, images in zip(places, (self.source, self.target), strict=True):
            if not (place / "done").exists():
                for number, (label, image) in enumerate(images()):
                    (place / "images" / label).mkdir(parents=True, exist_ok=True)
                    image.save(place / "images" / label / f"{number:05}.png", compress_level=1)
                (place / "done").touch()
        return places[0] / "images", places[1] / "images"


def all_pairs(data: Path) -> list[DomainPair]:
    """Every pair of every family. `data` holds the folders `digits` and `emoji`."""
    digits, emoji = data / "digits", data / "emoji"
    return [
        *(_of("digits", a, b, digits) for a, b in (("street", "mnist"), ("mnist", "street"), ("mnist", "usps"))),
        *(_of("digits", a, b, digits) for a, b in (("usps", "mnist"), ("mnist", "optdigits"), ("optdigits", "mnist"))),
        *(_of("emoji", a, b, emoji) for a, b in (("google", "twitter"), ("twitter", "google"), ("google", "mono"))),
        *(_of("emoji", a, b, emoji) for a, b in (("google", "openmoji"), ("openmoji", "twitter"))),
        DomainPair("scenes", "game-real", lambda: _crops(GAME, 0), lambda: _crops(REAL, 1)),
        DomainPair("scenes", "real-game", lambda: _crops(REAL, 0), lambda: _crops(GAME, 1)),
        DomainPair("scenes", "game-real-two", lambda: _two(GAME, 0, 0.5), lambda: _two(REAL, 1, 0.25)),
        DomainPair("scenes", "real-game-two", lambda: _two(REAL, 0, 0.5), lambda: _two(GAME, 1, 0.7)),
        *(_corrupted(emoji / "google", name, strength) for name in ("noise", "blur", "dark") for strength in (1, 3)),
        *(_corrupted(digits / "mnist", name, 2) for name in ("noise", "turn")),
        *_shares(digits, emoji),
        *(_of("identical", folder.name, folder.name, folder.parent) for folder in (digits / "mnist", emoji / "google")),
        DomainPair("identical", "game-game", lambda: _crops(GAME, 0), lambda: _crops(GAME, 1)),
        *_surface_pairs(),
    ]


def _of(family: str, source: str, target: str, data: Path) -> DomainPair:
    name = f"{family}-{source}-{target}"
    return DomainPair(family, name, lambda: _half(data / source, 0), lambda: _half(data / target, 1))


def _half(folder: Path, half: int) -> Labelled:
    """The files of a folder of class folders whose stem belongs to this half: no drawing is in both."""
    files = sorted(folder.glob("*/*.png"))
    stems = sorted({file.stem for file in files})
    order = np.random.default_rng(7).permutation(len(stems))
    mine = {stems[index] for index in order[half::HALVES]}
    chosen = [file for file in files if file.stem in mine]
    for index in sorted(np.random.default_rng(half).permutation(len(chosen))[:COUNT]):
        yield chosen[index].parent.name, Image.open(chosen[index]).convert("RGB")


def _changed(images: Labelled, change: Change) -> Labelled:
    random = np.random.default_rng(3)
    for label, image in images:
        yield label, change(image, random)


def _corrupted(folder: Path, name: str, strength: int) -> DomainPair:
    changes: dict[str, Change] = {
        "noise": lambda image, random: _noisy(image, random, 20 * strength),
        "blur": lambda image, random: image.filter(ImageFilter.GaussianBlur(0.8 * strength)),
        "dark": lambda image, random: ImageEnhance.Brightness(image).enhance(1 / (1 + strength)),
        "turn": lambda image, random: image.rotate(float(random.normal(0, 12 * strength))),
    }
    title = f"corrupted-{folder.name}-{name}-{strength}"
    return DomainPair("corruptions", title, lambda: _half(folder, 0), lambda: _changed(_half(folder, 1), changes[name]))


def _noisy(image: Image.Image, random: np.random.Generator, deviation: float) -> Image.Image:
    values = np.asarray(image, np.float64)
    return Image.fromarray((values + random.normal(0, deviation, values.shape)).clip(0, 255).astype(np.uint8))


def _shares(digits: Path, emoji: Path) -> list[DomainPair]:
    """Targets with other class shares than the source: halved from class to class, or few of two classes."""

    def pair(folder: Path, source: str, target: str, keep: Callable[[Labelled], Labelled], kind: str) -> DomainPair:
        name = f"shares-{source}-{target}-{kind}"
        images = (lambda: _half(folder / source, 0)), (lambda: keep(_half(folder / target, 1)))
        return DomainPair("shares", name, *images)

    def two(source: str, target: str, classes: tuple[str, str], share: float) -> DomainPair:
        def images(folder: Path, half: int, first: float) -> Labelled:
            return _with_shares((each for each in _half(folder, half) if each[0] in classes), classes, first)

        name = f"shares-{source}-{target}-{''.join(classes)}"
        return DomainPair(
            "shares",
            name,
            lambda: images(digits / source, 0, 0.5),
            lambda: images(digits / target, 1, share),
        )

    return [
        pair(digits, "mnist", "usps", _thinned, "thinned"),
        pair(digits, "street", "optdigits", _thinned, "thinned"),
        pair(emoji, "google", "twitter", _thinned, "thinned"),
        two("street", "mnist", ("3", "8"), 0.3),
        two("mnist", "usps", ("1", "7"), 0.8),
    ]


def _thinned(images: Labelled) -> Labelled:
    """Of the classes in order, the first whole, each next less, the last one tenth."""
    found = list(images)
    names = sorted({label for label, _ in found})
    kept = dict(zip(names, np.geomspace(1, 0.1, len(names)), strict=True))
    counts, seen = Counter(label for label, _ in found), Counter[str]()
    for label, image in found:
        seen[label] += 1
        if seen[label] <= max(round(kept[label] * counts[label]), 2):
            yield label, image


def _with_shares(images: Labelled, classes: Sequence[str], first: float) -> Labelled:
    """As many images as there are, so that the first of two classes has this share."""
    by_class: dict[str, list[Image.Image]] = {name: [] for name in classes}
    for label, image in images:
        by_class[label].append(image)
    total = min(len(by_class[classes[0]]) / first, len(by_class[classes[1]]) / (1 - first))
    for name, share in zip(classes, (first, 1 - first), strict=True):
        for image in by_class[name][: max(round(total * share), 2)]:
            yield name, image


def _crops(style: StreetStyle, seed: int) -> Labelled:
    """Things of drawn streets, cut out around a pixel of theirs."""
    random, made = np.random.default_rng([seed, style is GAME]), Counter[str]()
    for number in range(COUNT):
        image, mask = scene(style, (160, 320), 100 + seed, number)
        for value, label in THINGS.items():
            rows, columns = np.nonzero(mask == value)
            if len(rows) < 60 or made[label] >= COUNT // len(THINGS):
                continue
            at = int(random.integers(len(rows)))
            near = (abs(rows - rows[at]) < CROP) & (abs(columns - columns[at]) < CROP)
            side = int(max(np.ptp(rows[near]), np.ptp(columns[near]), CROP // 2)) // 2 + 4
            row, column = int(rows[near].mean()), int(columns[near].mean())
            made[label] += 1
            yield label, image.crop((column - side, row - side, column + side, row + side)).resize((64, 64))
        if min(made[label] for label in THINGS.values()) >= COUNT // len(THINGS):
            return


def _two(style: StreetStyle, seed: int, cars: float) -> Labelled:
    images = (each for each in _crops(style, seed) if each[0] in ("car", "person"))
    return _with_shares(images, ("car", "person"), cars)


def _surface_pairs() -> list[DomainPair]:
    """Textures with and without a scratch or spot, as two lines of production photograph them."""
    lines = {
        "bright": (0.0, 150, 1.0, 0.5),
        "dim": (0.0, 90, 0.6, 0.3),
        "coarse": (1.5, 140, 1.0, 0.3),
        "worn": (0.7, 120, 0.5, 0.15),
    }
    pairs = (("bright", "dim"), ("bright", "coarse"), ("coarse", "worn"), ("dim", "bright"))
    return [
        DomainPair(
            "surfaces",
            f"surfaces-{source}-{target}",
            partial(_surfaces, 0, *lines[source][:3], 0.5),
            partial(_surfaces, 1, *lines[target]),
        )
        for source, target in pairs
    ]


def _surfaces(seed: int, blur: float, level: float, contrast: float, defects: float) -> Labelled:
    random = np.random.default_rng([seed, int(level)])
    for number in range(COUNT // 2):
        coarse = np.asarray(Image.fromarray(random.normal(0, 1, (8, 8)).astype(np.float32)).resize((SURFACE, SURFACE)))
        values = level + contrast * (14 * coarse + random.normal(0, 9, (SURFACE, SURFACE)))
        defective = number < defects * COUNT // 2
        if defective:
            values = values - contrast * 45 * _scratch(random)
        grey = Image.fromarray(values.clip(0, 255).astype(np.uint8))
        yield "defect" if defective else "good", grey.filter(ImageFilter.GaussianBlur(blur)).convert("RGB")


def _scratch(random: np.random.Generator) -> NDArray[np.float64]:
    """A line or a spot somewhere, from 0 to 1."""
    rows, columns = np.mgrid[:SURFACE, :SURFACE].astype(np.float64)
    row, column = random.uniform(12, SURFACE - 12, 2)
    if random.random() < 0.5:
        return np.asarray(np.exp(-((rows - row) ** 2 + (columns - column) ** 2) / (2 * random.uniform(1.5, 4) ** 2)))
    angle, length = random.uniform(0, np.pi), random.uniform(8, 24)
    along = (rows - row) * np.sin(angle) + (columns - column) * np.cos(angle)
    across = (rows - row) * np.cos(angle) - (columns - column) * np.sin(angle)
    return np.asarray(np.exp(-(across**2) / 2) * (abs(along) < length))


def of_each_family(pairs: Sequence[DomainPair], number: int) -> list[DomainPair]:
    """The first pairs of each family."""
    families: dict[str, list[DomainPair]] = {}
    for pair in pairs:
        families.setdefault(pair.family, []).append(pair)
    return [pair for family in families.values() for pair in family[:number]]
