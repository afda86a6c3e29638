"""A run's folder: the names of its files, written by the engine alone, readable by anyone at any time."""

import contextlib
import csv
import shutil
from collections.abc import Iterable
from pathlib import Path

import msgspec

from workbench.core.command_line import command_line
from workbench.core.errors import UserError
from workbench.core.events import Compared, Embedding, Finished
from workbench.core.file_names import mask_name
from workbench.core.files import PARTS, replacing, write_atomically
from workbench.core.job import Job
from workbench.core.masks import ClassTable
from workbench.store import lock
from workbench.store.event_folder import EventFolder, read_json, write_table

# What a run folder does not take over from the trial that won: its lock is held, its log and comparison are its own,
# its result marks the end and is written last, and of a finished trial nothing is left to resume.
NOT_ADOPTED = frozenset((lock.NAME, "log.txt", "comparison.json", "result.json", "checkpoint.pt", "trials"))


class Result(msgspec.Struct, frozen=True):
    """What a finished run came to: its last event, the model's classes in the order of its outputs, and the step
    at which its validator liked it best. `fingerprints` of the source's and the target's images and labels. `table`:
    the classes with their colours, where pixels are told.
    """

    finished: Finished
    classes: tuple[str, ...]
    best_step: int = 0
    fingerprints: tuple[str, ...] = ()
    table: ClassTable | None = None


class Prediction(msgspec.Struct, frozen=True):
    """One line of predictions.csv: `confidence` is the probability of the predicted class."""

    path: str
    predicted: str
    confidence: float


class ImageScores(msgspec.Struct, frozen=True):
    """How well the pixels of one image are told, in [0, 1]: those that are right, and the IoU of each class there."""

    path: str
    accuracy: float
    iou: dict[str, float]


