"""Scores of a model, as events and run folders keep them."""

import msgspec


class Estimate(msgspec.Struct, frozen=True):
    """A share in [0, 1] measured on `count` samples, with its 95 % confidence interval (Wilson, 1927)."""

    value: float
    low: float
    high: float
    count: int


class OpenScores(msgspec.Struct, frozen=True):
    """Open-set scores in [0, 1], for a target with classes that the source lacks.

    `known`: accuracy on samples of known classes, where rejection is an error; `unknown`: share of the other samples
    that are rejected; `os_star`: mean accuracy over known classes; `os`: the same with “unknown” as an additional
    class; `h`: harmonic mean of `os_star` and `unknown`; `auroc`: of the score that rejects
    samples, as a detector of unknown ones.
    """

    known: float
    unknown: float
    os_star: float
    os: float
    h: float
    auroc: float


class PixelBounds(msgspec.Struct, frozen=True):
    """95 % intervals of pixel scores in [0, 1], by a bootstrap over images, and the best constant answer beside them.

    `constant`: index of the most frequent class; giving it to every pixel reaches `constant_accuracy` and
    `constant_miou` on the same images.
    """

    accuracy: tuple[float, float]
    miou: tuple[float, float]
    constant: int
    constant_accuracy: float
    constant_miou: float


class PixelScores(msgspec.Struct, frozen=True):
    """Segmentation scores in [0, 1], over the pixels of all `images` with masks.

    `accuracy`: share of correct pixels; `iou`: of each class in the model's order, None if neither masks nor
    predictions contain it; `miou`: their mean; `boundary`: F-score of the class boundaries, within a few pixels.
    """

    accuracy: float
    miou: float
    iou: tuple[float | None, ...]
    boundary: float
    images: int
    bounds: PixelBounds | msgspec.UnsetType = msgspec.UNSET  # not written by earlier versions


class AccuracySignals(msgspec.Struct, frozen=True):
    """Signals of the accuracy on the target without its labels, in [0, 1]. None of them is an estimate by itself.

    `confidence`: mean confidence, calibrated on held-out source samples by the `temperature`; `neighbours`: share of
    target samples whose predicted class is that of most of their nearest source samples; `transport`: COT, 1 − the cost
    of assigning labels with the source's class shares to the predictions; `held_out`: accuracy on held-out source
    samples. `shares`: of the classes among the predictions.
    `independent`: whether the neighbours are found by features that the method has not shaped. `samples`: of the
    target.
    """

    confidence: float
    neighbours: float
    transport: float
    temperature: float
    held_out: float
    shares: tuple[float, ...] = ()
    independent: bool = True
    samples: int = 0


class Scores(msgspec.Struct, frozen=True):
    """Scores of a model. Accuracies are in [0, 1], or None without labels.

    `source_accuracy`: on held-out source samples. `target_accuracy`: on target samples that are not shots and whose
    class the source has. `shot_accuracy`: on held-out shots; it estimates the target accuracy if shots are typical.
    `open`: open-set scores, for a target with other classes. `source_pixels`, `target_pixels`: segmentation scores; the
    first two accuracies are then of pixels. `measures`: other scores of the task on the target, by title, in [0, 1].
    `signals`: of the target accuracy without labels. `score`: the validator that the job chose; `validators`: all
    validators, by name. Validators need no target labels, and higher is better.
    """

    source_accuracy: float | None
    target_accuracy: float | None
    score: float
    validators: dict[str, float] = {}
    shot_accuracy: Estimate | None = None
    open: OpenScores | None = None
    source_pixels: PixelScores | None = None
    target_pixels: PixelScores | None = None
    measures: dict[str, float] | msgspec.UnsetType = msgspec.UNSET  # not written where a task has none
    signals: AccuracySignals | msgspec.UnsetType = msgspec.UNSET  # not written without source images, or for pixels

    @property
    def others(self) -> dict[str, float]:
        """`measures`, empty where the task has none."""
        return {} if isinstance(self.measures, msgspec.UnsetType) else self.measures
