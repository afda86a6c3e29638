"""The loop that every run goes through: a step, what it tells, a look at itself, and a checkpoint in time."""

from collections.abc import Callable, Generator
from typing import Any, Protocol

from lightning_fabric import Fabric

from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.core.events import Event, Overlays, Prepared, Progressed, Saved, Scalars, StageStarted, Warned
from workbench.core.throttle import Throttle
from workbench.engine import checkpoint
from workbench.engine.device import go_on, memory_in_use
from workbench.engine.eta import Pace
from workbench.engine.trainer import Span
from workbench.store.event_folder import EventFolder

REPORTS = 200  # how often a run reports its losses
LOOKS = 20  # how often it looks at itself


class Learner(Protocol):
    """What learns, a step at a time, and whose state can be kept: a method's trainer, or a translator's."""

    job: Any  # a Job or a TranslationJob
    step: int
    spans: tuple[Span, ...]
    notes: list[str]  # what a person is to know, until it is told

    @property
    def fabric(self) -> Fabric:
        """Where it computes."""

    @property
    def fingerprints(self) -> list[str]:
        """Of source and target: what they hold."""

    def advance(self) -> None:
        """One step."""

    def report(self) -> dict[str, float]:
        """The mean of each loss since the last report."""

    def check_finite(self) -> None:
        """Raises UserError when a weight is no longer a number."""

    def state_dict(self) -> dict[str, Any]:
        """All that the next step depends on."""

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Stand exactly where the state was taken."""


class Loop:
    """Takes a learner to its last step and keeps in its folder what happens."""

    def __init__(self, learner: Learner, place: EventFolder, pace: Pace) -> None:
        self.learner, self.place, self.pace = learner, place, pace

    def train(self, look: Callable[[], Generator[Event, None, None]]) -> Generator[Event, None, None]:
        """All steps that are left; `look` is called before the first and after each. Closing keeps the checkpoint."""
        learner, place = self.learner, self.place
        saved, checkpoints = learner.step, Throttle(learner.job.checkpoint_seconds)
        checkpoints.restart()
        try:
            yield from look()
            while learner.step < learner.job.steps:
                go_on(learner.fabric)
                # All that a step has to tell is kept before any of it is told, so that a stop in between loses nothing.
                yield from [self.kept(event) for event in self._step()]
                yield from look()
                yield self.progress()
                if checkpoints.due(always=learner.step == learner.job.steps):  # at the end too: what follows can fail
                    self._save()
                    saved = learner.step
                    checkpoints.restart()  # the time that saving took does not count
                    yield Saved(saved, str(place.checkpoint))
        except GeneratorExit:
            if learner.step < learner.job.steps:
                go_on(learner.fabric, False)
            if learner.step > saved:
                self._save()
            raise

    def kept(self, event: Event) -> Event:
        """The event, once it is written down, where it is one to keep."""
        if not isinstance(event, Prepared | Progressed | Overlays):
            self.place.append(event)
        return event

    def progress(self) -> Progressed:
        """Where it stands."""
        return self.pace.at(self.learner.step, memory_in_use(self.learner.fabric))

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
        state = {
            "trainer": self.learner.state_dict(),
            "domains": self.learner.fingerprints,
            "events": self.place.events_size(),
            "seconds": self.pace.seconds,
        }
        checkpoint.save(self.place.checkpoint, state)


def restore(learner: Learner, place: EventFolder, resume: bool) -> float:
    """Stand where the checkpoint was taken, or at the start where there is none; the seconds spent until then.

    Without `resume` always at the start: what a run that was cut off before left in the folder is forgotten.
    """
    state = kept_state(learner, place) if resume else None
    if state is None:
        place.truncate_events(0)
        return 0.0
    learner.load_state_dict(state["trainer"])
    place.truncate_events(int(state["events"]))  # what was told after the checkpoint will be told again
    return float(state["seconds"])


def kept_state(learner: Learner, place: EventFolder) -> dict[str, Any] | None:
    """The last state that was kept, if it is of these domains."""
    if not place.checkpoint.is_file():
        return None
    state = checkpoint.load(place.checkpoint)
    for which, then, now in zip(Side, state["domains"], learner.fingerprints, strict=True):
        if then != now:
            raise UserError(
                f"The {which} folder has changed since this run was stopped.",
                "Put its files back as they were, or start a new run.",
            )
    return state


def look_every(steps: int) -> int:
    """How many steps lie between two looks of a run at itself."""
    return min(max(steps // LOOKS, 25), 500)
