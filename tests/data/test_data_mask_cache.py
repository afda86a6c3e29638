"""Scenes: images and masks at one size, kept in the cache, the same after any loss."""

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from workbench.core.domain import Domain, Reason
from workbench.core.errors import UserError
from workbench.core.generators import Returning
from workbench.core.masks import IGNORED, ClassTable, PixelClass, mapped
from workbench.data.cache import ImageCache
from workbench.data.decode import decode
from workbench.data.mask_cache import Scenes, scenes
from workbench.data.scan import scan_now

NAMES = ("road", "car", "sky")
SIZE = (6, 10)


def read(cache: ImageCache, domain: Domain, numbers: tuple[int, ...] | None = (0, 1, 2)) -> Scenes:
    return Returning(scenes(cache, domain, SIZE, numbers)).finish()


def add(folder: Path, name: str, image: np.ndarray, mask: np.ndarray | None, orientation: int = 1) -> None:
    exif = Image.Exif()
    exif[274] = orientation
    for below in ("images", "masks"):
        (folder / below).mkdir(parents=True, exist_ok=True)
    Image.fromarray(image).save(folder / "images" / f"{name}.png", exif=exif)
    if mask is not None:
        Image.fromarray(mask).save(folder / "masks" / f"{name}.png")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    chance = np.random.default_rng(0)
    place = tmp_path / "street"
    for name in "abcde":
        add(
            place,
            name,
            chance.integers(0, 256, (12, 20, 3), np.uint8),
            chance.integers(0, 3, (12, 20)).astype(np.uint8),
        )
    (place / "classes.csv").write_text(
        "name,red,green,blue\n" + "".join(f"{name},{at},0,0\n" for at, name in enumerate(NAMES))
    )
    return place


@pytest.fixture
def cache(tmp_path: Path) -> ImageCache:
    return ImageCache(tmp_path / "cache")


def test_that_rows_are_the_samples_with_their_masks(folder: Path, cache: ImageCache) -> None:
    found = read(cache, scan_now(folder))
    assert (found.pixels.shape, found.masks.shape) == ((5, *SIZE, 3), (5, *SIZE))
    assert isinstance(found.pixels, np.memmap)
    assert isinstance(found.masks, np.memmap)
    assert found.masked.all()
    for sample, pixels, mask in zip(found.samples, found.pixels, found.masks, strict=True):
        assert np.array_equal(pixels, decode(folder / sample.path, SIZE))
        assert np.array_equal(mask, np.asarray(Image.open(folder / sample.mask))[1::2, 1::2])


def test_that_classes_become_those_of_the_model(folder: Path, cache: ImageCache) -> None:
    domain = scan_now(folder)
    assert domain.table is not None
    ours = ClassTable(tuple(PixelClass(name, (0, 0, 0)) for name in ("sky", "drive")))
    found = read(cache, domain, mapped(domain.table, ours, {"road": "drive", "car": ""}))
    plain = read(cache, domain)
    assert np.array_equal(found.masks, np.array([1, IGNORED, 0], np.uint8)[plain.masks])
    assert np.array_equal(found.pixels, plain.pixels)


def test_that_images_without_masks_have_nothing_known(folder: Path, cache: ImageCache) -> None:
    found = read(cache, scan_now(folder / "images"), None)
    assert not found.masked.any()
    assert (found.masks.shape, set(found.masks.ravel().tolist())) == ((5, *SIZE), {IGNORED})


def test_that_what_is_kept_is_found_again_without_opening_a_file(folder: Path, cache: ImageCache) -> None:
    domain = scan_now(folder)
    first = read(cache, domain)
    for path in (*folder.glob("images/*"), *folder.glob("masks/*")):
        status = path.stat()
        path.write_bytes(b"x" * status.st_size)
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    again = read(cache, domain)
    assert np.array_equal(first.pixels, again.pixels)
    assert np.array_equal(first.masks, again.masks)
    assert first.content == again.content


def test_that_a_repainted_mask_is_read_again(folder: Path, cache: ImageCache) -> None:
    before = read(cache, scan_now(folder))
    add(folder, "a", np.zeros((12, 20, 3), np.uint8), np.full((12, 20), 2, np.uint8))
    after = read(cache, scan_now(folder))
    assert set(after.masks[0].ravel().tolist()) == {2}
    assert before.content != after.content


def test_that_content_is_the_same_under_another_name(folder: Path, cache: ImageCache) -> None:
    before = read(cache, scan_now(folder))
    folder.rename(folder.with_name("renamed"))
    assert read(cache, scan_now(folder.with_name("renamed"))).content == before.content


