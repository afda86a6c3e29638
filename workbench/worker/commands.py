"""The messages from a front end to a worker: requests with an id; Pause, Resume and Stop of a request; Quit."""

from typing import ClassVar, TypeAlias

import msgspec

from workbench.core.deep_range import DeepRange
from workbench.core.drawn_labels import DrawnLabel
from workbench.core.job import Job
from workbench.core.manifest import Precision
from workbench.core.model_formats import ModelFormat
from workbench.core.places import HERE
from workbench.core.shift_report import InspectionRequest
from workbench.core.translation import Direction, TranslationJob
from workbench.core.video import VideoRequest
from workbench.worker.command import Command
from workbench.worker.labelling_commands import (
    DivideGroup,
    Explain,
    FindSimilar,
    GroupImages,
    IndexTarget,
    PredictDrawn,
    Suggest,
)

LOG = "log.txt"  # in a run folder: the worker's output during the run


class Scan(Command, frozen=True):
    """Scan a folder into a Domain. `cache`: the cache folder; empty uses the user's cache folder.

    `deep`: the range of deep images; None estimates it.
    """

    long: ClassVar[bool] = False
    folder: str
    cache: str = ""
    deep: DeepRange | None = None


class Run(Command, frozen=True):
    """Execute a job in a run folder; with `resume`, from its checkpoint; with `finish`, end there.

    `drawn`: labels of the measuring set, which choose among the methods of `auto` and teach none. `place`: as for
    `places.execute_at`.
    """

    job: Job
    folder: str
    resume: bool = False
    drawn: tuple[DrawnLabel, ...] = ()
    finish: bool = False
    place: str = HERE


class Translate(Command, frozen=True):
    """Train a translator in a run folder, or prepare one that needs no training; the responses are as for Run."""

    job: TranslationJob
    folder: str
    resume: bool = False


class TranslateImages(Command, frozen=True):
    """Translate single images (absolute paths) with the translator of a run, which may not be finished.

    `styles`: style images; empty uses the learned style.
    """

    long: ClassVar[bool] = False
    run: str
    inputs: tuple[str, ...]
    styles: tuple[str, ...] = ()
    direction: Direction = Direction.TO_TARGET
    device: str = "auto"


class ExportTranslated(Command, frozen=True):
    """Translate a folder of images, keeping names, class folders and masks.

    `folder`: the images; empty uses the run's source, or its target for translation to the source.
    """

    run: str
    out: str
    folder: str = ""
    styles: tuple[str, ...] = ()
    direction: Direction = Direction.TO_TARGET
    masks: str = ""
    device: str = "auto"


class TranslateVideo(Command, frozen=True):
    """Translate a video file or a folder of frames to a video file."""

    request: VideoRequest


class PreviewVideo(Command, frozen=True):
    """Translate the first seconds of a video; the file `out` of the request is not written."""

    request: VideoRequest


class Export(Command, frozen=True):
    """Export the last model of a finished run, or the best by its validator, to a file or folder.

    `accept`: write a lower precision even if it changes too many predictions. `any_size`: the graph accepts images of
    any size.
    """

    run: str
    out: str
    format: ModelFormat = ModelFormat.ONNX
    best: bool = False
    precisions: tuple[Precision, ...] = (Precision.FP32,)
    pt2: bool = False
    accept: bool = False
    any_size: bool = False


class MeasurePrecisions(Command, frozen=True):
    """Measure the cost of each precision of a run's model without writing files."""

    run: str
    best: bool = False


class Predict(Command, frozen=True):
    """Predict all images of a folder with a run's model. Stop keeps the predictions so far for the same command.

    `form`: the format of the results.
    """

    run: str
    folder: str
    out: str
    form: str = "csv"
    best: bool = False


class Watch(Command, frozen=True):
    """Predict images with a run's model as they arrive in a folder, until Stop, and add them to the table `out`."""

    run: str
    folder: str
    out: str
    best: bool = False


class WriteReport(Command, frozen=True):
    """Write a report about finished runs and translations, given by their folders.

    `chosen`: the run to recommend; empty selects one.
    """

    runs: tuple[str, ...]
    out: str
    chosen: str = ""


class Inspect(Command, frozen=True):
    """Measure the shift between two domains."""

    request: InspectionRequest


class ComputeLayout(Command, frozen=True):
    """Compute another two-dimensional `layout` of an inspection's samples, frame by frame.

    `start`: the current coordinates, float32 (N + M, 2), source first.
    """

    request: InspectionRequest
    layout: str
    start: bytes = b""


class MatchWeights(Command, frozen=True):
    """Match the weights of a file with a backbone; no code in the file is executed."""

    long: ClassVar[bool] = False
    file: str
    backbone: str


class FetchWeights(Command, frozen=True):
    """Download the weights of a backbone into the user's cache; stopped, it continues where it ended."""

    name: str


AnyCommand: TypeAlias = (
    Scan
    | Run
    | Translate
    | TranslateImages
    | ExportTranslated
    | TranslateVideo
    | PreviewVideo
    | Export
    | MeasurePrecisions
    | PredictDrawn
    | Predict
    | Watch
    | WriteReport
    | Inspect
    | ComputeLayout
    | Suggest
    | Explain
    | IndexTarget
    | GroupImages
    | DivideGroup
    | FindSimilar
    | MatchWeights
    | FetchWeights
)


class Request(msgspec.Struct, frozen=True, tag=True):
    """A command with the id that all its responses carry; the client assigns it, unique for each worker."""

    id: int
    command: AnyCommand


class Pause(msgspec.Struct, frozen=True, tag=True):
    """Pause a request after its current step."""

    request: int


class Resume(msgspec.Struct, frozen=True, tag=True):
    """Resume a paused request."""

    request: int


class Stop(msgspec.Struct, frozen=True, tag=True):
    """Stop a request after its current step; a run keeps its checkpoint. Ignored if the request has ended."""

    request: int


class Leave(msgspec.Struct, frozen=True, tag=True):
    """Stop a request that nobody listens to any more; a run on a host goes on there."""

    request: int


class Quit(msgspec.Struct, frozen=True, tag=True):
    """End the worker. Open requests are left first, as by Leave; runs that are stopped keep their checkpoints."""


ToWorker: TypeAlias = Request | Pause | Resume | Stop | Leave | Quit
