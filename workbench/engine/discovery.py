"""Finds classes by themselves: those of a package's modules, and those that other packages name as entry points."""

import importlib
import inspect
import pkgutil
import warnings
from importlib.metadata import entry_points
from typing import Any


def discovered(package: str, entries: str, what: str, kind: Any, packages: bool = False) -> list[Any]:
    """The subclasses of `kind` that can be made, in the modules of a package and in a group of entry points.

    `packages`: those of the packages in it, too. What cannot be loaded is warned of as `what`, and left out.
    """
    folder = importlib.import_module(package)
    names = [info.name for info in pkgutil.iter_modules(folder.__path__) if packages or not info.ispkg]
    modules = [importlib.import_module(f"{package}.{name}") for name in names]
    candidates: list[Any] = [value for module in modules for value in vars(module).values()]
    for entry in entry_points(group=entries):
        try:
            candidates.append(entry.load())
        except Exception as error:  # another package's mistake must not take the others away
            warnings.warn(f"The {what} {entry.value} could not be loaded: {error}", stacklevel=2)
    fitting = (one for one in candidates if inspect.isclass(one) and issubclass(one, kind))
    return [one for one in dict.fromkeys(fitting) if not inspect.isabstract(one)]
