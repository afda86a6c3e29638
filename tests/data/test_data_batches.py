"""Streams and augmentation: every sample once an epoch, each varied on its own, all of it repeatable."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.job import Augment
from workbench.data.augment import as_inputs, augmented
from workbench.data.batches import Stream, split


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


@pytest.mark.parametrize("augment", [Augment.LIGHT, Augment.STRONG])
def test_that_each_sample_of_a_batch_is_varied_in_its_own_way(augment: Augment) -> None:
    varied = augmented(images(6), augment, torch.Generator().manual_seed(1))
    assert varied.shape == (6, 3, 16, 16)
    assert (varied.min() >= 0) & (varied.max() <= 1)
    assert len({tuple(image.flatten().tolist()) for image in varied}) == 6


def test_that_the_same_generator_state_varies_the_same_way() -> None:
    first, second = (augmented(images(3), Augment.STRONG, torch.Generator().manual_seed(7)) for _ in range(2))
    assert torch.equal(first, second)


def test_that_no_augmentation_changes_nothing() -> None:
    batch = images(2)
    assert torch.equal(augmented(batch, Augment.NONE, torch.Generator()), batch)
