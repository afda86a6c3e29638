"""What a worker answers: events and replies in an envelope that names the request, and words about itself."""

from typing import TypeAlias

import msgspec

from workbench.core.catalogue import Catalogue
from workbench.core.domain import Domain
from workbench.core.events import AnyEvent
from workbench.core.manifest import Cost
from workbench.core.shift_report import Inspection
from workbench.core.suggestion import Suggestion
from workbench.core.video import VideoReport


class Reply(msgspec.Struct, frozen=True, tag=True):
    """Anything a worker answers beside the events of a run."""


class ScanProgress(Reply, frozen=True):
    """A scan has looked at so many files."""

    files: int


class Scanned(Reply, frozen=True):
    """A scan is done."""

    domain: Domain


class Paused(Reply, frozen=True):
    """The run is held."""

    step: int


class Resumed(Reply, frozen=True):
    """The run goes on."""


class ModelExported(Reply, frozen=True):
    """The model is on disk. `costs` of its precisions, where they can be measured."""

    costs: tuple[Cost, ...] = ()


class Weighed(Reply, frozen=True):
    """What each precision of a run's model costs."""

    costs: tuple[Cost, ...]


class Predicted(Reply, frozen=True):
    """Predictions are on disk: how many, and how many images were set aside."""

    count: int
    set_aside: int


class Watched(Reply, frozen=True):
    """An image arrived: so many so far, and what is said of the last; or a `warning` that they look otherwise now."""

    count: int
    last: str = ""
    warning: str = ""


class Reported(Reply, frozen=True):
    """A report is on disk; it recommends a run, by its folder."""

    recommended: str


class Inspected(Reply, frozen=True):
    """An inspection is done."""

    inspection: Inspection


class LayoutFrame(Reply, frozen=True):
    """Where the samples stand in a frame of a layout, float32 (N, 2) and (M, 2); the result is the last frame."""

    source: bytes
    target: bytes


class Suggested(Reply, frozen=True):
    """What to label next, the most useful first; fewer than asked for where fewer images are left."""

    suggestions: tuple[Suggestion, ...]


class TranslatedImage(msgspec.Struct, frozen=True):
    """One image before and after, as PNG bytes; `problem` says why there is none."""

    path: str
    before: bytes
    after: bytes
    problem: str = ""


class ImagesTranslated(Reply, frozen=True):
    """Images as they were asked for, in the same order; `seconds` without loading the translator."""

    images: tuple[TranslatedImage, ...]
    seconds: float


class TranslatedExported(Reply, frozen=True):
    """A folder of translated images is written: how many, how many masks, and how many were set aside."""

    images: int
    masks: int
    set_aside: int


class VideoTranslated(Reply, frozen=True):
    """A translated video is written."""

    report: VideoReport


class WeightsMatched(Reply, frozen=True):
    """What of a file fits a backbone: how many tensors, of so many numbers, and the names of all that does not.

    `misfit`: a sentence for each tensor of another shape; `left_over`: of the file, with no place in the backbone.
    """

    tensors: int
    numbers: int
    missing: tuple[str, ...]
    misfit: tuple[str, ...]
    left_over: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether the backbone can start from the file."""
        return not self.missing and not self.misfit


class Refused(Reply, frozen=True):
    """The last reply where a request cannot be carried out and a person can mend it: one sentence and the way out."""

    message: str
    hint: str = ""


class Failed(Reply, frozen=True):
    """The last reply where something unexpected ended a request: one sentence, the way out, and lines of the log."""

    message: str
    hint: str = ""
    log: str = ""


class Stopped(Reply, frozen=True):
    """The last reply where a person ended a request early: what is kept, and how to go on.

    `step`: of a run, its last.
    """

    message: str
    hint: str = ""
    step: int = 0


AnyReply: TypeAlias = (
    AnyEvent
    | ScanProgress
    | Scanned
    | Paused
    | Resumed
    | ModelExported
    | Weighed
    | Predicted
    | Watched
    | Reported
    | Inspected
    | LayoutFrame
    | Suggested
    | ImagesTranslated
    | TranslatedExported
    | VideoTranslated
    | WeightsMatched
    | Refused
    | Failed
    | Stopped
)


class Response(msgspec.Struct, frozen=True, tag=True):
    """A message about a request, in order; after the `last` none follows, and each request gets exactly one."""

    request: int
    message: AnyReply
    last: bool = False


class Ready(msgspec.Struct, frozen=True, tag=True):
    """The worker has imported what it needs and says what it can do. It takes requests before that, too."""

    pid: int
    catalogue: Catalogue


class StartupFailed(msgspec.Struct, frozen=True, tag=True):
    """The worker could not import what it needs: one sentence and the way out."""

    message: str
    hint: str = ""


FromWorker: TypeAlias = Response | Ready | StartupFailed
