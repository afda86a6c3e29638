"""Makes many runs on a Ray cluster: one task each, started again from its checkpoint if its node is lost."""

import shutil
import time
from collections.abc import Generator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import msgspec

from workbench import __version__
from workbench.cluster.folder_copy import FolderWatch, apply
from workbench.cluster.planned_run import PlannedRun, RunStatus, Standing
from workbench.cluster.ray_cluster import Needs
from workbench.cluster.ray_task import Mailbox, RunNews, TaskEnd, make_run
from workbench.core.errors import UserError
from workbench.store.lock import locked
from workbench.store.run_folder import RunFolder

STARTS = 5  # of a run, at most: nodes that are lost more often have a cause that another start does not mend
POLL = 0.2  # seconds between two looks at the cluster
PATIENCE = 60.0  # seconds for the runs to write and send their checkpoints after they were told to stop


def run_on_ray(
    planned: Sequence[PlannedRun], statuses: Sequence[RunStatus], needs: Needs
) -> Generator[None, None, None]:
    """Make the runs that are not done, as many at once as the connected cluster has room for, and keep their statuses.

    Yields a few times a second. The caller's folders are locked, and get each run's files at its checkpoints and at its
    end. A run whose node is lost is started again from the files that came last, so none is lost and none counts twice:
    messages of an earlier start are ignored. Closing the generator stops the runs and fetches their checkpoints.
    A run that a person's mistake ends is marked as failed, and the others go on. Raises UserError if the caller loses
    the cluster.
    """
    with ExitStack() as locks:
        for run, status in zip(planned, statuses, strict=True):
            locks.enter_context(locked(Path(run.folder)))
            if run.done():
                status.end(Standing.FINISHED)
        runs = RunTasks(planned, statuses, needs)
        try:
            while runs.tasks:
                runs.follow(POLL)
                yield
        finally:
            runs.stop()


class RunTasks:
    """The tasks of the runs. `tasks`: the number of the run of each task that has not ended."""

    def __init__(self, planned: Sequence[PlannedRun], statuses: Sequence[RunStatus], needs: Needs) -> None:
        import ray
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

        self.planned, self.statuses = planned, statuses
        self.task = ray.remote(make_run).options(**needs.options(), max_retries=0, scheduling_strategy="SPREAD")
        here = NodeAffinitySchedulingStrategy(ray.get_runtime_context().get_node_id(), soft=True)
        self.mailbox = ray.remote(Mailbox).options(num_cpus=0, scheduling_strategy=here).remote()
        self.tasks: dict[Any, int] = {}
        self.starts = [0] * len(planned)
        self.stopping = False
        for number, status in enumerate(statuses):
            if status.standing is not Standing.FINISHED:
                self._start(number)

    def follow(self, seconds: float) -> None:
        """Wait up to `seconds` for a task to end, take the messages, and then settle what has ended."""
        import ray

        try:
            ended, _ = ray.wait(list(self.tasks), num_returns=len(self.tasks), timeout=seconds)
            for message in ray.get(self.mailbox.take.remote()):
                self._take(msgspec.msgpack.decode(message, type=RunNews))
        except (ray.exceptions.RayActorError, ConnectionError) as error:
            raise UserError(
                "The connection to the Ray cluster is lost.", "The same command goes on from the checkpoints."
            ) from error
        for task in ended:
            self._settle(task)

    def stop(self) -> None:
        """Tell the runs to stop, wait for their checkpoints, and end the tasks that do not answer."""
        import ray

        if not self.tasks:
            return
        self.stopping = True
        self.mailbox.stop.remote()
        waiting = [task for task, number in self.tasks.items() if self.statuses[number].standing is Standing.WAITING]
        for task in waiting:
            ray.cancel(task)
        until = time.monotonic() + PATIENCE
        while self.tasks and time.monotonic() < until:
            self.follow(POLL)
        for task in self.tasks:
            ray.cancel(task, force=True)

    def _start(self, number: int) -> None:
        run = self.planned[number]
        kept = msgspec.msgpack.encode(FolderWatch(Path(run.folder)).change())
        self.starts[number] += 1
        arguments = (number, self.starts[number], msgspec.msgpack.encode(run), kept, self.mailbox, __version__)
        self.tasks[self.task.remote(*arguments)] = number

    def _take(self, news: RunNews) -> None:
        """Take a message; one of an earlier start is of a task that was given up."""
        if news.start != self.starts[news.number]:
            return
        run, status = self.planned[news.number], self.statuses[news.number]
        if status.standing is not Standing.RUNNING:
            status.start(news.at)
        for event in news.events:
            status.follow(event)
        if news.change is not None:
            apply(news.change, Path(run.folder))

    def _settle(self, task: Any) -> None:
        """A task has ended: the run is finished, stopped or failed, or its node was lost and it starts again."""
        import ray

        number = self.tasks.pop(task)
        status = self.statuses[number]
        try:
            end = msgspec.msgpack.decode(ray.get(task), type=TaskEnd)
        except ray.exceptions.TaskCancelledError:
            status.end(Standing.STOPPED)
        except (
            ray.exceptions.WorkerCrashedError,
            ray.exceptions.NodeDiedError,
            ray.exceptions.OutOfMemoryError,
            ray.exceptions.LocalRayletDiedError,
        ) as error:
            if self.stopping:
                status.end(Standing.STOPPED, "its node was lost")
            elif self.starts[number] < STARTS:
                status.end(Standing.WAITING, "its node was lost")
                self._start(number)
            else:
                status.end(Standing.FAILED, f"Its node was lost {STARTS} times, the last time with: {error}")
        else:
            status.end(*_standing(end))
            if end.finished and not self.planned[number].until:
                _complete(RunFolder(Path(self.planned[number].folder)))


def _standing(end: TaskEnd) -> tuple[Standing, str]:
    if end.problem:
        return Standing.FAILED, end.problem
    return (Standing.FINISHED, "") if end.finished else (Standing.STOPPED, "")


def _complete(place: RunFolder) -> None:
    """Name the folder where the run is now in its result, instead of that on the node, and remove its trials."""
    shutil.rmtree(place.trials, ignore_errors=True)
    result = place.result()
    finished = msgspec.structs.replace(result.finished, run=str(place.path))
    place.write_result(msgspec.structs.replace(result, finished=finished))
