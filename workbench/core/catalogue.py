"""What this installation can do, told to the front ends as plain values."""

import msgspec

from workbench.core.job import Task
from workbench.core.settings import Field
from workbench.core.translation import Preset


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

    `stride`: one feature for so many pixels a side; 0 for one feature an image.
    """

    name: str
    title: str
    image_size: int
    pretrained: bool
    embedded: bool  # weights come with the installation; no download
    licence: str
    stride: int = 0

    @property
    def task(self) -> Task:
        """What it serves."""
        return Task.SEGMENT if self.stride else Task.CLASSIFY


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
