"""Events of a run: frozen values, sent between processes and stored in metrics.jsonl under the names used here."""

from typing import TypeAlias

import msgspec

from workbench.core.job import Job
from workbench.core.scores import Estimate, Scores
from workbench.core.translation import PreviewRow, Quality, TranslationJob


class Event(msgspec.Struct, frozen=True, tag=True):
    """Base class of everything that a run reports."""


class Started(Event, frozen=True):
    """The domains are scanned, and the job is complete: every "auto" is replaced by the chosen value.

    `source` and `target`: numbers of usable samples; `set_aside`: number of unused files of both domains.
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
    """Progress of work other than training steps, in items. `what` names them, for example "Decoding source images"."""

    what: str
    done: int
    total: int


class StageStarted(Event, frozen=True):
    """Stage `index` (from 0) of `count` begins at step `start` and takes `steps` steps."""

    name: str
    index: int
    count: int
    start: int
    steps: int


class Progressed(Event, frozen=True):
    """One more step. `rate`: per second; `eta`: remaining seconds; `seconds`: elapsed; `memory`: bytes on the GPU.

    `trial`, `trials`: which of how many methods is tried, from 1, while they are compared; 0 otherwise.
    """

    step: int
    steps: int
    rate: float
    eta: float
    seconds: float
    memory: int = 0
    trial: int = 0
    trials: int = 0


class Scalars(Event, frozen=True):
    """The losses that the method reports, averaged since the previous such event."""

    step: int
    values: dict[str, float]


class Points(msgspec.Struct, frozen=True):
    """N samples in two dimensions, as little-endian bytes.

    `xy`: float32 (N, 2); `predicted`: int16 (N,) class indices, −1 for samples rejected as unknown; `confidence`:
    float32 (N,).
    """

    paths: tuple[str, ...]
    xy: bytes
    predicted: bytes
    confidence: bytes


class Embedding(Event, frozen=True):
    """A 2-D embedding of the penultimate features of a fixed subset of both domains, aligned with the previous one."""

    step: int
    source: Points
    target: Points


class Evaluated(Event, frozen=True):
    """Scores at a step: on a subset during training, on all samples if `final`.

    `right`: for each label of the measuring set by path, whether the model is right; in trials of `auto` only.
    """

    step: int
    scores: Scores
    final: bool = False
    right: dict[str, bool] | msgspec.UnsetType = msgspec.UNSET


class Trial(msgspec.Struct, frozen=True):
    """One method of a comparison. `harm`: why it is worse than no adaptation; empty if it is not.

    `measured`: its accuracy on the labels of the measuring set, where there are some.
    """

    method: str
    title: str
    scores: Scores
    harm: str = ""
    measured: Estimate | msgspec.UnsetType = msgspec.UNSET


class Compared(Event, frozen=True):
    """Several methods were tried; `chosen` is used, for the given `reason`. `rivals`: came too close to it to tell.

    `labels`: the number of labels of the measuring set on which they were compared; 0 without labels.
    """

    trials: tuple[Trial, ...]
    chosen: str
    reason: str
    rivals: tuple[str, ...] = ()
    labels: int = 0


class StageScores(Event, frozen=True):
    """Scores of the model after a stage, on all samples. `title` describes the model in a few words."""

    step: int
    stage: str
    title: str
    scores: Scores


class TranslationStarted(Event, frozen=True):
    """Like Started, for a translator. `classes` are the source's."""

    job: TranslationJob
    folder: str
    classes: tuple[str, ...]
    source: int
    target: int
    set_aside: int
    device: str
    parameters: int


class Preview(Event, frozen=True):
    """Translations of a fixed set of samples at this step."""

    step: int
    rows: tuple[PreviewRow, ...]


class Overlay(msgspec.Struct, frozen=True):
    """A target image with its masks. `image`: JPEG; `predicted`, `truth`: PNGs of class indices, empty if unknown."""

    path: str
    image: bytes
    predicted: bytes
    truth: bytes = b""


class Overlays(Event, frozen=True):
    """Predicted masks of a fixed set of target images at this step."""

    step: int
    rows: tuple[Overlay, ...]


class Judged(Event, frozen=True):
    """Quality of a translator at a step; `final`: of the translator that the run saves."""

    step: int
    quality: Quality
    final: bool = False


class TranslatorKept(Event, frozen=True):
    """A method's run saved the translator that it trained, as a translation in `folder`."""

    folder: str
    quality: Quality


class TranslationFinished(Event, frozen=True):
    """A translator's run is complete. `seconds`: wall time; `rate`: images per second during training."""

    run: str
    quality: Quality
    seconds: float
    rate: float


class Warned(Event, frozen=True):
    """A warning. `about`: the name of the failed check of a translation; empty for other warnings."""

    message: str
    about: str = ""


class PrecisionChosen(Event, frozen=True):
    """A run whose job left the precision open has chosen one. `reason`: why, as a sentence that names it."""

    precision: str
    reason: str


class Saved(Event, frozen=True):
    """A checkpoint was written, from which the run can be resumed."""

    step: int
    path: str


class Finished(Event, frozen=True):
    """The run is complete. `seconds` is its wall time."""

    run: str
    scores: Scores
    seconds: float


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
    | PrecisionChosen
    | Saved
    | Finished
)
