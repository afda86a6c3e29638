"""Where a model looks: Grad-CAM (Selvaraju et al., arXiv:1610.02391), equations 1 and 2.

The maps A are those of the last convolutional layer, behind what follows it at their size (normalisation, activation).
Of a transformer, whose only convolution makes the patches, A are its last tokens of patches that the class depends on.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from workbench.core.errors import UserError

MOST_OTHER_TOKENS = 8  # tokens beside those of patches, such as the class token and registers

Floats = NDArray[np.float32]


class ClassActivation(NamedTuple):
    """`heat` (H', W'): the importance of each place for a class, not negative; H' and W' are those of the maps."""

    heat: Floats
    logits: Floats  # (K,)


class _Maps(NamedTuple):
    """Maps (B, C, H', W') as they are in the network (`tensor`), and how to bring its gradient into that shape."""

    tensor: Tensor
    shaped: Callable[[Tensor], Tensor]


def class_activation(model: nn.Module, image: Tensor, number: int | None = None) -> ClassActivation:
    """The heat of an image (1, 3, H, W) in [0, 1] for a class; None takes the most probable one.

    `model` maps images to logits (1, K); its weights need no gradients. Raises UserError if it has no maps of places.
    """
    recorded = _Recorder(model)
    try:
        with torch.enable_grad():
            logits = model(image.detach().clone().requires_grad_(True))  # (1, K)
            score = logits[0, int(logits[0].argmax()) if number is None else number]
            heat = _heat(score, recorded.maps())
    finally:
        recorded.close()
    return ClassActivation(heat, logits[0].detach().float().cpu().numpy())


def _heat(score: Tensor, candidates: list[_Maps]) -> Floats:
    """Equations 1 and 2, for the last maps that the score depends on."""
    for maps in reversed(candidates):
        (gradient,) = torch.autograd.grad(score, maps.tensor, retain_graph=True, allow_unused=True)
        if gradient is None or not bool(maps.shaped(gradient).any()):
            continue
        weights = maps.shaped(gradient).mean(dim=(2, 3), keepdim=True)  # α, equation 1
        heat = (weights * maps.shaped(maps.tensor)).sum(dim=1).relu()[0]  # equation 2
        result: Floats = heat.detach().float().cpu().numpy()
        return result
    raise UserError(
        "This model has no maps of places, so there is nothing to show.",
        "Choose a run with a convolutional backbone or a vision transformer.",
    )


class _Recorder:
    """Records the outputs of the layers behind the last convolution while a model runs."""

    def __init__(self, model: nn.Module) -> None:
        self.grid = (0, 0)  # size of the last convolution's maps
        self.outputs: list[Tensor] = []
        self.hooks = [module.register_forward_hook(self._see) for module in model.modules()]

    def _see(self, module: nn.Module, _inputs: object, output: object) -> None:
        if not isinstance(output, Tensor) or not output.requires_grad:
            return
        if isinstance(module, nn.Conv2d) and output.shape[2] * output.shape[3] > 1:
            self.grid, self.outputs = (output.shape[2], output.shape[3]), []
        self.outputs.append(output)

    def maps(self) -> list[_Maps]:
        """The maps of the grid, in the order in which they were computed."""
        rows, columns = self.grid
        found = []
        for output in self.outputs:
            if output.ndim == 4 and tuple(output.shape[2:]) == self.grid:
                found.append(_Maps(output, lambda tensor: tensor))
            elif output.ndim == 3 and 0 <= output.shape[1] - rows * columns <= MOST_OTHER_TOKENS:
                found.append(_Maps(output, self._of_patches))
        return found

    def _of_patches(self, tokens: Tensor) -> Tensor:
        """Tokens (B, N, C), those of patches last, as maps (B, C, H', W')."""
        rows, columns = self.grid
        maps: Tensor = tokens[:, -rows * columns :].transpose(1, 2).unflatten(2, (rows, columns))
        return maps

    def close(self) -> None:
        """Remove the hooks."""
        for hook in self.hooks:
            hook.remove()
