"""The messages from a worker to a front end: responses to requests, Ready and StartupFailed."""

from typing import TypeAlias

import msgspec

from workbench.core.catalogue import Catalogue
from workbench.core.domain import Domain
from workbench.core.events import AnyEvent
from workbench.core.folder_outline import FolderOutline
from workbench.core.image_groups import ImageGroup
from workbench.core.manifest import Cost
from workbench.core.shift_report import Inspection
from workbench.core.suggestion import Suggestion
from workbench.core.video import VideoPreview, VideoReport


class Reply(msgspec.Struct, frozen=True, tag=True):
    """The base of all replies other than the events of a run."""


class ScanProgress(Reply, frozen=True):
    """The number of files that a scan has read so far."""

    files: int


class FolderListed(Reply, frozen=True):
    """What the names in the folder of a scan say. The files are still being checked."""

    outline: FolderOutline


class Scanned(Reply, frozen=True):
    """The result of a scan."""

    domain: Domain


class Paused(Reply, frozen=True):
    """The request is paused after this step."""

    step: int


class Resumed(Reply, frozen=True):
    """The request is running again."""


class ModelExported(Reply, frozen=True):
    """The model is written. `costs`: of its precisions; empty if they are not measured."""

    costs: tuple[Cost, ...] = ()


class PrecisionsMeasured(Reply, frozen=True):
    """The cost of each precision of a run's model."""

    costs: tuple[Cost, ...]


class DrawnPredicted(Reply, frozen=True):
    """Outputs of a closed model for N drawn samples: composed paths, and float32 logits (N, K) of the `classes`."""

    classes: tuple[str, ...]
    paths: tuple[str, ...]
    logits: bytes


class Predicted(Reply, frozen=True):
    """The predictions are written: their number, and the number of images that were set aside."""

    count: int
    set_aside: int


class Watched(Reply, frozen=True):
    """The number of images predicted so far, with a description of the `last` one or a `warning` about drift."""

    count: int
    last: str = ""
    warning: str = ""


class Reported(Reply, frozen=True):
    """The report is written. `recommended`: the folder of the run that it recommends."""

    recommended: str


class Inspected(Reply, frozen=True):
    """The result of an inspection."""

    inspection: Inspection


class LayoutFrame(Reply, frozen=True):
    """The coordinates of the samples in a frame of a layout, float32 (N, 2) and (M, 2). The last frame is final."""

    source: bytes
    target: bytes


class Suggested(Reply, frozen=True):
    """Images to label next, the most useful first; fewer than requested if fewer images are left."""

    suggestions: tuple[Suggestion, ...]


class Explained(Reply, frozen=True):
    """Where a model finds a class: `heat`, float32 (rows, columns) in [0, 1], and the probability of the class."""

    class_name: str
    probability: float
    rows: int
    columns: int
    heat: bytes


class TargetIndexed(Reply, frozen=True):
    """The target's images are indexed. `index`: where the index is kept."""

    index: str


class ImagesGrouped(Reply, frozen=True):
    """Groups of images, the most useful first."""

    groups: tuple[ImageGroup, ...]


class TranslatedImage(msgspec.Struct, frozen=True):
    """One image before and after translation, as PNG bytes; `problem`: why there is none."""

    path: str
    before: bytes
    after: bytes
    problem: str = ""


class ImagesTranslated(Reply, frozen=True):
    """The translated images in the order of the request; `seconds`: without loading the translator."""

    images: tuple[TranslatedImage, ...]
    seconds: float


class TranslatedExported(Reply, frozen=True):
    """The translated folder is written: the numbers of images, of masks, and of images that were set aside."""

    images: int
    masks: int
    set_aside: int


class VideoTranslated(Reply, frozen=True):
    """The translated video is written."""

    report: VideoReport


class VideoPreviewed(Reply, frozen=True):
    """The first seconds of a video are translated."""

    preview: VideoPreview


class WeightsMatched(Reply, frozen=True):
    """The match of a file with a backbone: the numbers of matching tensors and of their parameters.

    `missing`: tensors that are not in the file. `misfit`: a sentence for each tensor of another shape. `left_over`:
    tensors of the file that are not in the backbone.
    """

    tensors: int
    numbers: int
    missing: tuple[str, ...]
    misfit: tuple[str, ...]
    left_over: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether the backbone can be initialised from the file."""
        return not self.missing and not self.misfit


class WeightsFetched(Reply, frozen=True):
    """The weights of the backbone `name` are in the cache."""

    name: str


class Refused(Reply, frozen=True):
    """The last reply to a request that failed with a UserError: the problem and the remedy."""

    message: str
    hint: str = ""


class Failed(Reply, frozen=True):
    """The last reply to a request that failed unexpectedly: the problem, the remedy and lines of the log."""

    message: str
    hint: str = ""
    log: str = ""


class Stopped(Reply, frozen=True):
    """The last reply to a request that the user stopped: what is kept, and how to continue.

    `step`: the last step of a run. `elsewhere`: the host on which the run goes on; empty if it was stopped.
    """

    message: str
    hint: str = ""
    step: int = 0
    elsewhere: str = ""


AnyReply: TypeAlias = (
    AnyEvent
    | ScanProgress
    | FolderListed
    | Scanned
    | Paused
    | Resumed
    | ModelExported
    | PrecisionsMeasured
    | DrawnPredicted
    | Predicted
    | Watched
    | Reported
    | Inspected
    | LayoutFrame
    | Suggested
    | Explained
    | TargetIndexed
    | ImagesGrouped
    | ImagesTranslated
    | TranslatedExported
    | VideoTranslated
    | VideoPreviewed
    | WeightsMatched
    | WeightsFetched
    | Refused
    | Failed
    | Stopped
)


class Response(msgspec.Struct, frozen=True, tag=True):
    """A message about a request. Each request gets exactly one response with `last` set, which ends it."""

    request: int
    message: AnyReply
    last: bool = False


class Ready(msgspec.Struct, frozen=True, tag=True):
    """The worker has imported its libraries; `catalogue` lists what it supports. It accepts requests before that."""

    pid: int
    catalogue: Catalogue


class StartupFailed(msgspec.Struct, frozen=True, tag=True):
    """The worker could not import its libraries: the problem and the remedy."""

    message: str
    hint: str = ""


FromWorker: TypeAlias = Response | Ready | StartupFailed
