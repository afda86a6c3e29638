"""A translation: the recipe that turns images of one domain into the look of the other, and what is measured of it."""

from enum import StrEnum
from pathlib import Path

import msgspec

from workbench.core.job import Ranges, check_numbers
from workbench.core.settings import Value

AUTO = "auto"  # the preset that fits the device
COLLAPSED = 0.6  # of the target's variety: below it the same image may be made of everything


class Direction(StrEnum):
    """Which domain's look images are given."""

    TO_TARGET = "to-target"
    TO_SOURCE = "to-source"


class Preset(msgspec.Struct, frozen=True):
    """A ready-made choice of steps, batch and settings of a translator, for those who have no wish of their own."""

    name: str
    title: str
    steps: int
    batch: int
    settings: dict[str, Value] = {}


class TranslationJob(msgspec.Struct, frozen=True, kw_only=True):
    """What to translate between, with which translator and settings. Folders and `styles` are absolute paths.

    `styles` are images whose look is taken, where a translator needs such; without any, those of the target serve.
    `preset` "auto" takes "light" on the CPU, and else the translator's first. `steps` and `batch` 0 take the preset's.
    `image_size` is the side in pixels at which it learns; 0 takes that of the source's images, up to 256.
    `backbone`, with local `weights`, is the one in whose features the quality is measured.
    `ema` is the share of the averaged generators that a step keeps; 0 takes the last ones as they are.
    `checkpoint_seconds` is the most training that a crash can cost. `cache` as in a Job.
    `run` is the folder name of the run whose method trained it; empty where it was trained by itself.
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
    backbone: str = "efficientnet_lite0"
    weights: str = ""
    device: str = "auto"
    precision: str = "32-true"
    threads: int = 0
    ema: float = 0.999
    settings: dict[str, Value] = {}
    checkpoint_seconds: float = 20.0
    cache: str = ""
    run: str = ""

    def checked(self) -> "TranslationJob":
        """This job, with absolute paths. Raises UserError when a number is out of range."""
        numbers: Ranges = (
            ("number of steps", self.steps, 0, 10_000_000),
            ("batch", self.batch, 0, 65_536),
            ("image size", self.image_size, 0, 4096),
            ("seed", self.seed, 0, 2**63 - 1),
            ("number of threads", self.threads, 0, 1024),
            ("share that the average keeps", self.ema, 0.0, 0.99999),
        )
        check_numbers(numbers, self.checkpoint_seconds, self.image_size)
        return msgspec.structs.replace(
            self,
            source=_absolute(self.source),
            target=_absolute(self.target),
            styles=tuple(_absolute(path) for path in self.styles),
        )


class PreviewRow(msgspec.Struct, frozen=True):
    """One fixed sample on its way, each picture as PNG bytes; empty where there is none.

    `back` is the translation given the source's look again, `nearest` the target sample that the translation is most
    like, `nearest_path` its id. `label` and `said`: the source's label, and what the source's classifier reads in the
    translation; empty where nothing is known.
    """

    path: str
    source: bytes
    translated: bytes
    back: bytes
    nearest: bytes
    nearest_path: str
    label: str = ""
    said: str = ""


class Quality(msgspec.Struct, frozen=True):
    """How good translated images are; all but `fid` and `kid` for a fixed subset of the source.

    `fid` and `kid`: Fréchet and squared kernel distance of translated images from the target's, in the features of
    the backbone; `fid_before` and `kid_before` of the images as they were. `kept`: share of images whose class the
    source's classifier reads as before, None where the source has no labels. `content`: how much else than the look
    has changed, 0 for nothing (a distance of deep features, as LPIPS). `diversity`: how far translated images differ
    from each other, as a share of the target's own.
    """

    fid: float
    kid: float
    fid_before: float
    kid_before: float
    kept: float | None
    content: float
    diversity: float
    images: int


def verdict(quality: Quality, trained: bool = True) -> str:
    """What the figures come to, in one sentence or two."""
    if quality.fid >= quality.fid_before:
        steps = ", or more steps" if trained else ""
        return f"Translated images are no nearer to the target than they were: try another translator{steps}."
    nearer = 1 - quality.fid / quality.fid_before
    said = f"Translated images are {100 * nearer:.0f} % nearer to the target than they were"
    if quality.kept is None:
        return f"{said}. The source has no labels to check."
    return f"{said}, and {100 * quality.kept:.1f} % are still read as their class."


def _absolute(path: str) -> str:
    return str(Path(path).expanduser().absolute())
