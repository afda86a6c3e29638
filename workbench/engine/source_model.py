"""Source models: exported models that replace source images in source-free adaptation, as with SHOT."""

from pathlib import Path
from typing import NamedTuple

import msgspec

from workbench.core.domain import SetAside
from workbench.core.job import Norm, Tune
from workbench.core.name_matching import composed
from workbench.nets.backbones import card

SUFFIX = ".safetensors"


class SourceModelRecipe(msgspec.Struct, frozen=True):
    """The classes of a source model, in the order of its outputs, and the settings with which its network is built."""

    classes: tuple[str, ...]
    backbone: str
    tune: Tune
    image_size: int
    norm: Norm

    def __post_init__(self) -> None:
        """Class names are in one Unicode form, also those that were stored in another."""
        msgspec.structs.force_setattr(self, "classes", tuple(map(composed, self.classes)))


class SourceModel(NamedTuple):
    """A file of `write_source_model` and its recipe. `content`: a digest of the file."""

    path: Path
    recipe: SourceModelRecipe
    content: str
    set_aside: tuple[SetAside, ...] = ()
    table: None = None

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes, in the order of the model's outputs."""
        return self.recipe.classes

    @property
    def root(self) -> str:
        """The path of the file."""
        return str(self.path)

    @property
    def task(self) -> str:
        """The task of its network."""
        return card(self.recipe.backbone).task


def is_source_model(path: Path) -> bool:
    """Whether a job's source is a source model, rather than a folder or a table of images."""
    return path.suffix.lower() == SUFFIX
