"""Extensions from other packages, found by their entry points."""

import warnings
from functools import cache
from importlib.metadata import entry_points
from typing import Any

STRATEGIES = "workbench.strategies"  # modules on the contract of analysis/strategies/contract.py
LABEL_FORMATS = "workbench.label_formats"  # modules on the contract of data/labels/contract.py
TASKS = "workbench.tasks"  # classes on the contracts of engine/tasks/contract.py and export/tasks/contract.py
MASK_LAYOUTS = "workbench.mask_layouts"  # modules on the contract of data/masks/contract.py


@cache
def plugins(group: str) -> dict[str, Any]:
    """Load the objects of a group of entry points, by the name of the entry point.

    An entry point that cannot be loaded is left out with a warning: a mistake in another package must not stop this
    program.
    """
    loaded: dict[str, Any] = {}
    for entry in entry_points(group=group):
        try:
            loaded[entry.name] = entry.load()
        except Exception as error:
            warnings.warn(f"{entry.value} of {group} could not be loaded: {error}", stacklevel=2)
    return loaded
