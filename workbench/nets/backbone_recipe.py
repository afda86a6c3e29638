"""The recipe of a backbone: its network, the normalisation of its input, and its weights."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from torch import Tensor, nn

from workbench.core.catalogue import BackboneCard
from workbench.nets.weight_files import WeightFile

IMAGENET = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
LITE = ((127 / 255,) * 3, (128 / 255,) * 3)
HALF = ((0.5,) * 3, (0.5,) * 3)

State = dict[str, Tensor]


def as_stored(_net: nn.Module, state: Mapping[str, Tensor]) -> State:
    """The tensors of a file whose names and shapes are those of the network."""
    return dict(state)


class BackboneRecipe(NamedTuple):
    """How a backbone is built and gets its weights.

    `normalise`: mean and standard deviation of the input, by channel; `make`: build the network without weights;
    `cut`: remove its classification layer, in place; `features`: D; `weights`: the file of its weights, or a function
    that loads them, None to train from scratch; `neck`: build the layers behind it that have no pretrained weights;
    `convert`: the tensors of a file by the network's names and in its shapes.
    """

    card: BackboneCard
    normalise: tuple[tuple[float, ...], tuple[float, ...]]
    make: Callable[[], nn.Module]
    cut: Callable[[Any], object]
    features: int
    weights: WeightFile | Callable[[], State] | None
    neck: Callable[[], nn.Module] = nn.Identity
    convert: Callable[[nn.Module, Mapping[str, Tensor]], State] = as_stored


def without(head: str) -> Callable[[nn.Module], None]:
    """A function that replaces the submodule `head`, such as “classifier.6”, by the identity."""
    parent, _, name = head.rpartition(".")
    return lambda net: setattr(net.get_submodule(parent), name, nn.Identity())
