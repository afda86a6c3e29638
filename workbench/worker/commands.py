"""What a front end asks of a worker: requests with an id, and Pause, Resume and Stop that name one."""

from typing import ClassVar, TypeAlias

import msgspec

from workbench.core.job import Job
from workbench.core.manifest import ModelFormat, Precision
from workbench.core.shift_report import InspectionRequest
from workbench.core.suggestion import BATCH
from workbench.core.translation import Direction, TranslationJob
from workbench.core.video import VideoRequest

LOG = "log.txt"  # in a run folder: what a worker prints while it runs


class Command(msgspec.Struct, frozen=True, tag=True):
    """Anything a front end asks of a worker. A `long` one gets a worker of its own; the others share one, in order."""

    long: ClassVar[bool] = True


class Scan(Command, frozen=True):
    """Read a folder into a Domain. `cache` remembers what was read; empty takes the user's cache folder."""

    long: ClassVar[bool] = False
    folder: str
    cache: str = ""


class Run(Command, frozen=True):
    """Execute a job in a run folder; with `resume`, go on from the checkpoint there."""

    job: Job
    folder: str
    resume: bool = False


class Translate(Command, frozen=True):
    """Train a translator, or make ready one that needs no training, in a run folder; answered as Run is."""

    job: TranslationJob
    folder: str
    resume: bool = False


class TranslateImages(Command, frozen=True):
    """Translate single images (absolute paths) with the translator of a run, under way or finished.

    `styles`: images whose look is wanted; none takes what was learned.
    """

    long: ClassVar[bool] = False
    run: str
    inputs: tuple[str, ...]
    styles: tuple[str, ...] = ()
    direction: Direction = Direction.TO_TARGET
    device: str = "auto"


class ExportTranslated(Command, frozen=True):
    """Write a folder of images in the look of the other domain: same names, same class folders, masks carried along.

    `folder`: the images; empty takes the run's source (its target, to the source's look). Stop ends it early.
    """

    run: str
    out: str
    folder: str = ""
    styles: tuple[str, ...] = ()
    direction: Direction = Direction.TO_TARGET
    masks: str = ""
    device: str = "auto"


class TranslateVideo(Command, frozen=True):
    """Translate a video file or a folder of frames into a video file; Looking tells how far, Stop ends it early."""

    request: VideoRequest


class Export(Command, frozen=True):
    """Write the last model of a finished run, or the one that its validator liked best, to a file or folder.

    `accept`: a smaller precision is written whatever it costs. `any_size`: the graph takes images of any size.
    """

    run: str
    out: str
    format: ModelFormat = ModelFormat.ONNX
    best: bool = False
    precisions: tuple[Precision, ...] = (Precision.FP32,)
    pt2: bool = False
    accept: bool = False
    any_size: bool = False


class Weigh(Command, frozen=True):
    """Say what each precision of a run's model costs; nothing is written."""

    run: str
    best: bool = False


class Predict(Command, frozen=True):
    """Predict all images of a folder with a run's model and write the results in a form; Stop keeps what is done."""

    run: str
    folder: str
    out: str
    form: str = "csv"
    best: bool = False


class Watch(Command, frozen=True):
    """Predict images as they arrive in a folder, with a run's model, until Stop; each is added to the table `out`."""

    run: str
    folder: str
    out: str
    best: bool = False


class WriteReport(Command, frozen=True):
    """Write a page about finished runs, given by their folders, and translations likewise.

    `chosen` is the run to recommend, empty for none.
    """

    runs: tuple[str, ...]
    out: str
    chosen: str = ""


class Inspect(Command, frozen=True):
    """Say how far two domains lie apart; Stop ends it early."""

    request: InspectionRequest


class Place(Command, frozen=True):
    """Lay the samples of an inspection out in the plane by another `layout`, frame by frame; Stop ends it early.

    `start`: float32 (N + M, 2), source first, where the points stand now.
    """

    request: InspectionRequest
    layout: str
    start: bytes = b""


class Suggest(Command, frozen=True):
    """Say which images of a target to label next, by a finished run or, before any, an inspection; Stop ends it early.

    `passed`: paths that a person has named, or looked at and left; none of them is suggested. `strategy`: empty takes
    the default. `cache`: folder for decoded images and features; empty takes the run's own. `request`: the inspection
    whose features are taken in place of a run's.
    """

    run: str
    passed: tuple[str, ...] = ()
    strategy: str = ""
    count: int = BATCH
    seed: int = 0
    best: bool = False
    cache: str = ""
    request: InspectionRequest | None = None


class MatchWeights(Command, frozen=True):
    """Say how weights in a file, trained elsewhere, fit a backbone; nothing in the file is executed."""

    long: ClassVar[bool] = False
    file: str
    backbone: str


AnyCommand: TypeAlias = (
    Scan
    | Run
    | Translate
    | TranslateImages
    | ExportTranslated
    | TranslateVideo
    | Export
    | Weigh
    | Predict
    | Watch
    | WriteReport
    | Inspect
    | Place
    | Suggest
    | MatchWeights
)


class Request(msgspec.Struct, frozen=True, tag=True):
    """A command under the id that all its answers carry; the client assigns it, unique in one worker."""

    id: int
    command: AnyCommand


class Pause(msgspec.Struct, frozen=True, tag=True):
    """Hold a request after its current step."""

    request: int


class Resume(msgspec.Struct, frozen=True, tag=True):
    """Let a held request go on."""

    request: int


class Stop(msgspec.Struct, frozen=True, tag=True):
    """End a request after its current step; a run keeps its checkpoint. One that has ended ignores it."""

    request: int


class Quit(msgspec.Struct, frozen=True, tag=True):
    """End the worker. Open requests are stopped first, and runs keep their checkpoints."""


ToWorker: TypeAlias = Request | Pause | Resume | Stop | Quit
