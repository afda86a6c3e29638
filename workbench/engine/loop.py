"""The training loop of all runs: steps, events, evaluations and checkpoints."""

from collections.abc import Callable, Generator
from typing import Any, Protocol

from lightning_fabric import Fabric

from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.core.events import Event, Overlays, Prepared, Progressed, Saved, Scalars, StageStarted, Warned
from workbench.core.throttle import Throttle
from workbench.engine import checkpoint
from workbench.engine.device import continue_together, memory_in_use
from workbench.engine.eta import RateMeter
from workbench.engine.trainer import Span
from workbench.store.event_folder import EventFolder

REPORTS = 200  # how many times a run reports its losses
EVALUATIONS = 20  # how many times it evaluates its model, roughly


class Learner(Protocol):
    """What the loop trains: the trainer of a method or of a translator."""

    job: Any  # a Job or a TranslationJob
    step: int
    spans: tuple[Span, ...]
    notes: list[str]  # warnings that the loop has not reported yet

    @property
    def fabric(self) -> Fabric:
        """The Fabric of its devices."""

    @property
    def fingerprints(self) -> list[str]:
        """The fingerprints of source and target."""

    def advance(self) -> None:
        """Take one step."""

    def report(self) -> dict[str, float]:
        """The mean of each loss since the last report."""

    def check_finite(self) -> None:
        """Raises UserError if a weight is NaN or infinite."""

    def state_dict(self) -> dict[str, Any]:
        """The complete state of training: everything that the next step depends on."""

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Restore a state; the next step is then bit-identical."""


class Loop:
    """Trains a learner to its last step, and writes its events and checkpoints into the run folder."""

    def __init__(
        self, learner: Learner, place: EventFolder, meter: RateMeter, before_saving: Callable[[], None] = lambda: None
    ) -> None:
        """`before_saving`: writes what a checkpoint refers to. It may raise UserError."""
        self.learner, self.place, self.meter, self.before_saving = learner, place, meter, before_saving

    def train(self, evaluate: Callable[[], Generator[Event, None, None]]) -> Generator[Event, None, None]:
        """Take all remaining steps. Calls `evaluate` before the first step and after each.

        Closing the generator writes a checkpoint first.
        """
        learner, place = self.learner, self.place
        saved, checkpoints = learner.step, Throttle(learner.job.checkpoint_seconds)
        checkpoints.restart()
        try:
            yield from self._evaluation(evaluate())
            while learner.step < learner.job.steps:
                continue_together(learner.fabric)
                # All events of a step are written before the first is yielded, so that a stop in between loses none.
                yield from [self.record(event) for event in self._step()]
                yield from self._evaluation(evaluate())
                yield self.progress()
                if checkpoints.due(always=learner.step == learner.job.steps):  # also at the end: later work can fail
                    self._save()
                    saved = learner.step
                    checkpoints.restart()  # the time for saving does not count
                    yield Saved(saved, str(place.checkpoint))
        except GeneratorExit:
            if learner.step < learner.job.steps:
                continue_together(learner.fabric, False)
            if learner.step > saved:
                self._save()
            raise

    def _evaluation(self, events: Generator[Event, None, None]) -> Generator[Event, None, None]:
        """The events of an evaluation, if one is due; its time is none of training."""
        with self.meter.evaluation():
            yield from events

    def record(self, event: Event) -> Event:
        """Write an event into the run folder, unless it is transient (Prepared, Progressed, Overlays). Returns it."""
        if not isinstance(event, Prepared | Progressed | Overlays):
            self.place.append(event)
        return event

    def progress(self) -> Progressed:
        """The progress at the present step."""
        return self.meter.at(self.learner.step, memory_in_use(self.learner.fabric))

    def _step(self) -> Generator[Event, None, None]:
        learner, steps = self.learner, self.learner.job.steps
        for index, span in enumerate(learner.spans):
            if learner.step == span.start:
                yield StageStarted(span.name, index, len(learner.spans), span.start, span.end - span.start)
        learner.advance()
        while learner.notes:
            yield Warned(learner.notes.pop(0))
        if learner.step % max(steps // REPORTS, 1) == 0 or learner.step == steps:
            yield Scalars(learner.step, learner.report())

    def _save(self) -> None:
        self.learner.check_finite()
        self.place.sync_events()
        self.before_saving()
        state = {
            "trainer": self.learner.state_dict(),
            "domains": self.learner.fingerprints,
            "events": self.place.events_size(),
            "seconds": self.meter.seconds,
        }
        checkpoint.save(self.place.checkpoint, state)


def restore(learner: Learner, place: EventFolder, resume: bool) -> float:
    """Restore the last checkpoint of a folder, if there is one. Returns the wall time until then, in seconds.

    Without `resume`, the run starts from the beginning, and events of an interrupted run in the folder are deleted.
    """
    state = kept_state(learner, place) if resume else None
    if state is None:
        place.truncate_events(0)
        return 0.0
    learner.load_state_dict(state["trainer"])
    place.truncate_events(int(state["events"]))  # the steps after the checkpoint are repeated
    return float(state["seconds"])


def kept_state(learner: Learner, place: EventFolder) -> dict[str, Any] | None:
    """The state of the last checkpoint; None if there is none. Raises UserError if a domain has changed since."""
    if not place.checkpoint.is_file():
        return None
    state = checkpoint.load(place.checkpoint)
    for which, before, now in zip(Side, state["domains"], learner.fingerprints, strict=True):
        if before != now:
            raise UserError(
                f"The {which} folder has changed since this run was stopped.",
                "Restore its files, or start a new run.",
            )
    return state


def evaluation_interval(steps: int) -> int:
    """The number of steps between two evaluations of a run of `steps` steps."""
    return min(max(steps // EVALUATIONS, 25), 500)
