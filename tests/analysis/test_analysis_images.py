"""Statistics of images, duplicates and doubtful labels, on images and features made to have them."""

import numpy as np
import pytest
from numpy.typing import NDArray

from workbench.analysis.data_quality import exact_duplicates, label_errors, merged, near_duplicates, odd_images
from workbench.analysis.image_statistics import compare, more
from workbench.core.domain import Side
from workbench.data.properties import describe

Bytes = NDArray[np.uint8]
SOURCE, TARGET = Side.SOURCE, Side.TARGET


def flat(level: int, side: int = 32) -> Bytes:
    return np.full((side, side, 3), level, np.uint8)


def noisy(seed: int, deviation: float, side: int = 32) -> Bytes:
    noise = np.random.default_rng(seed).normal(0, deviation, (side, side, 1))
    return (128 + noise).clip(0, 255).repeat(3, axis=2).astype(np.uint8)


def described(*images: Bytes) -> dict[str, NDArray[np.float32]]:
    return describe(np.stack(images), [64] * len(images), [32] * len(images))


def test_that_an_even_grey_image_has_its_level_and_nothing_else() -> None:
    found = described(flat(90))
    assert found["brightness"][0] == pytest.approx(90, abs=0.1)
    for name in ("contrast", "colour", "sharpness", "noise", "highlights", "shadows"):
        assert found[name][0] == pytest.approx(0, abs=1e-2), name
    assert (found["width"][0], found["aspect"][0]) == (64, 2)


@pytest.mark.parametrize("deviation", [4.0, 12.0])
def test_that_the_noise_of_an_image_is_the_deviation_that_was_added(deviation: float) -> None:
    assert described(noisy(0, deviation, side=128))["noise"][0] == pytest.approx(deviation, rel=0.06)


def test_that_colourfulness_is_the_formula_of_its_paper() -> None:
    image = np.random.default_rng(0).integers(0, 255, (16, 16, 3), np.uint8)
    red, green, blue = (image[..., channel].astype(float) for channel in range(3))
    first, second = red - green, 0.5 * (red + green) - blue
    expected = np.hypot(first.std(), second.std()) + 0.3 * np.hypot(first.mean(), second.mean())
    assert described(image)["colour"][0] == pytest.approx(expected, rel=1e-4)


def test_that_white_and_black_parts_are_counted_in_per_cent() -> None:
    image = flat(128)
    image[:8], image[8:12] = 255, 0
    found = described(image)
    assert found["highlights"][0] == pytest.approx(25)
    assert found["shadows"][0] == pytest.approx(12.5)


def test_that_the_chance_of_more_counts_ties_half() -> None:
    source, target = (np.array(values, np.float32) for values in ([1, 2, 2], [2, 3]))
    pairs = [(t > s) + 0.5 * (t == s) for s in source for t in target]
    assert more(source, target) == pytest.approx(np.mean(pairs))


