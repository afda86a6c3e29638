"""A run's folder: the names of its files, written by the engine alone, readable by anyone at any time."""

import csv
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from workbench.core.errors import UserError
from workbench.core.events import AnyEvent, Compared, Embedding, Event, Finished
from workbench.core.files import PARTS, replacing, write_atomically
from workbench.core.job import Job

T = TypeVar("T")


class Result(msgspec.Struct, frozen=True):
    """What a finished run came to: its last event, the model's classes in the order of its outputs, and the step
    at which its validator liked it best. `fingerprints` of the source's and the target's images and labels.
    """

    finished: Finished
    classes: tuple[str, ...]
    best_step: int = 0
    fingerprints: tuple[str, ...] = ()


class Prediction(msgspec.Struct, frozen=True):
    """One line of predictions.csv: `confidence` is the probability of the predicted class."""

    path: str
    predicted: str
    confidence: float


class RunFolder:
    """Reads and writes the files of one run."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.job_file = path / "job.json"
        self.shots_file = path / "shots.csv"
        self.events_file = path / "metrics.jsonl"
        self.checkpoint = path / "checkpoint.pt"
        self.model = path / "model.safetensors"
        self.best_model = path / "best.safetensors"
        self.embeddings = path / "embeddings"
        self.predictions_file = path / "predictions.csv"
        self.result_file = path / "result.json"
        self.log = path / "log.txt"
        self.trials = path / "trials"
        self.tensorboard = path / "tensorboard"
        self.comparison_file = path / "comparison.json"

    def begun(self) -> bool:
        """Whether a run got further here than to its recipe."""
        return self.events_file.exists() or self.trials.exists()

    def has_job(self) -> bool:
        """Whether a run was ever started here."""
        return self.job_file.exists()

    def job(self) -> Job:
        """The recipe. Raises UserError when this is no run folder."""
        return _read(
            self.job_file, Job, f"{self.path} is not the folder of a run.", "Give a folder that holds job.json."
        )

    def result(self) -> Result:
        """What the run came to. Raises UserError when it is not finished."""
        hint = f"Go on with: workbench resume {self.path}"
        return _read(self.result_file, Result, f"The run {self.path} is not finished.", hint)

    def events(self) -> Iterator[AnyEvent]:
        """All that was kept so far; a line that a crash cut off ends it."""
        decoder = msgspec.json.Decoder[AnyEvent](AnyEvent)
        if not self.events_file.exists():
            return
        for line in self.events_file.read_bytes().splitlines():
            try:
                yield decoder.decode(line)
            except msgspec.DecodeError:
                return

    def embedding(self, until: int | None = None) -> Embedding | None:
        """The last picture of features that was kept, up to a step; None before the first, or when it is damaged."""
        kept = sorted(self.embeddings.glob("*.msgpack")) if self.embeddings.is_dir() else []
        kept = [file for file in kept if until is None or file.name <= _picture(until)]
        try:
            return msgspec.msgpack.decode(kept[-1].read_bytes(), type=Embedding) if kept else None
        except (OSError, msgspec.DecodeError):
            return None

    def pictures(self) -> list[int]:
        """The steps whose picture of features was kept, in order."""
        return sorted(int(file.stem) for file in self.embeddings.glob("*.msgpack")) if self.embeddings.is_dir() else []

    def predictions(self) -> list[Prediction]:
        """The last predictions for the target, in the order of its samples; none before the run is finished."""
        if not self.predictions_file.exists():
            return []
        with self.predictions_file.open(newline="", encoding="utf-8", errors="surrogateescape") as file:
            return [Prediction(row["path"], row["predicted"], float(row["confidence"])) for row in csv.DictReader(file)]

    def sweep(self) -> None:
        """Delete what a killed run left half written."""
        for folder in (self.path, self.embeddings):
            for part in folder.glob(PARTS) if folder.is_dir() else ():
                part.unlink(missing_ok=True)

    def trial(self, method: str) -> "RunFolder":
        """The folder of one method that is tried here."""
        return RunFolder(self.trials / method)

    def adopt(self, other: "RunFolder") -> None:
        """Take over all that another run left but its result. Raises UserError when the disk does not take it."""
        try:
            for name in ("job_file", "events_file", "model", "best_model", "predictions_file"):
                with replacing(getattr(self, name)) as temporary:
                    shutil.copyfile(getattr(other, name), temporary)
            for kept, ours in ((other.embeddings, self.embeddings), (other.tensorboard, self.tensorboard)):
                if kept.is_dir():
                    shutil.copytree(kept, ours, dirs_exist_ok=True)
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
        """Keep the recipe, its shots as a table too. Raises UserError when the folder can not be written."""
        try:
            write_atomically(self.job_file, msgspec.json.format(msgspec.json.encode(job)))
            if job.shots:
                rows = ((shot.path, shot.label) for shot in job.shots)
                _write_table(self.shots_file, ("path", "label"), rows)
        except OSError as error:
            raise UserError(f"The run folder {self.path} can not be written ({error}).", "Choose another.") from error

    def append(self, event: Event) -> None:
        """Keep an event; an embedding in a file of its own. Raises UserError when the disk does not take it."""
        try:
            if isinstance(event, Embedding):
                self.embeddings.mkdir(exist_ok=True)
                write_atomically(self.embeddings / _picture(event.step), msgspec.msgpack.encode(event))
            else:
                with self.events_file.open("ab") as file:
                    file.write(msgspec.json.encode(event) + b"\n")
        except OSError as error:
            raise UserError(
                f"The run folder {self.path} can not be written any more ({error}).",
                "Free some space on that disk, then resume the run.",
            ) from error

    def events_size(self) -> int:
        """Bytes of events kept so far."""
        return self.events_file.stat().st_size if self.events_file.exists() else 0

    def truncate_events(self, size: int) -> None:
        """Forget all events after the first `size` bytes."""
        if self.events_size() > size:
            with self.events_file.open("r+b") as file:
                file.truncate(size)

    def write_predictions(self, rows: Iterable[Prediction]) -> None:
        """Keep predictions for the target."""
        lines = ((row.path, row.predicted, f"{row.confidence:.6f}") for row in rows)
        _write_table(self.predictions_file, ("path", "predicted", "confidence"), lines)

    def write_result(self, result: Result) -> None:
        """Mark the run as finished."""
        write_atomically(self.result_file, msgspec.json.format(msgspec.json.encode(result)))


def _write_table(path: Path, names: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    with (
        replacing(path) as temporary,
        temporary.open("w", newline="", encoding="utf-8", errors="surrogateescape") as file,
    ):
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows(rows)


def _picture(step: int) -> str:
    return f"{step:09d}.msgpack"


def _read(path: Path, kind: type[T], message: str, hint: str) -> T:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.DecodeError) as error:
        raise UserError(message, hint) from error
