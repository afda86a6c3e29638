"""A translation job: the description of a translator's run, and the quality of its images."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

import msgspec

from workbench.core.deep_range import EACH_IMAGE, DeepRange, check_range
from workbench.core.job import BUNDLED_BACKBONE, CHECKPOINT_SECONDS, Ranges, check_numbers
from workbench.core.settings import Value

AUTO = "auto"  # the preset that suits the device
LIGHT = "light"  # the preset for a CPU, where a translator has one
COLLAPSED = 0.6  # diversity, relative to the target's, below which the translator may have collapsed


class Direction(StrEnum):
    """The domain that images are translated to."""

    TO_TARGET = "to-target"
    TO_SOURCE = "to-source"


class Preset(msgspec.Struct, frozen=True):
    """Named values of a translator's steps, batch and settings."""

    name: str
    title: str
    steps: int
    batch: int
    settings: dict[str, Value] = {}


def automatic_preset(presets: Sequence[Preset], device: str) -> Preset:
    """What the preset "auto" stands for on a kind of device, such as "cpu"."""
    light = next((one for one in presets if one.name == LIGHT), presets[0])
    return light if device == "cpu" else presets[0]


class TranslationJob(msgspec.Struct, frozen=True, kw_only=True):
    """A translator, its data and its settings. Folders and `styles` are absolute paths.

    `styles`: style images, for translators that need them; by default images of the target. `preset`: "auto" is "light"
    on the CPU, else the translator's first preset. `steps`, `batch`: 0 is the preset's value. `image_size`: side of
    training images in pixels; 0 is the side of the source images, at most 256. `backbone`, `weights`: the feature
    extractor that measures quality, and a local weights file for it. `ema`: momentum of the averaged generators; 0
    turns averaging off. `checkpoint_seconds`, `cache`: as in Job. `run`: folder name of the run whose method trained
    the translator; empty for a translator's own run. `source_range`, `target_range`: as in Job.
    """

    translator: str
    source: str
    target: str
    styles: tuple[str, ...] = ()
    preset: str = AUTO
    steps: int = 0
    batch: int = 0
    image_size: int = 0
    seed: int = 0
    backbone: str = BUNDLED_BACKBONE
    weights: str = ""
    device: str = "auto"
    precision: str = "32-true"
    threads: int = 0
    ema: float = 0.999
    settings: dict[str, Value] = {}
    checkpoint_seconds: float = CHECKPOINT_SECONDS
    cache: str = ""
    run: str = ""
    source_range: DeepRange | None = None
    target_range: DeepRange | None = None

    def taken_range(self, direction: Direction) -> DeepRange:
        """The range of deep images that are translated in a direction."""
        pair = (self.source_range, self.target_range)
        own, other = pair if direction is Direction.TO_TARGET else pair[::-1]
        return own.filled(other) if own else other or EACH_IMAGE

    def checked(self) -> "TranslationJob":
        """This job with absolute paths. Raises UserError if a number is out of range."""
        numbers: Ranges = (
            ("number of steps", self.steps, 0, 10_000_000),
            ("batch size", self.batch, 0, 65_536),
            ("image size", self.image_size, 0, 4096),
            ("seed", self.seed, 0, 2**63 - 1),
            ("number of threads", self.threads, 0, 1024),
            ("momentum of the average", self.ema, 0.0, 0.99999),
        )
        check_numbers(numbers, self.checkpoint_seconds, self.image_size)
        check_range(self.source_range)
        check_range(self.target_range)
        return msgspec.structs.replace(
            self,
            source=_absolute(self.source),
            target=_absolute(self.target),
            styles=tuple(_absolute(path) for path in self.styles),
        )


class PreviewRow(msgspec.Struct, frozen=True):
    """A sample and its translation. Images are PNG bytes, empty if there is none.

    `back`: the translation translated back to the source; `nearest`: the target sample most similar to the translation,
    `nearest_path` its id. `label`: the sample's label; `said`: the source classifier's prediction for the translation;
    empty if unknown.
    """

    path: str
    source: bytes
    translated: bytes
    back: bytes
    nearest: bytes
    nearest_path: str
    label: str = ""
    said: str = ""


class LabelUnit(StrEnum):
    """What has a class in the source."""

    IMAGES = "images"
    PIXELS = "pixels"


class Quality(msgspec.Struct, frozen=True):
    """Quality of translated images, measured on `images` images of the source and `target_images` of the target.

    `fid`, `kid`: Fréchet distance and squared kernel distance between translated and target images, in the features of
    the backbone, whose input has `side` pixels; `fid_before`, `kid_before`: of the original images; `kid_error`:
    standard error of the change of `kid`. `kept`: share of `kept_count` images or pixels (`kept_unit`) whose class,
    predicted by a classifier of the source, is unchanged, with its 95 % interval; None without source labels.
    `label_accuracy`: accuracy of that classifier on untranslated source images that it has not seen;
    `label_constant`: that of always answering the largest class. `content`: change of content, 0 for none (a distance
    of deep features, like LPIPS). `diversity`: mean distance between translated images, relative to that between target
    images. Fields with a default are missing in files of earlier versions.
    """

    fid: float
    kid: float
    fid_before: float
    kid_before: float
    kept: float | None
    content: float
    diversity: float
    images: int
    target_images: int = 0
    side: int = 0
    kid_error: float | None = None
    kept_unit: LabelUnit = LabelUnit.IMAGES
    kept_count: int = 0
    kept_low: float | None = None
    kept_high: float | None = None
    label_accuracy: float | None = None
    label_constant: float | None = None


def _absolute(path: str) -> str:
    return str(Path(path).expanduser().absolute())
