"""The catalogue of this installation: its tasks, methods, translators, backbones and devices, for a front end."""

import platform
from importlib.metadata import version

from workbench import __version__
from workbench.core.catalogue import Catalogue
from workbench.engine.device import devices
from workbench.engine.registry import methods, translators
from workbench.engine.tasks.registry import tasks
from workbench.engine.validators import VALIDATORS
from workbench.nets.backbones import cards, weight_state


def catalogue() -> Catalogue:
    """Tasks, methods, translators, backbones, devices and versions."""
    packages = ("torch", "torchvision", "lightning-fabric")
    return Catalogue(
        tasks=tuple(task.card for task in tasks().values()),
        methods=tuple(method.card() for method in methods().values()),
        translators=tuple(translator.card() for translator in translators().values()),
        backbones=cards(),
        weights={card.name: weight_state(card.name) for card in cards()},
        validators=tuple(validator.card() for validator in VALIDATORS),
        devices=devices(),
        versions={
            "workbench": __version__,
            "python": platform.python_version(),
            **{name: version(name) for name in packages},
        },
    )
