"""Generators that a method trains on its way, and that are worth keeping as a translator."""

from typing import NamedTuple, Protocol, runtime_checkable

from torch import nn

from workbench.core.settings import Value


class Painters(NamedTuple):
    """Generators that a method trained: the `generator` of a `translator` of the catalogue with these settings.

    `stage`: the one in which they learned, from `batch` images of each domain at a time.
    """

    translator: str
    settings: dict[str, Value]
    generator: nn.Module
    stage: str
    batch: int


@runtime_checkable
class TrainsGenerators(Protocol):
    """A method that trains generators of images."""

    def painters(self) -> Painters:
        """Those that it has."""
