"""Losses of scenes against their formulas, on random numbers."""

import math

import pytest
import torch

from workbench.data.paired_augment import IGNORE
from workbench.losses.class_mix import confident_share, random_class_mask
from workbench.losses.information import charbonnier, entropy, self_information


def test_that_self_information_is_each_class_share_of_the_entropy() -> None:
    logits = torch.randn(2, 5, 3, 4, generator=torch.Generator().manual_seed(0))
    told = self_information(logits)
    p = logits.exp() / logits.exp().sum(dim=1, keepdim=True)
    assert told == pytest.approx(-p * p.log() / math.log(5), abs=1e-6)
    assert told.sum(dim=1) == pytest.approx(entropy(logits) / math.log(5), abs=1e-6)


def test_that_charbonnier_grows_faster_where_eta_is_larger() -> None:
    values = torch.tensor([0.0, 0.5, 2.0])
    expected = torch.tensor([(x * x + 0.001**2) ** 2.0 for x in (0.0, 0.5, 2.0)])
    assert charbonnier(values, 2.0) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("seed", range(5))
def test_that_half_of_the_classes_are_taken_whole_and_the_larger_half_of_odd_ones(seed: int) -> None:
    torch.manual_seed(seed)
    labels = torch.randint(0, 5, (3, 8, 8))
    labels[0] = torch.where(labels[0] > 2, 0, labels[0])  # three classes
    labels[:, 0] = IGNORE
    taken = random_class_mask(labels)
    for one, mask in zip(labels, taken, strict=True):
        inside, outside = set(one[mask].tolist()), set(one[~mask].tolist()) - {IGNORE}
        assert not inside & outside, "a class is taken whole or not at all"
        assert IGNORE not in inside
        classes = len(inside | outside)
        assert len(inside) == (classes + 1) // 2


def test_that_a_scene_without_labels_gives_nothing() -> None:
    assert not random_class_mask(torch.full((2, 4, 4), IGNORE)).any()


def test_that_the_share_of_sure_pixels_is_of_all_pixels() -> None:
    logits = torch.zeros(1, 2, 2, 2)
    logits[0, 0, 0, 0] = 10.0  # one of four pixels, with probability 0.99995
    logits[0, 0, 0, 1] = math.log(3)  # another with 0.75
    assert confident_share(logits, 0.968).item() == 0.25
    assert confident_share(logits, 0.7).item() == 0.5
