"""What crosses the process boundary: commands to a worker, replies and events from it."""

from typing import TypeAlias

import msgspec

from workbench.core.catalogue import Catalogue
from workbench.core.domain import Domain, Side
from workbench.core.events import AnyEvent
from workbench.core.exported import Cost, Format, Precision
from workbench.core.inspection import Inspection, Request
from workbench.core.job import Job
from workbench.core.suggestion import BATCH, Suggestion
from workbench.core.translation import Direction, TranslationJob
from workbench.core.video import VideoReport, VideoRequest

LOG = "log.txt"  # in a run folder: what a worker prints while it runs


class Command(msgspec.Struct, frozen=True, tag=True):
    """Anything a front end asks of a worker."""


class Scan(Command, frozen=True):
    """Read a folder into a Domain. `cache` remembers what was read; empty takes the user's cache folder."""

    side: Side
    folder: str
    cache: str = ""


class Run(Command, frozen=True):
    """Execute a job in a run folder; with `resume`, go on from the checkpoint there."""

    job: Job
    folder: str
    resume: bool = False


class Translate(Command, frozen=True):
    """Train a translator, or make ready one that needs no training, in a run folder; events, Pause, Stop as of Run."""

    job: TranslationJob
    folder: str
    resume: bool = False


class TranslateImages(Command, frozen=True):
    """Translate single images (absolute paths) with the translator of a run, under way or finished.

    `styles`: images whose look is wanted; none takes what was learned. `out`: a folder to write PNGs to, under the
    names of the inputs; without one, they are only told.
    """

    run: str
    inputs: tuple[str, ...]
    styles: tuple[str, ...] = ()
    direction: Direction = Direction.TO_TARGET
    out: str = ""
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


class Pause(Command, frozen=True):
    """Hold the run after the current step."""


class Resume(Command, frozen=True):
    """Let a held run go on."""


class Stop(Command, frozen=True):
    """End the run after the current step and keep its checkpoint."""


class Export(Command, frozen=True):
    """Write the last model of a finished run, or the one that its validator liked best, to a file or folder.

    `accept`: a smaller precision is written whatever it costs.
    """

    run: str
    out: str
    format: Format = Format.ONNX
    best: bool = False
    precisions: tuple[Precision, ...] = (Precision.FP32,)
    pt2: bool = False
    accept: bool = False


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


class Report(Command, frozen=True):
    """Write a page about finished runs, given by their folders; `chosen` is the one to recommend, empty for none."""

    runs: tuple[str, ...]
    out: str
    chosen: str = ""


class Inspect(Command, frozen=True):
    """Say how far two domains lie apart; Stop ends it early."""

    request: Request


class Place(Command, frozen=True):
    """Lay the samples of an inspection out in the plane by another `layout`, frame by frame; Stop ends it early.

    `start`: float32 (N + M, 2), source first, where the points stand now.
    """

    request: Request
    layout: str
    start: bytes = b""


class Suggest(Command, frozen=True):
    """Say which images of a finished run's target to label next; Stop ends it early.

    `passed`: paths that a person has named, or looked at and left; none of them is suggested. `strategy`: empty takes
    the default. `cache`: folder for decoded images and features; empty takes the run's own.
    """

    run: str
    passed: tuple[str, ...] = ()
    strategy: str = ""
    count: int = BATCH
    seed: int = 0
    best: bool = False
    cache: str = ""


class Quit(Command, frozen=True):
    """End the worker; a run under way is stopped first and its checkpoint kept."""


class Reply(msgspec.Struct, frozen=True, tag=True):
    """Anything a worker answers beside the events of a run."""


class Ready(Reply, frozen=True):
    """The worker has imported what it needs and can take commands."""

    pid: int
    catalogue: Catalogue


class Listed(Reply, frozen=True):
    """A scan is under way and has looked at so many files."""

    side: Side
    folder: str  # as it was asked for
    files: int


class Scanned(Reply, frozen=True):
    """A scan is done."""

    side: Side
    folder: str  # as it was asked for
    domain: Domain


class Paused(Reply, frozen=True):
    """The run is held."""

    step: int


class Resumed(Reply, frozen=True):
    """The run goes on."""


class Leaving(Reply, frozen=True):
    """Progress of what leaves: `what` is "Tracing the model", "Measuring int8", "Predicting", …"""

    what: str
    done: int
    total: int


class Exported(Reply, frozen=True):
    """The model is on disk. `costs` of its precisions, where they can be measured."""

    run: str
    out: str
    costs: tuple[Cost, ...] = ()


class Weighed(Reply, frozen=True):
    """What each precision of a run's model costs."""

    run: str
    best: bool
    costs: tuple[Cost, ...]


class Predicted(Reply, frozen=True):
    """Predictions are on disk: how many, and how many images were set aside."""

    out: str
    count: int
    set_aside: int


class Watched(Reply, frozen=True):
    """An image arrived: so many so far, and what is said of the last; or a `warning` that they look otherwise now."""

    count: int
    last: str = ""
    warning: str = ""


class Reported(Reply, frozen=True):
    """A report is on disk; it recommends a run, by its folder."""

    out: str
    recommended: str


class Looking(Reply, frozen=True):
    """Progress of an inspection or a suggestion: `what` is "Decoding source images", "Looking for duplicates", …

    `command` is the class name of what was asked for.
    """

    what: str
    done: int
    total: int
    command: str = "Inspect"


class Inspected(Reply, frozen=True):
    """An inspection is done."""

    request: Request
    inspection: Inspection


class Placed(Reply, frozen=True):
    """A frame of a layout, float32 (N, 2) and (M, 2); after the `last` none follows."""

    layout: str
    source: bytes
    target: bytes
    last: bool


class Suggested(Reply, frozen=True):
    """What to label next, the most useful first; fewer than asked for where fewer images are left."""

    run: str
    strategy: str
    suggestions: tuple[Suggestion, ...]


class TranslatedImage(msgspec.Struct, frozen=True):
    """One image before and after, as PNG bytes; `problem` says why there is none."""

    path: str
    before: bytes
    after: bytes
    problem: str = ""


class ImagesTranslated(Reply, frozen=True):
    """Images as they were asked for, in the same order; `seconds` without loading the translator."""

    run: str
    images: tuple[TranslatedImage, ...]
    seconds: float


class TranslatedExported(Reply, frozen=True):
    """A folder of translated images is written: how many, how many masks, and how many were set aside."""

    run: str
    out: str
    images: int
    masks: int
    set_aside: int


class VideoTranslated(Reply, frozen=True):
    """A translated video is written."""

    request: VideoRequest
    report: VideoReport


class Refused(Reply, frozen=True):
    """A command could not be carried out: `command` is its class name; one sentence and the way out."""

    command: str
    message: str
    hint: str = ""
    subject: str = ""  # the folder, run or file it was about


TakesAway: TypeAlias = Export | Weigh | Predict | Watch | Report
AnyCommand: TypeAlias = (
    Scan
    | Run
    | Translate
    | TranslateImages
    | ExportTranslated
    | TranslateVideo
    | Pause
    | Resume
    | Stop
    | Export
    | Weigh
    | Predict
    | Watch
    | Report
    | Inspect
    | Place
    | Suggest
    | Quit
)
AnyReply: TypeAlias = (
    AnyEvent
    | Ready
    | Listed
    | Scanned
    | Paused
    | Resumed
    | Leaving
    | Exported
    | Weighed
    | Predicted
    | Watched
    | Reported
    | Looking
    | Inspected
    | Placed
    | Suggested
    | ImagesTranslated
    | TranslatedExported
    | VideoTranslated
    | Refused
)
