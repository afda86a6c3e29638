"""The export contract of a task: predicts and measures folders, traces models, and contributes to reports.

An exporter is a module or package of this folder, or an entry point in the group `workbench.tasks`. It belongs to the
task with the same name. This module does not import torch; an exporter's `tracing` method may.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Protocol

from workbench.core.deep_range import DeepRange
from workbench.core.domain import Domain, Sample, SetAside
from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.core.manifest import MeasuredScore
from workbench.core.scores import Scores
from workbench.core.text_table import Summary
from workbench.export.results_files import ResultLine
from workbench.store.project import Project
from workbench.store.run_folder import RunFolder

if TYPE_CHECKING:
    from workbench.export.tracing import Tracing
    from workbench.export.watching.watched_model import WatchedModel


class Predicting(NamedTuple):
    """A request to predict the images of a folder with a model folder, an ONNX file or a run.

    `best`: use the run's best model instead of its last. `file`: the name of an ONNX file in a model folder. `form`:
    the format of the results; empty selects one by the task and the suffix of `out`. `tiles`: predict each image at
    its own size, in tiles. `link`: link images instead of copying them, if images are written. `deep`: the range of
    deep images, by default the model's. `masks`: of a folder that is watched: the folder for masks, by default beside
    `out`.
    """

    model: Path
    folder: Path
    out: Path
    best: bool = False
    file: str = ""
    form: str = ""
    tiles: bool = False
    link: bool = False
    deep: DeepRange | None = None
    masks: Path | None = None


class StreamModel(NamedTuple):
    """A loaded model for streams of images. `content`: identifies its weights and its decision.

    `lines`: predicts images in order, each a path and what reads its content or raises Unreadable, with a number of
    threads, 0 for one a processor. It yields batches of one line for each image.
    """

    lines: Callable[[Iterable[tuple[str, Callable[[], bytes]]], int], Iterator[list[ResultLine]]]
    classes: tuple[str, ...]
    content: str


class FolderPredictions(NamedTuple):
    """The result of a prediction. `before`: the number of images that were predicted before the command was resumed."""

    predicted: int
    before: int
    set_aside: tuple[SetAside, ...]


class Measuring(NamedTuple):
    """A request to measure a model on a labelled folder. `best`: use the run's best model instead of its last.

    `mapping`: the model's class for each class of the folder. `scales`: factors of the image size; predictions are
    averaged over them. `groups`: for each grouping, the group of each path.
    """

    model: Path
    domain: Domain
    best: bool = False
    mapping: Mapping[str, str] = {}
    scales: tuple[float, ...] = (1.0,)
    groups: Mapping[str, Mapping[str, str]] = {}


class ReportHeadline(NamedTuple):
    """The headline of a report: a figure, its caption, and a sentence with the value without adaptation, or empty."""

    figure: str
    caption: str
    sentence: str


class ReportParts(NamedTuple):
    """The parts of a report that depend on the task: a row for each class, and titled rows of images."""

    classes: Sequence[Any] = ()
    pictures: Sequence[tuple[str, list[str]]] = ()


class LabelCarrier(Protocol):
    """Writes the labels of a domain for a copy of its images."""

    def names(self, paths: Sequence[str]) -> dict[str, str]:
        """A unique name for each new image."""

    def read(self, sample: Sample) -> Any:
        """The label of a sample if it is a file of its own, else None. Raises Unreadable."""

    def files(self, name: str, label: Any) -> list[Callable[[], None]]:
        """Functions that write the label file of the new image with that name."""

    def finish(self, samples: Sequence[Sample], names: Mapping[str, str]) -> None:
        """Write the files that all labels share. Raises OSError."""


class TaskExport(ABC):
    """The exporter of a task, without state.

    `name`: the task's name. `forms`: the formats of predictions. `pipeline`: Hugging Face's name of the task.
    `model_api`: OpenVINO's.
    `accuracy`: the name of the accuracy on the target in model.json. `example`: an example of --out for
    `workbench predict`. `watched`: whether `workbench watch` supports its models. `weighs`: whether costs of a miss
    decide the class.
    """

    name: ClassVar[str]
    forms: ClassVar[tuple[str, ...]]
    pipeline: ClassVar[str]
    model_api: ClassVar[str] = ""
    accuracy: ClassVar[str] = "target accuracy"
    example: ClassVar[str]
    watched: ClassVar[bool] = False
    weighs: ClassVar[bool] = False

    @abstractmethod
    def predict(self, request: Predicting) -> Generator[Prepared, None, FolderPredictions]:
        """Predict a folder and write the results. Yields the progress. The same call resumes a stopped prediction.

        Raises UserError if there is no image, the task does not support an option, or the results cannot be written.
        """

    def stream_model(self, request: Predicting) -> StreamModel:
        """Load the model of a request for streams of images; its folders are not used.

        Raises UserError if the task does not predict one line for each image.
        """
        raise UserError(
            f"The model {request.model} does not predict one class for each image, so it writes no parts.",
            "Predict a folder, without --parts and --on.",
        )

    def watched_model(self, request: Predicting) -> "WatchedModel":
        """Load the model of a request for a folder that is watched; `out` is the table.

        Raises UserError if models of the task do not watch folders.
        """
        raise UserError(f"Models of the task “{self.name}” do not watch folders.", "Predict the folder instead.")

    @abstractmethod
    def measure(self, request: Measuring) -> Generator[Prepared, None, Summary]:
        """Compare predictions with the labels of a folder. Raises UserError if none is a class of the model."""

    @abstractmethod
    def carrier(self, domain: Domain, out: Path) -> LabelCarrier:
        """The carrier that writes the labels of a domain to the folder `out`."""

    @abstractmethod
    def tracing(self) -> "Tracing":
        """The tracing of the task's models. Imports torch."""

    def measured_scores(self, scores: Scores, classes: tuple[str, ...]) -> list[MeasuredScore]:
        """The scores of the task besides accuracies, with their names in model.json."""
        on = "labelled target images that were not shots"
        return [MeasuredScore(title, value, on) for title, value in scores.others.items()]

    def report_headline(self, scores: Scores, before: Scores | None, target: str) -> ReportHeadline | None:
        """The headline of a report, from the scores of the chosen run and of the run without adaptation.

        None selects the default headline. `target`: the name of the target's folder.
        """
        return None

    def report_parts(self, chosen: RunFolder, reference: RunFolder | None, folder: Path) -> ReportParts:
        """Parts of a report on the chosen run and the run without adaptation. `folder`: the target's folder."""
        return ReportParts()

    def write_painted(self, project: Project, samples: Iterable[Sample], source: Domain, out: Path) -> int:
        """Write what was painted on target samples as files that a job accepts as shots. Return their number.

        Raises UserError if the task has no painted labels.
        """
        raise UserError(
            f"The source of {project.folder} labels images, not pixels.", "Run the command without --masks."
        )
