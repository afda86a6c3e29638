"""Average pooling to a fixed grid, for exported graphs with dynamic image sizes."""

from typing import Any

import torch
from torch import Tensor, nn


class GridPool(nn.Module):
    """Adaptive average pooling as two matrix products: (B, C, H, W) to (B, C, rows, columns).

    ONNX has no adaptive pooling. With matrix products, H and W may change from call to call.
    """

    def __init__(self, rows: int, columns: int) -> None:
        super().__init__()
        self.rows, self.columns = rows, columns

    def forward(self, maps: Tensor) -> Tensor:
        """The mean of each cell of the grid."""
        return averaging_matrix(maps.shape[2], self.rows) @ maps @ averaging_matrix(maps.shape[3], self.columns).T


def averaging_matrix(length: int, parts: int) -> Tensor:
    """A (parts, length) matrix whose row i averages positions ⌊i·length/parts⌋ to ⌈(i+1)·length/parts⌉ − 1."""
    at, part = torch.arange(length), torch.arange(parts)[:, None]
    inside = ((at >= part * length // parts) & (at < -((part + 1) * length // -parts))).float()
    return inside / inside.sum(1, keepdim=True)


def with_grid_pools(module: nn.Module) -> nn.Module:
    """Replace adaptive pooling to more than one cell by GridPool, in place. Returns `module`."""
    for name, child in module.named_children():
        if isinstance(child, nn.AdaptiveAvgPool2d):
            size: Any = child.output_size  # a number or a pair; None keeps the input size
            rows, columns = size if isinstance(size, tuple) else (size, size)
            if None not in (rows, columns) and (rows, columns) != (1, 1):
                setattr(module, name, GridPool(rows, columns))
        else:
            with_grid_pools(child)
    return module
