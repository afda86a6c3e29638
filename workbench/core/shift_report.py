"""The result of an inspection: the shift between two domains, by class, group and image property."""

import msgspec

from workbench.core.corrections import Correction
from workbench.core.deep_range import DeepRange
from workbench.core.domain import Side
from workbench.core.job import BUNDLED_BACKBONE
from workbench.core.scores import Estimate

LIKELY = 5  # most probable classes stored for each sample
NEAREST = 4  # nearest source samples stored for each target sample


class Measure(msgspec.Struct, frozen=True):
    """A distance between the domains with its 95 % interval (bootstrap or jackknife), in the unit of the measure.

    `reference`: the distance between two halves of the source, the value without shift at this sample size; `p`:
    p-value of a permutation test, None if not computed; `summary`: the result in a sentence.
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
    """The shift of one class: numbers of images, the target's by label or else by prediction.

    `separation`: accuracy in [0, 1] of a linear probe for the domain, 0.5 by chance; None for too few images.
    """

    label: str
    source: int
    target: int
    separation: float | None


class ImageStatistic(msgspec.Struct, frozen=True):
    """The distribution of one image property over both domains.

    `more`: probability that a random target image has a higher value than a random source image (0.5: no shift).
    `edges` (B + 1): of the histogram bins; `source`, `target` (B): shares of images in the bins.
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
    """A bin of the reliability diagram: mean confidence, accuracy and number of its predictions."""

    confidence: float
    accuracy: float
    count: int


class Performance(msgspec.Struct, frozen=True):
    """Performance of a model on labelled samples of a domain.

    `confusion[i][j]`: number of samples of class `truths[i]` with prediction `predictions[j]`.
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
    """Accuracy of one group with its interval; `before`: of another model, if compared.

    `error`: the most frequent error, as "truth → prediction"; `judged`: whether the group has enough samples.
    """

    name: str
    samples: int
    accuracy: Estimate | None
    before: Estimate | None = None
    error: str = ""
    judged: bool = True


class Grouping(msgspec.Struct, frozen=True):
    """The labelled target samples grouped by a column or a folder level.

    `gap`: highest minus lowest accuracy of the groups with enough samples; None for fewer than two such groups.
    """

    name: str
    rows: tuple[GroupRow, ...]
    gap: float | None
    gap_before: float | None = None


class SuspectLabel(msgspec.Struct, frozen=True):
    """A source sample whose `label` a classifier contradicts that was not trained on it.

    `share`: its probability of the label; `likely`: the class with the highest probability, `likely_share`.
    """

    path: str
    label: str
    share: float
    likely: str
    likely_share: float

    @property
    def sentence(self) -> str:
        """The label and the class that contradicts it, each with its probability, in words."""
        given = f"labelled “{self.label}” ({_share(self.share)})"
        return f"{given}, looks like “{self.likely}” ({_share(self.likely_share)})"


def _share(probability: float) -> str:
    """A probability as a percentage that is never 0 or 100: no classifier is that certain."""
    return (
        "over 99 %" if probability > 0.99 else "under 1 %" if probability < 0.01 else f"{probability:.0%}"[:-1] + " %"
    )


class DataProblem(msgspec.Struct, frozen=True):
    """A data quality problem, and the `sets` of samples (side, path) that show it.

    The samples of a set belong together, and the most severe sets come first. `total`: number of sets found, of which
    `sets` may list only the first ones. `suspects`: the evidence for each set, where these are suspected label errors.
    """

    kind: str
    title: str
    summary: str
    sets: tuple[tuple[tuple[Side, str], ...], ...]
    total: int
    suspects: tuple[SuspectLabel, ...] = ()


class SampleColumn(msgspec.Struct, frozen=True):
    """One value per sample, float32 little-endian (N,); NaN for no value.

    With `names`, values are indices into `names`, and −1 stands for no value.
    """

    name: str
    title: str
    values: bytes
    names: tuple[str, ...] = ()


class SampleTable(msgspec.Struct, frozen=True):
    """N samples of one domain: paths, positions in the 2-D layout (float32 (N, 2)), and columns of values.

    With predictions, `likely` (int16 (N, L)) holds the indices of the most probable classes in descending order, and
    `chances` (float32 (N, L)) their probabilities; L = min(LIKELY, number of classes).
    """

    paths: tuple[str, ...] = ()
    xy: bytes = b""
    columns: tuple[SampleColumn, ...] = ()
    likely: bytes = b""
    chances: bytes = b""


class Inspection(msgspec.Struct, frozen=True):
    """The result of an inspection. `features`: the feature extractor; `sentence`: the result in plain words.

    `separation`: accuracy of a linear probe for the domain. `class_names`: classes of the predictions. `nearest`: for
    each row of the target table, the most similar rows of the source table, nearest first, int32 (M, NEAREST).
    `notes`: remarks on the validity of the result. `target_predicted`: whether the target's classes are predictions.
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
    troubles: tuple[DataProblem, ...]
    source_table: SampleTable
    target_table: SampleTable
    class_names: tuple[str, ...] = ()
    nearest: bytes = b""
    notes: tuple[str, ...] = ()
    target_predicted: bool = False

    def target_share(self, shift: ClassShift) -> str:
        """The images of a class in the target: their number by label, or the share that is predicted."""
        if not self.target_predicted:
            return f"{shift.target:,}"
        return f"{shift.target / max(sum(each.target for each in self.classes), 1):.0%} of predictions"


class InspectionRequest(msgspec.Struct, frozen=True, kw_only=True):
    """The input of an inspection.

    `model`: folder of a finished run; empty uses a pretrained `backbone` and a linear classifier of the source.
    `before`: folder of a run to compare predictions with; empty for none.
    `images`: largest number of images of each domain, drawn with `seed`; 0 uses all. `groups`: a CSV file with a column
    “path”. `labels`: classes that the user assigned to target samples; they override those of the folders.
    `corrections`: of the source's labels; also confirmed labels, which are not reported as errors again.
    `cache`: folder for decoded images and features; empty is the user's cache folder. `source_range`, `target_range`:
    of deep images; None takes those that the model was trained with, or else estimates them.
    """

    source: str
    target: str
    model: str = ""
    best: bool = False
    before: str = ""
    backbone: str = BUNDLED_BACKBONE
    weights: str = ""
    images: int = 1000
    seed: int = 0
    device: str = "auto"
    groups: str = ""
    labels: dict[str, str] = {}
    corrections: tuple[Correction, ...] = ()
    cache: str = ""
    source_range: DeepRange | None = None
    target_range: DeepRange | None = None
