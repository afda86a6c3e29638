"""What this installation can do, told to the front ends as plain values."""

import msgspec

from workbench.core.domain import DEFAULT_TASK
from workbench.core.settings import Field
from workbench.core.translation import Preset


class TaskCard(msgspec.Struct, frozen=True):
    """A task: what a model answers about an image.

    `name` is the word in job.json, model.json and `Domain.task`. `labels`: what has a class, as a plural noun that
    sentences take ("images"). `batch`: images of each domain in a step, where a job leaves it open.
    `frozen_backbone`: whether a job may train the head alone. `shifts`: what the target's classes may be.
    `mapping`: whether a job may say which class of the source a class of the target is.
    """

    name: str
    title: str
    summary: str
    labels: str
    batch: int
    frozen_backbone: bool = True
    shifts: tuple[str, ...] = ("closed",)
    mapping: bool = False


class MethodCard(msgspec.Struct, frozen=True):
    """An adaptation method as a person chooses it."""

    name: str
    title: str
    paper: str
    summary: str
    tasks: tuple[str, ...]
    shifts: tuple[str, ...]
    needs: tuple[str, ...]
    fields: tuple[Field, ...]
    short_listed: tuple[str, ...] = ()  # the tasks for which “auto” tries it


class TranslatorCard(msgspec.Struct, frozen=True):
    """An image translator as a person chooses it.

    `trained`: whether it learns, or answers at once. `two_way`: whether it also gives target images the source's look.
    `styled`: whether it takes style images, from which a trained model translates anew.
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
    """A feature extractor. `image_size` is its usual input side in pixels, or its height where it tells pixels.

    `stride`: one feature for so many pixels a side; 0 for one feature an image. `task`: the task that it serves.
    """

    name: str
    title: str
    image_size: int
    pretrained: bool
    embedded: bool  # weights come with the installation; no download
    licence: str
    stride: int = 0
    task: str = DEFAULT_TASK


class ValidatorCard(msgspec.Struct, frozen=True):
    """A score without target labels. `estimates` says whether its value is an accuracy on the target."""

    name: str
    title: str
    paper: str
    summary: str
    estimates: bool


class StrategyCard(msgspec.Struct, frozen=True):
    """A way to choose what to label next."""

    name: str
    title: str
    paper: str
    summary: str


class Catalogue(msgspec.Struct, frozen=True):
    """Everything a form needs to offer a choice."""

    methods: tuple[MethodCard, ...]
    translators: tuple[TranslatorCard, ...]
    backbones: tuple[BackboneCard, ...]
    validators: tuple[ValidatorCard, ...]
    devices: tuple[str, ...]
    versions: dict[str, str]
    strategies: tuple[StrategyCard, ...] = ()
    tasks: tuple[TaskCard, ...] = ()

    def task(self, name: str) -> TaskCard | None:
        """The task of that name, such as `Domain.task`; None where there is no such."""
        return next((one for one in self.tasks if one.name == name), None)
