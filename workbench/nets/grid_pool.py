"""Pooling to a fixed grid, for maps whose sides are not known before: what a graph of any side is made of."""

from typing import Any

import torch
from torch import Tensor, nn


class GridPool(nn.Module):
    """(B, C, H, W) to (B, C, rows, columns), as torch's adaptive average pooling, by two products of matrices.

    ONNX has no adaptive pooling; with these products H and W may differ from call to call.
    """

    def __init__(self, rows: int, columns: int) -> None:
        super().__init__()
        self.rows, self.columns = rows, columns

    def forward(self, maps: Tensor) -> Tensor:
        """Means over the cells of the grid."""
        return means(maps.shape[2], self.rows) @ maps @ means(maps.shape[3], self.columns).T


def means(length: int, parts: int) -> Tensor:
    """(parts, length): row i averages places ⌊i·length/parts⌋ to ⌈(i+1)·length/parts⌉ − 1."""
    at, part = torch.arange(length), torch.arange(parts)[:, None]
    inside = ((at >= part * length // parts) & (at < -((part + 1) * length // -parts))).float()
    return inside / inside.sum(1, keepdim=True)


def with_grid_pools(module: nn.Module) -> nn.Module:
    """The same module, changed: adaptive pooling to more than one cell becomes a GridPool."""
    for name, child in module.named_children():
        if isinstance(child, nn.AdaptiveAvgPool2d):
            size: Any = child.output_size  # a number, or two of which each may be None: as many as there are
            rows, columns = size if isinstance(size, tuple) else (size, size)
            if None not in (rows, columns) and (rows, columns) != (1, 1):
                setattr(module, name, GridPool(rows, columns))
        else:
            with_grid_pools(child)
    return module
