"""Pooling to a grid by products of matrices, held against torch's own."""

import pytest
import torch
import torch.nn.functional as F

from workbench.nets.grid_pool import GridPool


@pytest.mark.parametrize("sides", [(4, 4), (1, 3), (7, 13), (24, 9)])
@pytest.mark.parametrize("grid", [(4, 4), (2, 5)])
def test_that_it_is_adaptive_average_pooling(sides: tuple[int, int], grid: tuple[int, int]) -> None:
    maps = torch.randn(2, 3, *sides, generator=torch.Generator().manual_seed(0))
    assert torch.allclose(GridPool(*grid)(maps), F.adaptive_avg_pool2d(maps, grid), atol=1e-6)
