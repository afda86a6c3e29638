"""Drawn streets: the same for a seed, at any size, in two looks that differ, with masks that fit to the pixel."""

import numpy as np
import pytest

from workbench.core.masks import IGNORED
from workbench.samples.streets.canvas import Camera, StreetCanvas
from workbench.samples.streets.street_styles import GAME, NUMBER, REAL, SKY, StreetStyle
from workbench.samples.streets.writing import scene

SIZE = (96, 192)


def many(look: StreetStyle, count: int = 12) -> tuple[np.ndarray, np.ndarray]:
    made = [scene(look, SIZE, 0, number) for number in range(count)]
    return np.stack([np.asarray(picture) for picture, _ in made]), np.stack([mask for _, mask in made])


@pytest.mark.parametrize("look", [GAME, REAL])
def test_that_a_seed_and_a_number_give_the_same_scene_and_others_do_not(look: StreetStyle) -> None:
    (picture, mask), (again, mask_again) = scene(look, SIZE, 3, 5), scene(look, SIZE, 3, 5)
    assert picture.tobytes() == again.tobytes()
    assert np.array_equal(mask, mask_again)
    for seed, number in ((3, 6), (4, 5)):
        assert scene(look, SIZE, seed, number)[0].tobytes() != picture.tobytes()


@pytest.mark.parametrize("size", [(16, 16), (33, 517), (200, 40), (256, 512)])
@pytest.mark.parametrize("look", [GAME, REAL])
def test_that_any_size_can_be_drawn(look: StreetStyle, size: tuple[int, int]) -> None:
    picture, mask = scene(look, size, 0, 0)
    assert (picture.size[::-1], mask.shape) == (size, size)


@pytest.mark.parametrize("look", [GAME, REAL])
def test_that_scenes_hold_every_class_in_the_places_of_a_street(look: StreetStyle) -> None:
    masks = many(look)[1]
    kinds = {*NUMBER.values(), IGNORED} if look.hood else {*NUMBER.values()}
    assert set(np.unique(masks).tolist()) == kinds
    rows = np.broadcast_to(np.arange(SIZE[0])[None, :, None], masks.shape)
    height = {name: rows[masks == number].mean() for name, number in NUMBER.items()}
    assert height["sky"] < height["building"] < height["sidewalk"] < height["road"]
    shares = np.bincount(masks.ravel(), minlength=256) / masks.size
    assert min(shares[list(NUMBER.values())]) > 0.0004
    assert 0.1 < shares[NUMBER["road"]] < 0.5


def test_that_a_mask_is_exact_to_the_pixel() -> None:
    chance = np.random.default_rng(0)
    canvas = StreetCanvas(*SIZE, Camera(120.0, 40.0, 90.0, 1.5))
    for _ in range(300):
        corners = [(float(x), float(y)) for x, y in chance.uniform(-20, 200, (5, 2))]
        number = int(chance.choice(list(NUMBER.values())))
        canvas.area(corners, (number * 10 + 5, 0, 0), number)
    red, mask = np.asarray(canvas.picture)[..., 0], np.asarray(canvas.mask)
    known = mask != IGNORED
    assert known.any()
    assert np.array_equal(red[known], mask[known] * 10 + 5)
    assert not red[~known].any()


def test_that_what_is_nearer_looks_larger_and_lower() -> None:
    camera = Camera(100.0, 50.0, 100.0, 1.5)
    near, far = camera.seen((1, 0, 5)), camera.seen((1, 0, 10))
    assert near == (120.0, 80.0)
    assert far == (110.0, 65.0)


def test_that_the_game_is_flat_and_clear_and_the_camera_is_not() -> None:
    still = {}
    for look in (GAME, REAL):
        picture, mask = scene(look, SIZE, 0, 1)
        alike = (mask[:, 1:] == mask[:, :-1]) & (mask[:, 1:] != SKY)
        still[look.name] = (np.diff(np.asarray(picture).astype(int), axis=1)[alike] == 0).all(1).mean()
    assert still["game"] > 0.8
    assert still["real"] < 0.05


def test_that_colours_of_a_class_move_between_the_looks() -> None:
    (game, game_masks), (real, real_masks) = many(GAME), many(REAL)
    for name in ("road", "sidewalk", "building", "vegetation", "sky", "car"):
        one, other = game[game_masks == NUMBER[name]].mean(0), real[real_masks == NUMBER[name]].mean(0)
        assert np.abs(one - other).max() > 25, name
    assert game.mean() > real.mean() + 20
