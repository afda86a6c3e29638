"""How long runs took on this machine, as the window remembers it from one project to the next."""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from workbench.core.files import write_atomically
from workbench.core.job import Job, Tune
from workbench.store.user_paths import user_data

KEPT = 200  # runs, the latest
ALIKE = 2.0  # the largest ratio between numbers of images at which the time of a run is a guide to that of another


class RunTime(msgspec.Struct, frozen=True):
    """A run that was finished in one go: its `method` (“auto” if it compared several), its network and its time.

    `images`: of both domains; `rate`: steps per second of training, at the end; `seconds`: wall time of all.
    """

    method: str
    backbone: str
    tune: Tune
    batch: int
    image_size: int
    images: int
    steps: int
    rate: float
    seconds: float

    def of(self, steps: int, images: int) -> float:
        """The seconds that it would have taken for another number of steps and of images."""
        training = self.steps / self.rate if self.rate else self.seconds
        rest = max(self.seconds - training, 0.0)  # reading, features of a frozen backbone, evaluations
        return min(training, self.seconds) * steps / self.steps + rest * images / max(self.images, 1)

    def serves(self, job: Job, images: int) -> bool:
        """Whether it is a guide to the time of a job: the same method and network, and about as many images."""
        asked = (job.backbone, str(job.tune), job.batch, job.image_size)
        ours = (self.backbone, str(self.tune), self.batch, self.image_size)
        same = all(one in ("auto", 0, other) for one, other in zip(asked, ours, strict=True))
        ratio = images / max(self.images, 1)
        return same and job.method == self.method and 1 / ALIKE <= ratio <= ALIKE


def expected_seconds(times: Iterable[RunTime], job: Job, images: int) -> float | None:
    """The expected seconds of a job by the last run that is a guide to it; None if there is none."""
    last = next((time for time in times if time.serves(job, images)), None)
    return None if last is None else last.of(job.steps, images)


def read_run_times() -> list[RunTime]:
    """The remembered runs, the latest first; none if the file is missing or damaged."""
    try:
        return msgspec.json.decode(_file().read_bytes(), type=list[RunTime])
    except (OSError, msgspec.DecodeError):
        return []


def remember_run_time(time: RunTime) -> None:
    """Put a run first. Errors of the file system are ignored."""
    try:
        write_atomically(_file(), msgspec.json.encode([time, *read_run_times()][:KEPT]), durable=False)
    except OSError:
        return


def _file() -> Path:
    return user_data() / "run-times.json"
