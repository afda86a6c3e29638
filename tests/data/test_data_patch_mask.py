"""Patches are hidden whole, as many as is asked for, whatever the size of an image."""

import pytest
import torch

from workbench.data.paired_augment import BatchShare
from workbench.data.patch_mask import hide_patches, kept_patches

CPU = torch.device("cpu")


@pytest.mark.parametrize(
    ("size", "patches", "grid"),
    [((224, 224), 7, (7, 7)), ((28, 28), 7, (7, 7)), ((128, 256), 7, (7, 14)), ((4, 4), 7, (4, 4))],
)
def test_that_whole_patches_are_hidden_in_the_share_that_is_asked_for(
    size: tuple[int, int], patches: int, grid: tuple[int, int]
) -> None:
    torch.manual_seed(0)
    kept = kept_patches(400, size, 0.7, patches, CPU)
    assert kept.shape == (400, 1, *size)
    assert kept.mean().item() == pytest.approx(0.3, abs=0.02)
    changes = [(kept.diff(dim=axis) != 0).any(dim=(0, 1, 5 - axis)).sum().item() for axis in (2, 3)]
    assert changes == [grid[0] - 1, grid[1] - 1], "borders of patches lie on one grid"


def test_that_hidden_patches_have_the_images_mean_colour_and_others_stay() -> None:
    images = torch.rand(6, 3, 14, 14, generator=torch.Generator().manual_seed(0))
    torch.manual_seed(0)
    kept = kept_patches(6, (14, 14), 0.7, 7, CPU).bool().expand_as(images)
    torch.manual_seed(0)
    hidden = hide_patches(images, 0.7, 7, BatchShare())
    assert torch.allclose(hidden[kept], images[kept])
    assert torch.allclose(hidden[~kept], images.mean(dim=(2, 3), keepdim=True).expand_as(images)[~kept])
    assert torch.equal(hide_patches(images, 0.0, 7, BatchShare()).round(decimals=5), images.round(decimals=5))


def test_that_processes_hide_what_one_process_would() -> None:
    images = torch.rand(6, 3, 14, 14, generator=torch.Generator().manual_seed(0))
    torch.manual_seed(3)
    whole = hide_patches(images, 0.5, 7, BatchShare())
    torch.manual_seed(3)
    assert torch.equal(hide_patches(images[3:], 0.5, 7, BatchShare(1, 2)), whole[3:])
