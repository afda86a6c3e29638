"""Finds every method by itself: one file in `workbench.methods`, or an entry point of another package."""

import importlib
import inspect
import pkgutil
import warnings
from functools import cache
from importlib.metadata import entry_points

from workbench.core.errors import UserError
from workbench.engine.method import Method

METHODS = "workbench.methods"


@cache
def methods() -> dict[str, type[Method]]:
    """All methods by name, in alphabetical order."""
    found: dict[str, type[Method]] = {}
    package = importlib.import_module(METHODS)
    modules = [importlib.import_module(f"{METHODS}.{info.name}") for info in pkgutil.iter_modules(package.__path__)]
    candidates = [value for module in modules for value in vars(module).values()]
    for entry in entry_points(group=METHODS):
        try:
            candidates.append(entry.load())
        except Exception as error:  # another package's mistake must not take the others away
            warnings.warn(f"The method {entry.value} could not be loaded: {error}", stacklevel=2)
    for candidate in candidates:
        if inspect.isclass(candidate) and issubclass(candidate, Method) and not inspect.isabstract(candidate):
            found[candidate.name] = candidate
    return dict(sorted(found.items()))


def method(name: str) -> type[Method]:
    """The method of that name. Raises UserError when there is none."""
    known = methods()
    if name not in known:
        raise UserError(f"There is no method “{name}”.", f"Choose from: {', '.join(known)}.")
    return known[name]
