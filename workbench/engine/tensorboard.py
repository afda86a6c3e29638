"""Writes the curves of a run as TensorBoard event files into its folder."""

from collections.abc import Generator

import msgspec

from workbench.core.errors import UserError
from workbench.core.events import Evaluated, Event, Scalars, Started
from workbench.store.run_folder import RunFolder


def mirrored(events: Generator[Event, None, None], place: RunFolder) -> Generator[Event, None, None]:
    """Pass events on, and write their scalars for TensorBoard. Raises UserError if TensorBoard is not installed."""
    try:
        from torch.utils.tensorboard import SummaryWriter
    except ImportError as error:
        raise UserError(
            "TensorBoard is not installed.", "Install it: pip install 'domain-workbench[tensorboard]'."
        ) from error
    writer, recipe = None, ""
    try:
        for event in events:
            if isinstance(event, Started):
                recipe = msgspec.json.format(msgspec.json.encode(event.job)).decode()
            if isinstance(event, Scalars | Evaluated):
                if writer is None:  # purge what an interrupted run wrote after its checkpoint
                    writer = SummaryWriter(place.tensorboard, purge_step=event.step)
                    writer.add_text("job", f"```\n{recipe}\n```")
                for name, value in curve_values(event).items():
                    writer.add_scalar(name, value, event.step)
            yield event
    finally:
        events.close()
        if writer is not None:
            writer.close()


def curve_values(event: Scalars | Evaluated) -> dict[str, float]:
    """The values of curves in an event, by name. The final evaluation, on all samples, belongs to no curve."""
    if isinstance(event, Scalars):
        return {f"loss/{name}": value for name, value in event.values.items()}
    if event.final:
        return {}
    scores = event.scores
    accuracies = {"accuracy/source": scores.source_accuracy, "accuracy/target": scores.target_accuracy}
    known = {name: value for name, value in accuracies.items() if value is not None}
    return known | {f"validator/{name}": value for name, value in scores.validators.items()}
