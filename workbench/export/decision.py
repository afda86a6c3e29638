"""The costs of a miss that a run's model takes with it."""

from pathlib import Path

from workbench.engine.adapted_model import Adapted
from workbench.engine.open_set import unknown_rule
from workbench.store.miss_costs import costs_for


def costs_of(run: Path, adapted: Adapted) -> dict[str, float]:
    """The costs in the run's project; none for models of pixels, and for those that reject images as unknown."""
    if adapted.table is not None or unknown_rule(adapted.job) is not None:
        return {}
    return costs_for(run, adapted.classes)
