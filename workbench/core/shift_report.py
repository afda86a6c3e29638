"""What an inspection finds: how far two domains lie apart, in what, whom it concerns, and which images show it."""

import msgspec

from workbench.core.domain import Side
from workbench.core.events import Estimate

LIKELY = 5  # classes named for each sample
NEAREST = 4  # source samples named for each target sample


class Measure(msgspec.Struct, frozen=True):
    """One distance between the domains with its 95 % interval (bootstrap or jackknife), in the unit of the measure.

    `reference`: the same between two halves of the source, what no shift looks like at this number of samples;
    `p`: how often the same is reached when the domains are shuffled, where that was tried; `summary`: a plain sentence.
    """

    name: str
    title: str
    value: float
    low: float
    high: float
    reference: float
    p: float | None
    summary: str


class ClassShift(msgspec.Struct, frozen=True):
    """One class: images of each domain (the target's by label, else by prediction) and how well a probe parts them.

    `separation`: share in [0, 1] that a linear probe tells apart, 0.5 by guessing; None where too few images allow it.
    """

    label: str
    source: int
    target: int
    separation: float | None


class ImageStatistic(msgspec.Struct, frozen=True):
    """One plain property of images over both domains.

    `more`: how often a random target image has more of it than a random source image (0.5: no difference).
    `edges` (B + 1) bound the bins, `source` and `target` (B) are the shares of images in them.
    """

    name: str
    title: str
    unit: str
    source_median: float
    target_median: float
    more: float
    edges: tuple[float, ...]
    source: tuple[float, ...]
    target: tuple[float, ...]


class Bin(msgspec.Struct, frozen=True):
    """Predictions of similar confidence: their mean confidence, the share that is right, their number."""

    confidence: float
    accuracy: float
    count: int


class Performance(msgspec.Struct, frozen=True):
    """How a model does on labelled samples of a domain.

    `confusion[i][j]`: samples of class i that were predicted to be j; rows follow `truths`, columns `predictions`.
    `calibration_error`: expected calibration error in [0, 1] (Guo et al., 2017).
    """

    side: Side
    accuracy: Estimate
    truths: tuple[str, ...]
    predictions: tuple[str, ...]
    confusion: tuple[tuple[int, ...], ...]
    calibration_error: float
    bins: tuple[Bin, ...]


class GroupRow(msgspec.Struct, frozen=True):
    """One group: accuracy with its interval, after and (where another model is compared) before.

    `error`: the most frequent mistake, as "truth → prediction"; `judged`: whether there are enough samples to tell.
    """

    name: str
    samples: int
    accuracy: Estimate | None
    before: Estimate | None = None
    error: str = ""
    judged: bool = True


class Grouping(msgspec.Struct, frozen=True):
    """The target's labelled samples by one column or folder level.

    `gap`: best less worst accuracy of the groups that can be judged, None where fewer than two can.
    """

    name: str
    rows: tuple[GroupRow, ...]
    gap: float | None
    gap_before: float | None = None


class Trouble(msgspec.Struct, frozen=True):
    """One kind of trouble: `sets` of samples (side, path) that show it; several samples in a set belong together.

    The worst come first; `total` counts the sets that were found, of which only the first ones may be listed.
    """

    kind: str
    title: str
    summary: str
    sets: tuple[tuple[tuple[Side, str], ...], ...]
    total: int


class SampleColumn(msgspec.Struct, frozen=True):
    """One number for each sample, float32 little-endian (N,), NaN where there is none.

    Where `names` are given the numbers are indices into them, and −1 stands for none.
    """

    name: str
    title: str
    values: bytes
    names: tuple[str, ...] = ()


class SampleTable(msgspec.Struct, frozen=True):
    """N samples of one domain: their paths, their place in the plane (float32 (N, 2)), and columns of numbers.

    Where anything is predicted, `likely` (int16 (N, L)) are the most probable of the inspection's classes, the most
    probable first, and `chances` (float32 (N, L)) their probabilities; L = min(LIKELY, number of classes).
    """

    paths: tuple[str, ...] = ()
    xy: bytes = b""
    columns: tuple[SampleColumn, ...] = ()
    likely: bytes = b""
    chances: bytes = b""


class Inspection(msgspec.Struct, frozen=True):
    """All that was found. `features`: what the images were seen through; `sentence`: the answer in plain words.

    `separation`: share that a linear probe tells apart. `class_names`: what can be predicted. `nearest`: for each
    sample of the target table the rows of the source's that look most like it, the nearest first, int32 (M, NEAREST).
    `notes`: what to know when reading this.
    """

    source: str
    target: str
    features: str
    source_count: int
    target_count: int
    sentence: str
    separation: float
    measures: tuple[Measure, ...]
    classes: tuple[ClassShift, ...]
    statistics: tuple[ImageStatistic, ...]
    performances: tuple[Performance, ...]
    groupings: tuple[Grouping, ...]
    troubles: tuple[Trouble, ...]
    source_table: SampleTable
    target_table: SampleTable
    class_names: tuple[str, ...] = ()
    nearest: bytes = b""
    notes: tuple[str, ...] = ()


class InspectionRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What to inspect, and through what.

    `model`: folder of a finished run; empty sees through a pretrained `backbone`, with a linear head of the source.
    `before`: a run whose predictions are compared with the model's; empty for none.
    `images`: at most so many of each domain, drawn with `seed`; 0 takes all. `groups`: a CSV with a column “path”.
    `labels`: classes of target samples that a person has named; they count before those of the folders.
    `cache`: folder for decoded images and features; empty takes the user's own.
    """

    source: str
    target: str
    model: str = ""
    best: bool = False
    before: str = ""
    backbone: str = "efficientnet_lite0"
    weights: str = ""
    images: int = 1000
    seed: int = 0
    device: str = "auto"
    groups: str = ""
    labels: dict[str, str] = {}
    cache: str = ""
