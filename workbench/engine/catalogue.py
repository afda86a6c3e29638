"""What this installation can do, as plain values for a front end."""

import platform
from importlib.metadata import version

from workbench import __version__
from workbench.core.catalogue import Catalogue
from workbench.engine.device import devices
from workbench.engine.registry import methods, translators
from workbench.engine.tasks.registry import tasks
from workbench.engine.validators import VALIDATORS
from workbench.nets.backbones import cards


def catalogue() -> Catalogue:
    """Tasks, methods, translators, backbones, devices and versions."""
    packages = ("torch", "torchvision", "lightning-fabric")
    return Catalogue(
        tasks=tuple(known.card for known in tasks().values()),
        methods=tuple(known.card() for known in methods().values()),
        translators=tuple(known.card() for known in translators().values()),
        backbones=cards(),
        validators=tuple(one.card() for one in VALIDATORS),
        devices=devices(),
        versions={
            "workbench": __version__,
            "python": platform.python_version(),
            **{name: version(name) for name in packages},
        },
    )
