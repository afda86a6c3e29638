"""The folder of a run: names and contents of its files. Only the engine writes it; it can be read at any time."""

import contextlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from workbench.core.command_line import command_line
from workbench.core.drawn_labels import DrawnLabel
from workbench.core.errors import UserError
from workbench.core.events import Compared, Embedding, Finished
from workbench.core.file_names import contained_place, mask_name
from workbench.core.files import PARTS, copy_atomically, sync_tree, write_atomically
from workbench.core.job import Job
from workbench.core.masks import ClassTable
from workbench.core.name_matching import composed, unicode_forms
from workbench.core.recipe import recipe_text
from workbench.core.settings import Field
from workbench.store import lock
from workbench.store.correction_table import write_corrections
from workbench.store.event_folder import EventFolder, read_json, write_table
from workbench.store.remote_run import NAME as REMOTE
from workbench.store.run_tables import ImageScores, Prediction, read_image_scores, read_predictions

# Files that `adopt` does not copy from the best trial. The lock, the log and the comparison belong to the run itself;
# the result marks the run as finished and is written last; the checkpoint of a finished trial is not needed.
NOT_ADOPTED = frozenset((lock.NAME, "log.txt", "comparison.json", "result.json", "checkpoint.pt", "trials"))


class Result(msgspec.Struct, frozen=True):
    """The result of a finished run: its last event and the model's classes in the order of its outputs.

    `best_step`: the step with the highest score. `fingerprints`: of the images and labels of source and target.
    `table`: classes and colours, for segmentation. `ended`: the step at which a person ended it; unset at the last one.
    """

    finished: Finished
    classes: tuple[str, ...]
    best_step: int = 0
    fingerprints: tuple[str, ...] = ()
    table: ClassTable | None = None
    ended: int | msgspec.UnsetType = msgspec.UNSET

    def __post_init__(self) -> None:
        """Class names are in one Unicode form, also those that were stored in another."""
        msgspec.structs.force_setattr(self, "classes", tuple(map(composed, self.classes)))