class RunFolder(EventFolder):
    """Reads and writes the files of one run."""

    pictures_kept = (Embedding,)

    def __init__(self, path: Path) -> None:
        super().__init__(path, "embeddings")
        self.job_file = path / "job.json"
        self.shots_file = path / "shots.csv"
        self.shot_masks = path / "shot-masks"
        self.model = path / "model.safetensors"
        self.best_model = path / "best.safetensors"
        self.embeddings = self.picture_folder
        self.predictions_file = path / "predictions.csv"
        self.masks = path / "masks"
        self.image_scores_file = path / "images.csv"
        self.trials = path / "trials"
        self.tensorboard = path / "tensorboard"
        self.translator = path / "translator"
        self.comparison_file = path / "comparison.json"

    def begun(self) -> bool:
        """Whether a run got further here than to its recipe."""
        return self.events_file.exists() or self.trials.exists()

    def has_job(self) -> bool:
        """Whether a run was ever started here."""
        return self.job_file.exists()

    def job(self) -> Job:
        """The recipe. Raises UserError when this is no run folder."""
        return read_json(
            self.job_file, Job, f"{self.path} is not the folder of a run.", "Give a folder that holds job.json."
        )

    def result(self) -> Result:
        """What the run came to. Raises UserError when it is not finished."""
        hint = f"Go on with: workbench resume {self.path}"
        return read_json(self.result_file, Result, f"The run {self.path} is not finished.", hint)

    def embedding(self, until: int | None = None) -> Embedding | None:
        """The last picture of features that was kept, up to a step; None before the first, or when it is damaged."""
        return self.picture(Embedding, until)

    def predictions(self) -> list[Prediction]:
        """The last predictions for the target, in the order of its samples; none before the run is finished."""
        if not self.predictions_file.exists():
            return []
        with self.predictions_file.open(newline="", encoding="utf-8", errors="surrogateescape") as file:
            return [Prediction(row["path"], row["predicted"], float(row["confidence"])) for row in csv.DictReader(file)]

    def mask_file(self, sample: str) -> Path:
        """Where the predicted mask of a target sample is: a PNG of class numbers, with the classes' palette."""
        return self.masks / f"{sample}.png"

    def doubt_file(self, sample: str) -> Path:
        """Where the doubt about each of its pixels is: a grey PNG, white where all classes are as likely."""
        return self.masks / f"{sample}.doubt.png"

    def image_scores(self) -> list[ImageScores]:
        """How well the pixels of each labelled target image are told; none before the run is finished."""
        if not self.image_scores_file.exists():
            return []
        with self.image_scores_file.open(newline="", encoding="utf-8", errors="surrogateescape") as file:
            head, *rows = csv.reader(file)
        return [
            ImageScores(path, float(right), {n: float(v) for n, v in zip(head[2:], iou, strict=True) if v})
            for path, right, *iou in rows
        ]

    def write_image_scores(self, classes: tuple[str, ...], rows: Iterable[ImageScores]) -> None:
        """Keep how well each labelled target image is told."""
        lines = (
            (one.path, f"{one.accuracy:.6f}", *(f"{one.iou[name]:.6f}" if name in one.iou else "" for name in classes))
            for one in rows
        )
        write_table(self.image_scores_file, ("path", "accuracy", *classes), lines)

    def trial(self, method: str) -> "RunFolder":
        """The folder of one method that is tried here."""
        return RunFolder(self.trials / method)

    def adopt(self, other: "RunFolder") -> None:
        """Copy every file that another run left, except what is that folder's own (NOT_ADOPTED).

        Each file is written atomically, so a copy that was cut short can be repeated. Raises UserError when the disk
        does not take it.
        """
        try:
            for file in sorted(other.path.rglob("*")):
                relative = file.relative_to(other.path)
                if file.is_file() and relative.parts[0] not in NOT_ADOPTED and not file.match(PARTS):
                    with replacing(self.path / relative) as temporary:
                        shutil.copyfile(file, temporary)
        except OSError as error:
            raise UserError(f"The run could not be written to {self.path} ({error}).", "Free some space.") from error

    def comparison(self) -> Compared | None:
        """Which methods were tried before this one was taken; None where none were."""
        try:
            return msgspec.json.decode(self.comparison_file.read_bytes(), type=Compared)
        except (OSError, msgspec.DecodeError):
            return None

    def write_comparison(self, comparison: Compared) -> None:
        """Keep which methods were tried."""
        write_atomically(self.comparison_file, msgspec.json.format(msgspec.json.encode(comparison)))

    def write_job(self, job: Job) -> None:
        """Keep the recipe, its shots as a table and as a folder of masks too. Raises UserError when it can not."""
        try:
            write_atomically(self.job_file, msgspec.json.format(msgspec.json.encode(job)))
            if job.shots:
                rows = ((shot.path, shot.label) for shot in job.shots)
                write_table(self.shots_file, ("path", "label"), rows)
            self._copy_shot_masks(job)
        except OSError as error:
            raise UserError(f"The run folder {self.path} can not be written ({error}).", "Choose another.") from error

    def _copy_shot_masks(self, job: Job) -> None:
        """Copy the painted masks, each named by its sample. A mask that is missing is reported when the job starts."""
        for shot in job.shots:
            copy = self.shot_masks / mask_name(shot.path)
            if shot.mask and Path(shot.mask) != copy and Path(shot.mask).is_file():
                with replacing(copy) as temporary:
                    shutil.copyfile(shot.mask, temporary)

    def command(self, job: Job) -> list[str]:
        """The words of `workbench adapt …` that repeat a job of this folder, with the shots that it keeps.

        A run of an earlier version has no copies of its painted masks; they are made now, where they can be.
        """
        if not self.shot_masks.is_dir():
            with contextlib.suppress(OSError):
                self._copy_shot_masks(job)
        return command_line(job, str(self.shots_file), str(self.shot_masks))

    def write_predictions(self, rows: Iterable[Prediction]) -> None:
        """Keep predictions for the target."""
        lines = ((row.path, row.predicted, f"{row.confidence:.6f}") for row in rows)
        write_table(self.predictions_file, ("path", "predicted", "confidence"), lines)

    def write_result(self, result: Result) -> None:
        """Mark the run as finished."""
        write_atomically(self.result_file, msgspec.json.format(msgspec.json.encode(result)))
