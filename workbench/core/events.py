"""What the engine tells: small frozen values of plain numbers, strings and bytes, safe to send to any process."""

from typing import TypeAlias

import msgspec

from workbench.core.job import Job
from workbench.core.translation import PreviewRow, Quality, TranslationJob


class Event(msgspec.Struct, frozen=True, tag=True):
    """Anything that a run reports."""


class Started(Event, frozen=True):
    """The recipe is complete ("auto" replaced by what was taken) and the domains are read.

    `source` and `target` are numbers of usable samples, `set_aside` of files left out of both.
    """

    job: Job
    folder: str
    classes: tuple[str, ...]
    source: int
    target: int
    set_aside: int
    device: str
    parameters: int  # trainable


class Prepared(Event, frozen=True):
    """Progress of work before training: `what` is "Decoding source images", "Computing features", …"""

    what: str
    done: int
    total: int


class StageStarted(Event, frozen=True):
    """A named phase of the run begins at step `start`: number `index` (from 0) of `count`, `steps` long."""

    name: str
    index: int
    count: int
    start: int
    steps: int


class Progressed(Event, frozen=True):
    """One step more. Rate in steps a second, eta and seconds in seconds, memory of the GPU in bytes (0 on CPU)."""

    step: int
    steps: int
    rate: float
    eta: float
    seconds: float
    memory: int = 0


class Scalars(Event, frozen=True):
    """Means since the last such event of the losses that the method reports."""

    step: int
    values: dict[str, float]


class Points(msgspec.Struct, frozen=True):
    """N samples in the plane, little-endian: `xy` float32 (N, 2), `predicted` int16 (N,), `confidence` float32 (N,).

    Predicted are class numbers; −1 where a sample is taken for none of the classes.
    """

    paths: tuple[str, ...]
    xy: bytes
    predicted: bytes
    confidence: bytes


class Embedding(Event, frozen=True):
    """Penultimate features of a fixed subset of both domains, in two dimensions, aligned with the one before."""

    step: int
    source: Points
    target: Points


class Estimate(msgspec.Struct, frozen=True):
    """A share in [0, 1] measured on `count` samples, with the 95 % interval that so few allow (Wilson, 1927)."""

    value: float
    low: float
    high: float
    count: int


class OpenScores(msgspec.Struct, frozen=True):
    """Where the target has classes that the source lacks; shares in [0, 1]. A known sample that is rejected is wrong.

    `known`: known samples that are right; `unknown`: others that are rejected; `os_star`: the mean over known classes;
    `os`: the same with “unknown” as one class more; `h`: harmonic mean of os_star and unknown; `auroc` of the entropy.
    """

    known: float
    unknown: float
    os_star: float
    os: float
    h: float
    auroc: float


class PixelScores(msgspec.Struct, frozen=True):
    """How well the pixels of images with masks are told, in [0, 1]; the pixels of all images count together.

    `accuracy`: pixels that are right; `iou`: of each class, in the order of the model's, None where neither mask nor
    prediction has it; `miou`: their mean; `boundary`: F-score of the edges between classes, within a few pixels.
    """

    accuracy: float
    miou: float
    iou: tuple[float | None, ...]
    boundary: float
    images: int


class Scores(msgspec.Struct, frozen=True):
    """How good a model is. Accuracies in [0, 1] or None without labels.

    `source_accuracy` is on held-out source samples; `target_accuracy` on target samples that are no shots;
    `open` tells of a target with other classes, which `target_accuracy` leaves out;
    `shot_accuracy` on the shots that were held out: an estimate of the target's, as far as shots are like the rest;
    `source_pixels` and `target_pixels` say more where the labels are of pixels, whose accuracies the first two are;
    `score` is the value of the validator that the job chose; `validators` are those of all, by name: none of them
    needs a target label, and of each higher is better.
    """

    source_accuracy: float | None
    target_accuracy: float | None
    score: float
    validators: dict[str, float] = {}
    shot_accuracy: Estimate | None = None
    open: OpenScores | None = None
    source_pixels: PixelScores | None = None
    target_pixels: PixelScores | None = None


class Evaluated(Event, frozen=True):
    """Scores at a step: on a subset while training (`final` false), on all samples at the end."""

    step: int
    scores: Scores
    final: bool = False


class Trial(msgspec.Struct, frozen=True):
    """One method of a comparison. `harm`: why it is worse than no adaptation; empty when it is not."""

    method: str
    title: str
    scores: Scores
    harm: str = ""


class Compared(Event, frozen=True):
    """Methods were tried side by side; `chosen` goes on, for the `reason` given."""

    trials: tuple[Trial, ...]
    chosen: str
    reason: str


class StageScores(Event, frozen=True):
    """What a stage that has ended left: its model, `title` in a few words, measured on all samples."""

    step: int
    stage: str
    title: str
    scores: Scores


class TranslationStarted(Event, frozen=True):
    """As Started, of a run of a translator; `classes` are the source's."""

    job: TranslationJob
    folder: str
    classes: tuple[str, ...]
    source: int
    target: int
    set_aside: int
    device: str
    parameters: int


class Preview(Event, frozen=True):
    """Fixed samples as they are translated at this step."""

    step: int
    rows: tuple[PreviewRow, ...]


class Overlay(msgspec.Struct, frozen=True):
    """A target image with what is told of its pixels: `image` a JPEG, the others PNGs of class numbers, or empty."""

    path: str
    image: bytes
    predicted: bytes
    truth: bytes = b""


class Overlays(Event, frozen=True):
    """Fixed target images as the model sees their pixels at this step."""

    step: int
    rows: tuple[Overlay, ...]


class Judged(Event, frozen=True):
    """Quality at a step; `final` for the model that a run leaves."""

    step: int
    quality: Quality
    final: bool = False


class TranslatorKept(Event, frozen=True):
    """A method's run has trained a translator on its way: `folder` is that of a translation, as good as `quality`."""

    folder: str
    quality: Quality


class TranslationFinished(Event, frozen=True):
    """A translator's run is complete. `seconds` is its wall time, `rate` images a second of training."""

    run: str
    quality: Quality
    seconds: float
    rate: float


class Warned(Event, frozen=True):
    """Something to know that does not end the run. `about`: the name of a translation's worry, where it is one."""

    message: str
    about: str = ""


class Saved(Event, frozen=True):
    """A checkpoint is on disk, from which the run can go on."""

    step: int
    path: str


class Finished(Event, frozen=True):
    """The run is complete. `seconds` is its wall time."""

    run: str
    scores: Scores
    seconds: float


class Stopped(Event, frozen=True):
    """The run ended early because a person asked; it can be resumed."""

    run: str
    step: int


class Failed(Event, frozen=True):
    """The run ended for another reason: one sentence, the way out, and the last lines of the log."""

    message: str
    hint: str = ""
    log: str = ""
    resumable: bool = False


AnyEvent: TypeAlias = (
    Started
    | Prepared
    | StageStarted
    | Progressed
    | Scalars
    | Embedding
    | Evaluated
    | Compared
    | StageScores
    | TranslationStarted
    | Preview
    | Overlays
    | Judged
    | TranslatorKept
    | TranslationFinished
    | Warned
    | Saved
    | Finished
    | Stopped
    | Failed
)
