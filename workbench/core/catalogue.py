"""Descriptions of the installed methods, translators, backbones, validators and strategies, as plain values."""

from enum import StrEnum

import msgspec

from workbench.core.domain import DEFAULT_TASK
from workbench.core.run_selection import REFERENCE
from workbench.core.settings import Field
from workbench.core.translation import Preset


class TaskCard(msgspec.Struct, frozen=True):
    """A task: what a model predicts for an image.

    `name`: as in job.json, model.json and `Domain.task`. `labels`: what is classified, as a plural noun for messages
    ("images"). `batch`: default number of images of each domain per step. `frozen_backbone`: whether a job may train
    the head only. `shifts`: the supported category shifts. `mapping`: whether a job may map classes of the target to
    classes of the source. `reference`: the name of the method without adaptation, with which others are compared.
    """

    name: str
    title: str
    summary: str
    labels: str
    batch: int
    frozen_backbone: bool = True
    shifts: tuple[str, ...] = ("closed",)
    mapping: bool = False
    reference: str = REFERENCE


class MethodCard(msgspec.Struct, frozen=True):
    """A method in a list of choices.

    `balances`: whether its loss improves validators that are highest for equal class shares.
    """

    name: str
    title: str
    paper: str
    summary: str
    tasks: tuple[str, ...]
    shifts: tuple[str, ...]
    needs: tuple[str, ...]
    fields: tuple[Field, ...]
    short_listed: tuple[str, ...] = ()  # the tasks for which “auto” tries it
    balances: bool = False


class TranslatorCard(msgspec.Struct, frozen=True):
    """A translator in a list of choices.

    `trained`: whether it needs training. `two_way`: whether it also translates target images to the source.
    `styled`: whether it accepts style images at inference.
    """

    name: str
    title: str
    paper: str
    summary: str
    trained: bool
    two_way: bool
    styled: bool
    needs: tuple[str, ...]
    presets: tuple[Preset, ...]
    fields: tuple[Field, ...]


class BackboneCard(msgspec.Struct, frozen=True):
    """A feature extractor. `image_size` is its default input side in pixels; for a segmentation backbone, the height.

    `stride`: pixels per feature along a side; 0 for one feature vector per image. `task`: name of its task. `summary`:
    when to choose it. `megabytes`: about the size of its download, 0 without one. `source`: URL of its weights.
    `one_size`: whether `image_size` is the only size it accepts. `needs`: an optional package that builds it.
    """

    name: str
    title: str
    image_size: int
    pretrained: bool
    embedded: bool  # the weights are installed with the program
    licence: str
    stride: int = 0
    task: str = DEFAULT_TASK
    summary: str = ""
    megabytes: int = 0
    source: str = ""
    one_size: bool = False
    needs: str = ""


class WeightState(StrEnum):
    """Where the weights of a backbone are. SCRATCH: it has none, and is trained from the beginning."""

    SCRATCH = "from scratch"
    BUNDLED = "bundled"
    CACHED = "in the cache"
    MISSING = "to fetch"


class ValidatorCard(msgspec.Struct, frozen=True):
    """A validator in a list of choices. `estimates`: whether its value estimates the accuracy on the target."""

    name: str
    title: str
    paper: str
    summary: str
    estimates: bool


class StrategyCard(msgspec.Struct, frozen=True):
    """A labelling strategy in a list of choices."""

    name: str
    title: str
    paper: str
    summary: str


class Catalogue(msgspec.Struct, frozen=True):
    """All choices that a form offers, with the devices and package versions of this installation.

    `weights`: where those of each backbone are.
    """

    methods: tuple[MethodCard, ...]
    translators: tuple[TranslatorCard, ...]
    backbones: tuple[BackboneCard, ...]
    validators: tuple[ValidatorCard, ...]
    devices: tuple[str, ...]
    versions: dict[str, str]
    strategies: tuple[StrategyCard, ...] = ()
    tasks: tuple[TaskCard, ...] = ()
    weights: dict[str, WeightState] = {}

    def task(self, name: str) -> TaskCard | None:
        """The task with that name; None for an unknown name."""
        return next((task for task in self.tasks if task.name == name), None)
