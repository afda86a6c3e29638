"""What a worker answers beside the events of a run."""

from typing import TypeAlias

import msgspec

from workbench.core.catalogue import Catalogue
from workbench.core.domain import Domain, Side
from workbench.core.events import AnyEvent
from workbench.core.manifest import Cost
from workbench.core.shift_report import Inspection, InspectionRequest
from workbench.core.suggestion import Suggestion
from workbench.core.video import VideoReport, VideoRequest


class Reply(msgspec.Struct, frozen=True, tag=True):
    """Anything a worker answers beside the events of a run."""


class Ready(Reply, frozen=True):
    """The worker has imported what it needs and can take commands."""

    pid: int
    catalogue: Catalogue


class ScanProgress(Reply, frozen=True):
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


class ExportProgress(Reply, frozen=True):
    """Progress of what leaves: `what` is "Tracing the model", "Measuring int8", "Predicting", …"""

    what: str
    done: int
    total: int


class ModelExported(Reply, frozen=True):
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


class AnalysisProgress(Reply, frozen=True):
    """Progress of an inspection or a suggestion: `what` is "Decoding source images", "Looking for duplicates", …

    `command` is the class name of what was asked for.
    """

    what: str
    done: int
    total: int
    command: str = "Inspect"


class Inspected(Reply, frozen=True):
    """An inspection is done."""

    request: InspectionRequest
    inspection: Inspection


class LayoutFrame(Reply, frozen=True):
    """A frame of a layout, float32 (N, 2) and (M, 2); after the `last` none follows."""

    layout: str
    source: bytes
    target: bytes
    last: bool


class Suggested(Reply, frozen=True):
    """What to label next, the most useful first; fewer than asked for where fewer images are left.

    `basis`: the folder of the run, or the target of the inspection, as of Suggest.
    """

    basis: str
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


class WeightsMatched(Reply, frozen=True):
    """What of a file fits a backbone: how many tensors, of so many numbers, and the names of all that does not.

    `misfit`: a sentence for each tensor of another shape; `left_over`: of the file, with no place in the backbone.
    """

    file: str
    backbone: str
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
    """A command could not be carried out: `command` is its class name; one sentence and the way out."""

    command: str
    message: str
    hint: str = ""
    subject: str = ""  # the folder, run or file it was about


AnyReply: TypeAlias = (
    AnyEvent
    | Ready
    | ScanProgress
    | Scanned
    | Paused
    | Resumed
    | ExportProgress
    | ModelExported
    | Weighed
    | Predicted
    | Watched
    | Reported
    | AnalysisProgress
    | Inspected
    | LayoutFrame
    | Suggested
    | ImagesTranslated
    | TranslatedExported
    | VideoTranslated
    | WeightsMatched
    | Refused
)
