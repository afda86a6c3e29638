"""A run's curves as TensorBoard event files, beside the files of its own."""

from collections.abc import Generator

import msgspec

from workbench.core.errors import UserError
from workbench.core.events import Evaluated, Event, Scalars, Started
from workbench.store.run_folder import RunFolder


def mirrored(events: Generator[Event, None, None], place: RunFolder) -> Generator[Event, None, None]:
    """The same events, written down on their way. Raises UserError where TensorBoard is not installed."""
    try:
        from torch.utils.tensorboard import SummaryWriter
    except ImportError as error:
        raise UserError(
            "TensorBoard is not installed.", "Install it: pip install “domain-workbench[tensorboard]”."
        ) from error
    writer, recipe = None, ""
    try:
        for event in events:
            if isinstance(event, Started):
                recipe = msgspec.json.format(msgspec.json.encode(event.job)).decode()
            if isinstance(event, Scalars | Evaluated):
                if writer is None:  # from this step on, what an interrupted run wrote there is told again
                    writer = SummaryWriter(place.tensorboard, purge_step=event.step)
                    writer.add_text("job", f"```\n{recipe}\n```")
                for name, value in _values(event).items():
                    writer.add_scalar(name, value, event.step)
            yield event
    finally:
        events.close()
        if writer is not None:
            writer.close()


def _values(event: Scalars | Evaluated) -> dict[str, float]:
    """What an event adds to curves, by name. The last measure, on all samples, is no point of a curve."""
    if isinstance(event, Scalars):
        return {f"loss/{name}": value for name, value in event.values.items()}
    if event.final:
        return {}
    scores = event.scores
    accuracies = {"accuracy/source": scores.source_accuracy, "accuracy/target": scores.target_accuracy}
    known = {name: value for name, value in accuracies.items() if value is not None}
    return known | {f"validator/{name}": value for name, value in scores.validators.items()}
