"""The costs of a miss that a run's model takes with it."""

from pathlib import Path

from workbench.engine.adapted_model import Adapted
from workbench.engine.open_set import unknown_rule
from workbench.export.tasks.registry import exporter
from workbench.store.miss_costs import costs_for


def costs_of(run: Path, adapted: Adapted) -> dict[str, float]:
    """The costs in the run's project; none where the task takes none, or the model rejects images as unknown."""
    if not exporter(adapted.job.decided_task).weighs or unknown_rule(adapted.job) is not None:
        return {}
    return costs_for(run, adapted.classes)
