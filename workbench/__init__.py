"""Domain Workbench: adapt image models from a labelled source domain to an unlabelled target domain.

The library has the functions that `__all__` names; everything else may change. It is loaded when it is first used.
"""

from importlib import import_module

__version__ = "0.1.0"
__all__ = [
    "AdaptedClassifier",
    "UserError",
    "adapt",
    "export",
    "inspect",
    "label",
    "measure",
    "pack",
    "predict",
    "register_method",
    "resume",
    "sample",
    "scan",
    "translate",
    "unpack",
]
_HOMES = {
    "AdaptedClassifier": "workbench.library.estimator",
    "UserError": "workbench.core.errors",
    "adapt": "workbench.library.adapting",
    "export": "workbench.library.exporting",
    "inspect": "workbench.library.inspecting",
    "measure": "workbench.library.measuring",
    "pack": "workbench.library.packing",
    "predict": "workbench.library.predicting",
    "register_method": "workbench.engine.registry",
    "resume": "workbench.library.resuming",
    "sample": "workbench.library.sampling",
    "scan": "workbench.library.scanning",
    "translate": "workbench.library.translating",
    "unpack": "workbench.library.packing",
}
import_module("workbench.export")  # first, as a later import of the package would take the place of the function
del globals()["export"]


def __getattr__(name: str) -> object:
    if name == "label":
        return import_module("workbench.library.label")
    if name not in _HOMES:
        raise AttributeError(f"module “workbench” has no attribute “{name}”")
    found = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return found


def __dir__() -> list[str]:
    return sorted((*globals(), *__all__))