@pytest.mark.parametrize("pattern", ["*[0-9a-f].u8", "*-masks.u8", "*.json"])
@pytest.mark.parametrize("left", [0, 10])
def test_that_a_damaged_cache_is_made_again(pattern: str, left: int, folder: Path, cache: ImageCache) -> None:
    domain = scan_now(folder)
    first = read(cache, domain)
    pixels, masks = np.array(first.pixels), np.array(first.masks)
    touched = list(cache.folder.glob(f"scenes-{pattern}"))
    for path in touched:
        content = path.read_bytes()
        path.unlink()
        if left:
            path.write_bytes(content[:left])
    again = read(cache, domain)
    assert touched
    assert np.array_equal(again.pixels, pixels)
    assert np.array_equal(again.masks, masks)


@pytest.mark.parametrize("pattern", ["*[0-9a-f].u8", "*-masks.u8"])
@pytest.mark.parametrize("with_sums", [True, False])
def test_that_zeroed_scenes_are_made_again(pattern: str, with_sums: bool, folder: Path, cache: ImageCache) -> None:
    domain = scan_now(folder)
    first = read(cache, domain)
    pixels, masks = np.array(first.pixels), np.array(first.masks)
    del first
    for path in cache.folder.glob(f"scenes-{pattern}"):
        path.write_bytes(bytes(path.stat().st_size))
        if not with_sums:
            path.with_suffix(".sums").unlink()
    again = read(cache, domain)
    assert np.array_equal(again.pixels, pixels)
    assert np.array_equal(again.masks, masks)


def test_that_masks_that_do_not_fit_are_set_aside(folder: Path, cache: ImageCache) -> None:
    blank = np.zeros((12, 20, 3), np.uint8)
    add(folder, "larger", blank, np.ones((24, 40), np.uint8))
    add(folder, "odd", blank, np.full((12, 20), 7, np.uint8))
    add(folder, "turned", blank, np.ones((20, 12), np.uint8))
    found = read(cache, scan_now(folder))
    assert [(one.path, one.reason) for one in found.set_aside] == [
        ("images/odd.png", Reason.MASK_COLOUR),
        ("images/turned.png", Reason.MASK_SIZE),
    ]
    assert found.set_aside[0].detail == "number 7 in 240 pixels"
    assert [one.path for one in found.samples][-1] == "images/larger.png"
    assert read(cache, scan_now(folder)).set_aside == found.set_aside


@pytest.mark.parametrize("orientation", [5, 6, 7, 8])
def test_that_a_mask_is_turned_as_its_image_is(orientation: int, folder: Path, cache: ImageCache) -> None:
    chance = np.random.default_rng(orientation)
    mask = chance.integers(0, 3, (20, 12)).astype(np.uint8)
    add(folder, "z", np.repeat(mask[..., None] * 100, 3, 2), mask, orientation)
    found = read(cache, scan_now(folder))
    upright = decode(folder / "images" / "z.png")[1::2, 1::2, 0] // 100
    assert np.array_equal(found.masks[-1], upright)


def test_that_an_image_that_can_not_be_decoded_is_set_aside(folder: Path, cache: ImageCache) -> None:
    domain = scan_now(folder)
    (folder / "images" / "c.png").write_bytes(b"no picture")
    found = read(cache, domain)
    assert [one.path for one in found.set_aside] == ["images/c.png"]
    assert len(found.pixels) == len(found.masks) == len(found.masked) == len(found.samples) == 4


def test_that_no_usable_image_is_no_error(folder: Path, cache: ImageCache) -> None:
    domain = scan_now(folder)
    for path in folder.glob("masks/*"):
        path.unlink()
    for _ in range(2):
        found = read(cache, domain)
        assert (found.samples, found.pixels.shape, found.masks.shape) == ([], (0, *SIZE, 3), (0, *SIZE))
        assert {one.reason for one in found.set_aside} == {Reason.NO_MASK}


def test_that_progress_is_told_and_a_stopped_reading_leaves_nothing(folder: Path, cache: ImageCache) -> None:
    reading = scenes(cache, scan_now(folder), SIZE, (0, 1, 2))
    assert next(reading) == (5, 5)
    reading.close()
    assert list(cache.folder.glob("*scenes*")) + list(cache.folder.glob(".*")) == []


def test_that_the_budget_holds_for_scenes(folder: Path, tmp_path: Path) -> None:
    cache = ImageCache(tmp_path / "cache", budget=5 * 6 * 10 * 4)
    domain = scan_now(folder)
    for numbers in ((0, 1, 2), (2, 1, 0)):
        read(cache, domain, numbers)
    assert sorted(path.suffix for path in cache.folder.glob("scenes-*")) == [".json", ".sums", ".sums", ".u8", ".u8"]


def test_that_a_cache_that_can_not_be_written_is_told_in_a_sentence(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UserError, match="cannot be written"):
        read(ImageCache(tmp_path / "file" / "cache"), scan_now(folder))