def test_that_the_statistic_that_differs_most_comes_first() -> None:
    source = described(*(noisy(seed, 8) for seed in range(12)))
    target = described(*((noisy(seed, 8) // 2 + 120).astype(np.uint8) for seed in range(20, 32)))
    found = compare(source, target)
    assert found[0].more in (0.0, 1.0)
    assert {"brightness", "contrast"} <= {one.name for one in found[:5]}
    assert all(sum(one.source) == pytest.approx(1) and sum(one.target) == pytest.approx(1) for one in found)
    assert "width" not in {one.name for one in found}, "it is the same for all"


def test_that_files_of_the_same_content_are_one_set_and_those_across_domains_come_first() -> None:
    found = exact_duplicates({SOURCE: {"a": b"1", "b": b"1", "c": b"2"}, TARGET: {"d": b"2", "e": b"3"}})
    assert found is not None
    assert found.total == 2
    assert found.sets[0] == ((SOURCE, "c"), (TARGET, "d"))
    assert "1 set spans both domains" in found.summary


def test_that_a_saved_again_copy_is_found_and_a_look_alike_is_not() -> None:
    random = np.random.default_rng(0)
    images = [random.integers(0, 255, (32, 32, 3)).astype(np.uint8) for _ in range(4)]
    copy = (images[0].astype(int) + random.integers(-3, 4, images[0].shape)).clip(0, 255).astype(np.uint8)
    pixels = [*images, copy]
    features = random.normal(size=(5, 16)).astype(np.float32)
    features[4] = features[0] * 1.1  # the copy
    features[2] = features[1]  # alike to the net, different images
    ids = [(SOURCE, f"{n}") for n in range(4)] + [(TARGET, "copy")]
    found = near_duplicates(ids, features, lambda row: pixels[row], {SOURCE: {}, TARGET: {}})
    assert found is not None
    assert found.sets == (((SOURCE, "0"), (TARGET, "copy")),)
    assert (
        near_duplicates(ids, features, lambda row: pixels[row], {SOURCE: {"0": b"x"}, TARGET: {"copy": b"x"}}) is None
    )


def test_that_blank_and_blurred_images_are_named_and_a_domain_that_is_dark_throughout_is_not() -> None:
    sharp = [noisy(seed, 20 + seed) for seed in range(20)]
    ids = [(SOURCE, f"{n}") for n in range(22)]
    found = {one.kind: one for one in odd_images(ids, described(*sharp, flat(200), noisy(99, 2.5)))}
    assert found["blank"].sets == (((SOURCE, "20"),),)
    assert found["blurred"].sets == (((SOURCE, "21"),),)
    dark = [np.where(np.arange(32)[:, None, None] < 8, 255, 0).repeat(32, 1).repeat(3, 2).astype(np.uint8)] * 10
    assert "dark" not in {one.kind for one in odd_images(ids[:10], described(*dark))}


def test_that_planted_label_errors_are_found_and_little_else() -> None:
    random = np.random.default_rng(0)
    truth = random.integers(0, 3, 300)
    logits = random.normal(0, 0.7, (300, 3)) + 5 * np.eye(3)[truth]
    probabilities = (np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)).astype(np.float32)
    given = truth.copy()
    planted = random.permutation(300)[:15]
    given[planted] = (truth[planted] + 1) % 3
    found = label_errors(
        [(SOURCE, f"{n}") for n in range(300)], [f"{k}" for k in given], probabilities, ["0", "1", "2"]
    )
    assert found is not None
    named = {int(path) for ((_, path),) in found.sets}
    assert len(named & set(planted.tolist())) >= 14
    assert len(named - set(planted.tolist())) <= 2


def test_that_troubles_of_both_domains_are_one_kind() -> None:
    both = [one for side in Side for one in odd_images([(side, "x")], described(flat(10)))]
    (found,) = merged([one for one in both if one.kind == "blank"])
    assert (found.total, len(found.sets)) == (2, 2)


def test_that_different_objects_on_one_background_are_no_near_duplicates_and_a_copy_among_them_is_one() -> None:
    random = np.random.default_rng(0)
    images = []
    for number in range(49):
        image = np.full((64, 64, 3), 200.0)
        row, column = 6 + 7 * (number // 7), 6 + 7 * (number % 7)
        image[row : row + 5, column : column + 5] -= 60  # a small part, elsewhere in each
        images.append((image + random.normal(0, 2, image.shape)).clip(0, 255).astype(np.uint8))
    copy = (images[7] + random.normal(0, 2, images[7].shape)).clip(0, 255).astype(np.uint8)
    pixels, features = [*images, copy], np.ones((50, 16), np.float32)  # the net sees no difference at all
    ids = [(SOURCE, f"{n}") for n in range(49)] + [(TARGET, "copy")]
    found = near_duplicates(ids, features, lambda row: pixels[row], {SOURCE: {}, TARGET: {}})
    assert found is not None
    assert found.sets == (((SOURCE, "7"), (TARGET, "copy")),), "different parts are not named as copies"


def test_that_a_suspected_label_is_listed_by_evidence_and_no_share_is_certain() -> None:
    probabilities = np.array([[0.999, 0.001], [0.9, 0.1], [0.15, 0.85], [0.002, 0.998]], np.float32)
    found = label_errors([(SOURCE, name) for name in "wxyz"], ["0", "0", "0", "0"], probabilities, ["0", "1"])
    assert found is None, "no sample of class 1 tells how probable it is for its own"
    found = label_errors(
        [(SOURCE, name) for name in "wxyzv"],
        ["0", "0", "0", "0", "1"],
        np.vstack([probabilities, [[0.3, 0.7]]]),
        ["0", "1"],
    )
    assert found is not None
    assert [one.path for one in found.suspects] == [path for ((_, path),) in found.sets] == ["z", "y"]
    assert found.suspects[0].sentence == "labelled “0” (under 1 %), looks like “1” (over 99 %)"
    assert found.suspects[1].sentence == "labelled “0” (15 %), looks like “1” (85 %)"
