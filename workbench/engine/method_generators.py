"""The generators that a method trains and that a run saves as a translator."""

from typing import NamedTuple, Protocol, runtime_checkable

from torch import nn

from workbench.core.settings import Value


class TrainedGenerators(NamedTuple):
    """The `generator` network of the `translator` of that name, with these settings, as a method trained it.

    `stage`: the stage in which it was trained. `batch`: images of each domain per step.
    """

    translator: str
    settings: dict[str, Value]
    generator: nn.Module
    stage: str
    batch: int


@runtime_checkable
class TrainsGenerators(Protocol):
    """A method that trains image generators."""

    def trained_generators(self) -> TrainedGenerators:
        """The generators in their present state."""
