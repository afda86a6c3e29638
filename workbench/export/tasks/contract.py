"""The export contract of a task: predictions and measures on folders, pages, and all else that leaves.

An exporter is a module or package of this folder, or an entry point in the group `workbench.tasks`; it goes with the
task of its name. Nothing here imports torch: an exporter's `tracing` does, when it is asked for.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Protocol

from workbench.core.domain import Domain, Sample, SetAside
from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.core.manifest import MeasuredScore
from workbench.core.scores import Scores
from workbench.core.text_table import Summary
from workbench.store.project import Project
from workbench.store.run_folder import RunFolder

if TYPE_CHECKING:
    from workbench.export.tracing import Tracing


class Predicting(NamedTuple):
    """What is to be predicted: the images of a folder, by a model folder, an ONNX file or a run.

    `best`: the run's best model, not its last. `file`: which ONNX file of a model folder. `form`: how predictions are
    written; empty takes what goes with the task and with the ending of `out`. `tiles`: each image in its own size,
    piece by piece. `link`: to the images instead of copies, where images are written.
    """

    model: Path
    folder: Path
    out: Path
    best: bool = False
    file: str = ""
    form: str = ""
    tiles: bool = False
    link: bool = False


class FolderPredictions(NamedTuple):
    """How many images were predicted, how many of them before a stop, and what was set aside."""

    predicted: int
    before: int
    set_aside: tuple[SetAside, ...]


class Measuring(NamedTuple):
    """What is to be measured: a model on a labelled folder. `best` as of Predicting.

    `mapping`: which class of the model a class of the folder is. `scales`: factors of an image's size over which
    predictions are averaged. `groups`: of each grouping, the group of each path.
    """

    model: Path
    domain: Domain
    best: bool = False
    mapping: Mapping[str, str] = {}
    scales: tuple[float, ...] = (1.0,)
    groups: Mapping[str, Mapping[str, str]] = {}


class ReportHeadline(NamedTuple):
    """What a person takes home: a figure, what it is of, and what it was without adaptation; empty where not known."""

    figure: str
    caption: str
    sentence: str


class ReportParts(NamedTuple):
    """What a report shows of a task alone: a row for each class, and rows of pictures with their titles."""

    classes: Sequence[Any] = ()
    pictures: Sequence[tuple[str, list[str]]] = ()


class LabelCarrier(Protocol):
    """Carries the labels of a domain along where its images are written anew."""

    def names(self, paths: Sequence[str]) -> dict[str, str]:
        """A name for each new image, no two alike."""

    def read(self, sample: Sample) -> Any:
        """The label of a sample, where it lies in a file of its own; None where not. Raises Unreadable."""

    def files(self, name: str, label: Any) -> list[Callable[[], None]]:
        """What writes the file of a label that was read, beside the new image of that name."""

    def finish(self, samples: Sequence[Sample], names: Mapping[str, str]) -> None:
        """Write what is said of all. Raises OSError."""


class TaskExport(ABC):
    """What leaves of a task's models. It has no state.

    `name`: of the task. `forms`: how predictions can be written. `pipeline`: the task as Hugging Face calls it.
    `accuracy`: what the model's facts call its accuracy on the target. `example`: where `workbench predict` could
    write. `watched`: whether `workbench watch` takes its models.
    """

    name: ClassVar[str]
    forms: ClassVar[tuple[str, ...]]
    pipeline: ClassVar[str]
    accuracy: ClassVar[str] = "target accuracy"
    example: ClassVar[str]
    watched: ClassVar[bool] = False

    @abstractmethod
    def predict(self, request: Predicting) -> Generator[Prepared, None, FolderPredictions]:
        """Predict a folder, and write the results; tells its progress. When it is stopped, the same call goes on.

        Raises UserError when there is no image, a choice does not go with the task, or nothing can be written.
        """

    @abstractmethod
    def measure(self, request: Measuring) -> Generator[Prepared, None, Summary]:
        """Compare predictions with the labels of a folder. Raises UserError when it has none that the model knows."""

    @abstractmethod
    def carrier(self, domain: Domain, out: Path) -> LabelCarrier:
        """What carries the labels of a domain to the folder `out`."""

    @abstractmethod
    def tracing(self) -> "Tracing":
        """How a run's model becomes a graph. Imports torch."""

    def measured_scores(self, scores: Scores, classes: tuple[str, ...]) -> list[MeasuredScore]:
        """The scores of the task beside accuracies, as the model's facts name them."""
        on = "labelled target images that were no shots"
        return [MeasuredScore(title, value, on) for title, value in scores.others.items()]

    def report_headline(self, scores: Scores, before: Scores | None, target: str) -> ReportHeadline | None:
        """The figure of a report, by the scores of the chosen run and of the one without adaptation.

        None for the usual one. `target`: the name of its folder.
        """
        return None

    def report_parts(self, chosen: RunFolder, reference: RunFolder | None, folder: Path) -> ReportParts:
        """What a report shows of the chosen run and of the one without adaptation. `folder`: the target's."""
        return ReportParts()

    def write_painted(self, project: Project, samples: Iterable[Sample], source: Domain, out: Path) -> int:
        """Write what a person has drawn on target samples as files that a job takes for shots; how many.

        Raises UserError where nothing can be drawn.
        """
        raise UserError(f"The source of {project.folder} labels images, not pixels.", "Leave out --masks.")
