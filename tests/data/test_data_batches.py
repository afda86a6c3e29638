"""Streams and augmentation: every sample once an epoch, each varied on its own, all of it repeatable."""

from functools import partial

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.job import Augment
from workbench.data.augment import as_inputs, augmented, cropped, random_view, strongly_augmented
from workbench.data.batches import Stream, equal_class_chances, split
from workbench.data.randaugment import OPERATIONS, Operation


def test_that_rare_and_frequent_classes_are_equally_likely() -> None:
    chances = equal_class_chances(np.array([0, 0, 0, 2, 1, 0, 1]))
    assert chances == pytest.approx([1 / 12, 1 / 12, 1 / 12, 1 / 3, 1 / 6, 1 / 12, 1 / 6])


@given(st.integers(1, 40), st.integers(1, 64), st.integers(0, 9))
def test_that_every_row_comes_once_an_epoch(count: int, batch: int, seed: int) -> None:
    stream = Stream(np.arange(count), batch, seed)
    taken = np.concatenate([stream.next() for _ in range(count)])  # `batch` whole epochs
    assert np.array_equal(np.bincount(taken, minlength=count), np.full(count, batch))


@given(st.integers(1, 30), st.integers(1, 20), st.integers(0, 15))
def test_that_a_stream_goes_on_exactly_from_its_state(count: int, batch: int, before: int) -> None:
    stream, other = Stream(np.arange(count), batch, 5), Stream(np.arange(count), batch, 5)
    for _ in range(before):
        stream.next()
    other.drawn = stream.drawn
    assert all(np.array_equal(stream.next(), other.next()) for _ in range(5))


@given(st.lists(st.integers(0, 4), min_size=1, max_size=60), st.integers(0, 3))
def test_that_a_split_is_a_partition_that_holds_out_every_class_of_two_or_more(labels: list[int], seed: int) -> None:
    array = np.array(labels, np.int64)
    train, held = split(array, 0.1, seed)
    assert sorted([*train.tolist(), *held.tolist()]) == list(range(len(labels)))
    for label in set(labels):
        total = labels.count(label)
        assert (array[held] == label).sum() == (max(round(total * 0.1), 1) if total >= 2 else 0)


def images(count: int) -> torch.Tensor:
    one = torch.randint(0, 256, (1, 16, 16, 3), dtype=torch.uint8, generator=torch.Generator().manual_seed(0))
    return as_inputs(one.expand(count, -1, -1, -1))


@pytest.mark.parametrize("augment", [Augment.LIGHT, Augment.STRONG, Augment.RAND])
def test_that_each_sample_of_a_batch_is_varied_in_its_own_way(augment: Augment) -> None:
    varied = augmented(images(6), augment, torch.Generator().manual_seed(1))
    assert varied.shape == (6, 3, 16, 16)
    assert (varied.min() >= 0) & (varied.max() <= 1)
    assert len({tuple(image.flatten().tolist()) for image in varied}) > 4  # RandAugment may change a sample little


def test_that_a_share_of_a_batch_is_varied_as_in_the_whole() -> None:
    batch = images(6)
    for vary in (partial(augmented, augment=Augment.RAND), strongly_augmented):
        whole = vary(batch, generator=torch.Generator().manual_seed(1))
        parts = [
            vary(batch[3 * at : 3 * at + 3], generator=torch.Generator().manual_seed(1), share=at, shares=2)
            for at in (0, 1)
        ]
        assert torch.equal(torch.cat(parts), whole)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.__name__.strip("_"))
def test_that_an_operation_of_randaugment_changes_each_sample_by_its_own_magnitude(operation: Operation) -> None:
    """A sample alone becomes what it becomes among others; and all but the identity change something."""
    batch, magnitude = 0.2 + 0.5 * images(5), torch.tensor([-0.9, -0.3, 0.2, 0.5, 0.9])
    together = operation(batch, magnitude)
    alone = torch.cat([operation(batch[at : at + 1], magnitude[at : at + 1]) for at in range(5)])
    assert torch.allclose(together, alone, atol=1e-6)
    assert together.shape == batch.shape
    assert torch.equal(together, batch) == (operation is OPERATIONS[0])


def test_that_a_strong_view_of_an_image_has_a_grey_square() -> None:
    generator = torch.Generator().manual_seed(3)
    grey = (strongly_augmented(images(8), generator) == 0.5).all(dim=1).flatten(1).sum(1)
    assert ((grey > 0) & (grey <= 81)).all()  # of 16 × 16 pixels, less where the square reaches over the edge


def test_that_each_sample_gets_one_of_its_own_views_and_shares_get_what_the_whole_gets() -> None:
    views = torch.arange(4 * 50 * 3).view(4, 50, 3)
    whole = random_view(views, torch.Generator().manual_seed(1))
    chosen = [int((views[:, row] == whole[row]).all(1).nonzero()) for row in range(50)]
    assert set(chosen) == {0, 1, 2, 3}
    parts = [random_view(views[:, 25 * at : 25 * at + 25], torch.Generator().manual_seed(1), at, 2) for at in (0, 1)]
    assert torch.equal(torch.cat(parts), whole)


def test_that_the_same_generator_state_varies_the_same_way() -> None:
    first, second = (augmented(images(3), Augment.STRONG, torch.Generator().manual_seed(7)) for _ in range(2))
    assert torch.equal(first, second)


def test_that_no_augmentation_changes_nothing() -> None:
    batch = images(2)
    assert torch.equal(augmented(batch, Augment.NONE, torch.Generator()), batch)


def test_that_a_crop_is_a_part_of_its_image_and_no_more_of_it_is_lost_than_was_said() -> None:
    torch.manual_seed(0)
    across = ((torch.arange(32) + 0.5) / 32).expand(32, 32)  # where each pixel lies, in parts of the side
    ramps = torch.stack([across, across.T, torch.zeros(32, 32)]).expand(200, 3, 32, 32)
    parts = cropped(ramps, 0.25)
    inner = parts[:, :2, 1:-1, 1:-1]  # at the border the ramp is continued flat
    kept = torch.stack([inner[:, 0, 15, 29] - inner[:, 0, 15, 0], inner[:, 1, 29, 15] - inner[:, 1, 0, 15]]) * 32 / 29
    assert kept.min() >= 0.75 - 1e-4
    assert kept.max() <= 1 + 1e-4
    torch.testing.assert_close(kept[0], kept[1], atol=1e-4, rtol=0)  # a square stays one
    assert kept.std() > 0.05
    middle = inner.mean(dim=(2, 3)) - 0.5
    assert (middle.abs() <= (1 - kept.T) / 2 + 1e-4).all()  # nothing from beyond the image
    assert middle.std() > 0.03
    torch.testing.assert_close(cropped(ramps, 0.0), ramps, atol=1e-5, rtol=0)
