"""Finds classes by themselves: those of a package's modules, and those that other packages name as entry points."""

import importlib
import inspect
import pkgutil
from typing import Any

from workbench.core.plugins import plugins


def discovered(package: str, group: str, kind: Any, *, packages: bool = False) -> list[Any]:
    """The subclasses of `kind` that can be made, in the modules of a package and in a group of entry points.

    `packages`: those of the packages in it, too.
    """
    folder = importlib.import_module(package)
    names = [info.name for info in pkgutil.iter_modules(folder.__path__) if packages or not info.ispkg]
    modules = [importlib.import_module(f"{package}.{name}") for name in names]
    candidates = [*(value for module in modules for value in vars(module).values()), *plugins(group).values()]
    fitting = (one for one in candidates if inspect.isclass(one) and issubclass(one, kind))
    return [one for one in dict.fromkeys(fitting) if not inspect.isabstract(one)]