class RunFolder(EventFolder):
    """Reads and writes the files of one run."""

    picture_types = (Embedding,)

    def __init__(self, path: Path) -> None:
        super().__init__(path, "embeddings")
        self.job_file = path / "job.json"
        self.recipe_file = path / "recipe.toml"
        self.shots_file = path / "shots.csv"
        self.shot_masks = path / "shot-masks"
        self.corrections_file = path / "corrections.csv"
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
        self.drawn_file = path / "measuring.json"

    def begun(self) -> bool:
        """Whether the run has started, which leaves more than its job file."""
        return self.events_file.exists() or self.trials.exists() or (self.path / REMOTE).exists()

    def has_job(self) -> bool:
        """Whether the folder contains a job file."""
        return self.job_file.exists()

    def job(self) -> Job:
        """The job. Raises UserError if this is not a run folder."""
        return read_json(
            self.job_file, Job, f"{self.path} is not a run folder.", "Choose a folder that contains job.json."
        )

    def result(self) -> Result:
        """The result. Raises UserError if the run is not finished."""
        hint = f"Resume it: workbench resume {self.path}"
        return read_json(self.result_file, Result, f"The run {self.path} is not finished.", hint)

    def embedding(self, until: int | None = None) -> Embedding | None:
        """The latest embedding, at or before the step `until`; None if there is none or it is damaged."""
        return self.picture(Embedding, until)

    def predictions(self) -> list[Prediction]:
        """The predictions for the target, in the order of its samples; empty before the run is finished.

        Raises UserError if the file is damaged.
        """
        return read_predictions(self.predictions_file, self.path)

    def mask_file(self, sample: str) -> Path:
        """The predicted mask of a target sample: a PNG of class indices with the colours of the classes as palette."""
        return self._mask(sample, ".png")

    def uncertainty_file(self, sample: str) -> Path:
        """The uncertainty of a predicted mask: a grey PNG, white where all classes are equally probable."""
        return self._mask(sample, ".doubt.png")

    def _mask(self, sample: str, suffix: str) -> Path:
        """The file of a sample; the existing one if it was written when the path had another Unicode form."""
        place = contained_place(self.masks, mask_name(sample, suffix))
        if sample.isascii() or place.exists():
            return place
        others = (contained_place(self.masks, mask_name(form, suffix)) for form in unicode_forms(sample))
        return next((other for other in others if other.exists()), place)

    def image_scores(self) -> list[ImageScores]:
        """The segmentation scores of each labelled target image; empty before the run is finished.

        Raises UserError if the file is damaged.
        """
        return read_image_scores(self.image_scores_file)

    def write_image_scores(self, classes: tuple[str, ...], rows: Iterable[ImageScores]) -> None:
        """Write the segmentation scores of the labelled target images."""
        lines = (
            (row.path, f"{row.accuracy:.6f}", *(f"{row.iou[name]:.6f}" if name in row.iou else "" for name in classes))
            for row in rows
        )
        write_table(self.image_scores_file, ("path", "accuracy", *classes), lines)

    def trial(self, method: str) -> "RunFolder":
        """The folder of the trial of a method."""
        return RunFolder(self.trials / method)

    def training_folder(self) -> "RunFolder":
        """The folder with the events and embeddings of the run so far: this one, or a trial until `auto` adopts one.

        That is the chosen trial, or the one that was trained last if none is chosen yet.
        """
        if self.events_file.exists() or not self.trials.is_dir():
            return self
        trials = [trial for path in self.trials.iterdir() if (trial := RunFolder(path)).events_file.exists()]
        comparison = self.comparison()
        chosen = [trial for trial in trials if comparison and trial.path.name == comparison.chosen]
        return max(chosen or trials, key=lambda trial: trial.events_file.stat().st_mtime_ns, default=self)

    def can_end(self) -> bool:
        """Whether the run was stopped with a model; that of `auto` only once it has chosen a method."""
        chosen = not self.trials.is_dir() or self.comparison() is not None
        return chosen and self.training_folder().checkpoint.is_file()

    def adopt(self, other: "RunFolder") -> None:
        """Copy all files of another run, except NOT_ADOPTED.

        Each file is written atomically, so an interrupted copy can be repeated. Raises UserError if writing fails.
        """
        try:
            for file in sorted(other.path.rglob("*")):
                relative = file.relative_to(other.path)
                if file.is_file() and relative.parts[0] not in NOT_ADOPTED and not file.match(PARTS):
                    copy_atomically(file, self.path / relative, durable=False)
            sync_tree(self.path)
        except OSError as error:
            raise UserError(
                f"The run folder {self.path} cannot be written ({error}).", "Free some space on its disk."
            ) from error

    def comparison(self) -> Compared | None:
        """The comparison of methods that chose this run's method; None if there was none."""
        try:
            return msgspec.json.decode(self.comparison_file.read_bytes(), type=Compared)
        except (OSError, msgspec.DecodeError):
            return None

    def write_comparison(self, comparison: Compared) -> None:
        """Write the comparison of methods."""
        write_atomically(self.comparison_file, msgspec.json.format(msgspec.json.encode(comparison)))

    def drawn(self) -> tuple[DrawnLabel, ...]:
        """The labels that choose among the methods of `auto`; none in a run of an earlier version.

        Raises UserError if the file is damaged.
        """
        if not self.drawn_file.is_file():
            return ()
        hint = "Start a new run."
        return read_json(self.drawn_file, tuple[DrawnLabel, ...], f"{self.drawn_file} cannot be read.", hint)

    def write_drawn(self, labels: Sequence[DrawnLabel]) -> None:
        """Write the labels that choose among the methods of `auto`, or delete those of an earlier start."""
        if labels:
            write_atomically(self.drawn_file, msgspec.json.format(msgspec.json.encode(labels)))
        else:
            self.drawn_file.unlink(missing_ok=True)

    def write_job(self, job: Job, settings: Sequence[Field] = ()) -> None:
        """Write the job and its recipe, labelled shots and corrections as CSV files, and painted shots as masks.

        `settings`: those of its method, with which the recipe is complete. Raises UserError if writing fails.
        """
        try:
            write_atomically(self.job_file, msgspec.json.format(msgspec.json.encode(job)))
            write_atomically(self.recipe_file, recipe_text(job, settings))
            if job.shots:
                rows = ((shot.path, shot.label) for shot in job.shots)
                write_table(self.shots_file, ("path", "label"), rows)
            if job.corrections:
                write_corrections(self.corrections_file, job.corrections)
            self._copy_shot_masks(job)
        except OSError as error:
            raise UserError(
                f"The run folder {self.path} cannot be written ({error}).", "Choose another folder."
            ) from error

    def _copy_shot_masks(self, job: Job) -> None:
        """Copy the painted masks under the names of their samples. A missing mask is reported when the job starts."""
        for shot in job.shots:
            copy = contained_place(self.shot_masks, mask_name(shot.path, Path(shot.mask).suffix))
            if shot.mask and Path(shot.mask) != copy and Path(shot.mask).is_file():
                copy_atomically(Path(shot.mask), copy)

    def command(self, job: Job) -> list[str]:
        """The arguments of `workbench adapt …` that repeat a job with the shots stored in this folder.

        Runs of earlier versions have no copies of their painted masks; missing copies are made now if possible.
        """
        if not self.shot_masks.is_dir():
            with contextlib.suppress(OSError):
                self._copy_shot_masks(job)
        return command_line(job, str(self.shots_file), str(self.shot_masks), str(self.corrections_file))

    def write_predictions(self, rows: Iterable[Prediction]) -> None:
        """Write the predictions for the target."""
        lines = (
            (row.path, row.predicted, f"{row.confidence:.6f}", "" if row.support is None else f"{row.support:.2f}")
            for row in rows
        )
        write_table(self.predictions_file, ("path", "predicted", "confidence", "support"), lines)

    def write_result(self, result: Result) -> None:
        """Write the result, which marks the run as finished, after all its other files are on the disk."""
        self.sync_events()
        if self.masks.is_dir():
            sync_tree(self.masks)
        write_atomically(self.result_file, msgspec.json.format(msgspec.json.encode(result)))
