"""The few-shot bench: what is held back is never learned from, and what is trained is not trained again."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from tests.benchmarks.suites import few_shot_training
from tests.benchmarks.suites.few_shot import EACH, Emoji, painted, wished
from tests.benchmarks.suites.few_shot_judge import shared_outline
from tests.benchmarks.suites.few_shot_training import train
from workbench.engine import checkpoint


@pytest.fixture
def emoji() -> Emoji:
    """Ten classes of eight noisy images, of which the fifth and the tenth are held back."""
    pixels = np.random.default_rng(0).integers(0, 255, (80, 16, 16, 3), np.uint8)
    return Emoji(pixels, np.arange(80) % 10, [f"c{number}" for number in range(10)], np.array([4, 9]))


def test_that_contents_are_of_classes_that_were_seen_and_styles_of_those_held_back(emoji: Emoji) -> None:
    wish = wished(emoji, seed=1)
    assert len(wish.wanted) == 2 * EACH
    assert not np.isin(emoji.labels[wish.content], emoji.held).any()
    assert (emoji.labels[wish.styles] == wish.wanted[:, None]).all()
    assert all(len(set(row)) == 5 for row in wish.styles.tolist())
    assert np.array_equal(wish.styles, wished(emoji, seed=1).styles)


def test_that_training_goes_on_from_its_checkpoint_to_the_same_end(
    emoji: Emoji, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = emoji.rows(held=False)
    pixels, labels, name = emoji.pixels[rows], emoji.labels[rows], "funit"
    whole = train(name, pixels, labels, 3, tmp_path / "whole", seed=1)
    monkeypatch.setattr(few_shot_training, "KEEP", 2)

    keep = checkpoint.save

    def keep_and_break(path: Path, state: dict[str, Any]) -> None:
        keep(path, state)
        raise KeyboardInterrupt

    with monkeypatch.context() as once:
        once.setattr(checkpoint, "save", keep_and_break)
        with pytest.raises(KeyboardInterrupt):
            train(name, pixels, labels, 3, tmp_path / "parts", seed=1)
    parts = train(name, pixels, labels, 3, tmp_path / "parts", seed=1)
    for key, value in whole.generator.state_dict().items():
        torch.testing.assert_close(parts.generator.state_dict()[key], value, msg=key)
    again = train(name, pixels, labels, 3, tmp_path / "parts", seed=1)
    few = wished(emoji, 0)._replace(content=rows[:2])
    few = few._replace(styles=few.styles[:2], wanted=few.wanted[:2])
    assert np.array_equal(painted(again, emoji, few, 1), painted(parts, emoji, few, 1))


def square(left: int, ground: int, ink: int) -> np.ndarray[Any, np.dtype[np.uint8]]:
    pixels = np.full((1, 16, 16, 3), ground, np.uint8)
    pixels[:, 4:12, left : left + 8] = ink
    return pixels


def test_that_an_outline_is_found_before_any_ground_and_shared_by_how_much_lies_in_the_same_place() -> None:
    given = square(4, 255, 0)
    assert shared_outline(given, square(4, 30, 200)) == 1.0
    assert shared_outline(given, square(8, 255, 90)) == pytest.approx(4 / 12)
    assert shared_outline(given, np.full_like(given, 255)) == 0.0
    blank = np.full_like(given, 128)
    assert shared_outline(np.concatenate([given, blank]), np.concatenate([square(4, 255, 0), given])) == 1.0
