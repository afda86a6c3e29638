"""Deep images: one range for a folder, by values that a few odd pixels cannot change."""

import itertools
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from PIL import Image

from tests.data.test_data_bounded import png
from workbench.core.deep_range import EACH_IMAGE, DeepRange, check_range, given_range
from workbench.core.domain import Reason
from workbench.core.domain_remarks import remarks
from workbench.core.errors import UserError
from workbench.core.generators import Returning
from workbench.data import deep, folder_range
from workbench.data.cache import ImageCache, Images
from workbench.data.decode import decode
from workbench.data.scan import scan_now

RAMP = np.tile(np.linspace(0, 1, 64), (48, 1))
Values = NDArray[Any]


def folder_of(root: Path, *images: Values, suffix: str = "tif") -> Path:
    root.mkdir(parents=True, exist_ok=True)
    for number, values in enumerate(images):
        Image.fromarray(values).save(root / f"{number}.{suffix}")
    return root


def seen(root: Path, name: str) -> Values:
    """An image as it is decoded in its folder."""
    return decode(root / name, deep=scan_now(root).deep)[..., 0].astype(int)


def before_ranges(values: Values, mode: str) -> Values:
    """The conversion of versions without ranges."""
    top = float(values.max(initial=0))
    white = next((bound for bound in (1.0, 255.0, 65535.0) if top <= bound), top)
    scale = 1 / 257 if mode == "I;16" else 255 / (255.0 if mode == "I" and white == 1.0 else white)
    return (values.astype(np.float64) * scale).round().clip(0, 255).astype(np.uint8)


@pytest.mark.parametrize("top", [0.5, 1.0, 200.0, 255.0, 4000.0, 65535.0, 1e6])
@pytest.mark.parametrize("dtype", [np.uint16, np.int32, np.float32])
@pytest.mark.parametrize("strip", [1 << 20, 100])
def test_that_without_a_range_images_are_decoded_as_before(
    top: float, dtype: type[Any], strip: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deep, "STRIP", strip)
    values = (np.random.default_rng(0).random((37, 23)) * min(top, 65535 if dtype == np.uint16 else top)).astype(dtype)
    values[0, 0] = min(top, 65535)
    folder_of(tmp_path, values)
    with Image.open(tmp_path / "0.tif") as image:
        mode = image.mode
    assert np.array_equal(decode(tmp_path / "0.tif", deep=EACH_IMAGE)[..., 0], before_ranges(values, mode))


@pytest.mark.parametrize("suffix", ["png", "tif"])
def test_that_sixteen_bits_in_full_are_as_before(suffix: str, tmp_path: Path) -> None:
    chance = np.random.default_rng(1)
    images = [chance.integers(low, high, (32, 32), np.uint16) for low, high in ((0, 65536), (0, 30000), (9000, 60000))]
    root = folder_of(tmp_path, *images, suffix=suffix)
    domain = scan_now(root)
    assert domain.deep == DeepRange(integers=(0.0, 65535.0))
    for number, values in enumerate(images):
        assert np.array_equal(seen(root, f"{number}.{suffix}"), before_ranges(values, "I;16"))


def test_that_eight_bits_have_no_range(tmp_path: Path) -> None:
    domain = scan_now(folder_of(tmp_path, (RAMP * 255).astype(np.uint8), suffix="png"))
    assert (domain.deep, domain.traits) == (None, {})
    assert remarks(domain) == []


@pytest.mark.parametrize(("first", "second"), [(254, 262), (0.98, 1.02), (60000, 66000), (3.0, 3.1)])
def test_that_two_frames_of_a_camera_look_alike(first: float, second: float, tmp_path: Path) -> None:
    root = folder_of(tmp_path, *((RAMP * top).astype(np.float32) for top in (first, second)))
    assert np.abs(seen(root, "0.tif") - seen(root, "1.tif")).max() <= 255 * (second - first) / second + 3
    assert seen(root, "1.tif").max() >= 250


@pytest.mark.parametrize("bits", [9, 10, 11, 12, 13, 14, 15])
@pytest.mark.parametrize("suffix", ["png", "tif"])
def test_that_few_bits_in_sixteen_are_seen(bits: int, suffix: str, tmp_path: Path) -> None:
    root = folder_of(tmp_path, (RAMP * (2**bits - 1)).astype(np.uint16), suffix=suffix)
    pixels = seen(root, f"0.{suffix}")
    assert pixels.max() - pixels.min() >= 60
    assert any("Range of 1 deep image (" in sentence for sentence in remarks(scan_now(root)))


@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf, 1e30, -1e30])
@pytest.mark.parametrize("top", [1.0, 200.0, 4095.0])
def test_that_an_odd_value_costs_its_pixel_only(odd: float, top: float, tmp_path: Path) -> None:
    whole = (RAMP * top).astype(np.float32)
    harmed = whole.copy()
    harmed[3, 40] = odd
    root = folder_of(tmp_path, *([whole] * 8), harmed)
    difference = np.abs(seen(root, "0.tif") - seen(root, "8.tif"))
    difference[3, 40] = 0
    assert difference.max() == 0
    alone = decode(root / "8.tif").astype(int)  # without its folder
    assert alone.max() - np.delete(alone, 40, axis=1).min() >= 190


def test_that_values_below_zero_are_seen(tmp_path: Path) -> None:
    values = (RAMP * 3000 - 1000).astype(np.int32)  # Hounsfield units
    root = folder_of(tmp_path, values)
    pixels = seen(root, "0.tif")
    assert (pixels.min(), pixels.max()) == (0, 255)
    assert len(np.unique(pixels)) >= 60


def test_that_values_in_a_narrow_band_are_seen(tmp_path: Path) -> None:
    root = folder_of(tmp_path, (RAMP * 800 + 29000).astype(np.uint16))  # a thermal camera
    pixels = seen(root, "0.tif")
    assert pixels.max() - pixels.min() >= 250


def test_that_integers_and_floats_of_a_folder_have_ranges_of_their_own(tmp_path: Path) -> None:
    folder_of(tmp_path, (RAMP * 4095).astype(np.uint16), RAMP.astype(np.float32))
    domain = scan_now(tmp_path)
    assert domain.deep == DeepRange((0.0, 4095.0), (0.0, 1.0))
    assert domain.deep is not None
    assert domain.deep.text == "0 to 4,095 (integers) and 0 to 1 (floats)"


def test_that_a_folder_of_nothing_finite_is_read(tmp_path: Path) -> None:
    root = folder_of(tmp_path, np.full((8, 8), np.nan, np.float32), np.full((8, 8), np.inf, np.float32))
    assert seen(root, "0.tif").max() == 0


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    arrays(
        np.float32,
        (9, 7),
        elements=st.floats(width=32) | st.sampled_from([0.0, 1.0, float("nan"), float("inf"), -1.0]),
    )
)
def test_that_any_values_become_bytes_in_their_order(tmp_path: Path, values: Values) -> None:
    folder_of(tmp_path, values)
    for chosen in (None, EACH_IMAGE, given_range(-1, 1), scan_now(tmp_path).deep):
        grey = decode(tmp_path / "0.tif", deep=chosen)[..., 0].astype(int)
        finite = np.isfinite(values)
        order = np.argsort(values[finite], kind="stable")
        assert (np.diff(grey[finite][order]) >= 0).all()


def test_that_the_range_is_the_same_each_time_and_remembered(tmp_path: Path) -> None:
    chance = np.random.default_rng(2)
    root = folder_of(tmp_path / "a", *(chance.integers(300, 2000, (40, 40), np.uint16) for _ in range(5)))
    fresh = scan_now(root).deep
    cached = [scan_now(root, cache=tmp_path / "cache").deep for _ in range(2)]
    assert cached == [fresh, fresh]
    Image.fromarray(np.full((40, 40), 60000, np.uint16)).save(root / "9.tif")
    assert scan_now(root, cache=tmp_path / "cache").deep != fresh


def test_that_a_range_is_not_estimated_from_masks(tmp_path: Path) -> None:
    for name in range(3):
        folder_of(tmp_path / "images", *[(RAMP * 255).astype(np.uint8)] * 3, suffix="png")
        folder_of(tmp_path / "masks", *[(name / 4 < RAMP).astype(np.uint16)] * 3, suffix="png")
    assert scan_now(tmp_path).deep is None


def test_that_a_stated_range_takes_precedence(tmp_path: Path) -> None:
    root = folder_of(tmp_path, (RAMP * 4095).astype(np.uint16))
    domain = scan_now(root, deep=given_range(0, 1000))
    assert domain.deep == given_range(0, 1000)
    assert decode(root / "0.tif", deep=domain.deep).mean() > 200


@pytest.mark.parametrize("bounds", [(1, 1), (2, 1), (0, float("nan")), (float("-inf"), 0)])
def test_that_an_empty_range_is_refused(bounds: tuple[float, float]) -> None:
    with pytest.raises(UserError, match="empty or not finite"):
        given_range(*bounds)
    with pytest.raises(UserError):
        check_range(DeepRange(floats=bounds))


def cached(cache: ImageCache, root: Path, chosen: DeepRange | None) -> Images:
    return Returning(cache.images(scan_now(root, cache=cache.folder, deep=chosen), 8)).finish()


def test_that_cached_pixels_are_those_of_the_range(tmp_path: Path) -> None:
    root = folder_of(tmp_path / "images", *((RAMP * top).astype(np.uint16) for top in (900, 4095)))
    cache = ImageCache(tmp_path / "cache")
    ranges = [None, given_range(0, 1000), EACH_IMAGE, given_range(100, 1000), None, given_range(0, 1000)]
    contents = []
    for chosen in ranges:
        domain = scan_now(root, deep=chosen)
        images = cached(cache, root, chosen)
        contents.append(images.content)
        for sample, row in zip(images.samples, images.pixels, strict=True):
            assert np.array_equal(row, decode(root / sample.path, 8, domain.deep))
    assert contents[0] == contents[4] != contents[1] == contents[5]
    assert len(set(contents[:4])) == 4


def test_that_an_index_of_pixels_without_headers_is_read_again(tmp_path: Path) -> None:
    root = folder_of(tmp_path / "images", (RAMP * 4095).astype(np.uint16))
    cache = ImageCache(tmp_path / "cache")
    Returning(cache.images(scan_now(root), 8)).finish()  # scanned without the index, and then decoded with it
    assert scan_now(root, cache=cache.folder).deep is not None


def test_that_pages_channels_and_deep_colours_are_told(tmp_path: Path) -> None:
    ramp = Image.fromarray((RAMP * 255).astype(np.uint8))
    ramp.save(tmp_path / "pages.tif", save_all=True, append_images=[ramp, ramp])
    (tmp_path / "deep.png").write_bytes(png(8, 8, 16, 2))
    (tmp_path / "seven.tif").write_bytes(seven_channels())
    domain = scan_now(tmp_path)
    sentences = " ".join(remarks(domain))
    assert "Of 1 file with several pages or frames, the first is used." in sentences
    assert "Of 1 images with 16 bits in each colour, the upper 8 bits are used." in sentences
    (aside,) = [file for file in domain.set_aside if file.path == "seven.tif"]
    assert aside.reason is Reason.UNREADABLE
    assert "7 channels of 16 bits" in aside.detail


def seven_channels() -> bytes:
    """A TIFF of 4 × 4 pixels with seven channels of 16 bits."""
    tags = [(256, 3, 1, 4), (257, 3, 1, 4), (258, 3, 7, 200), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 300)]
    tags += [(277, 3, 1, 7), (278, 3, 1, 4), (279, 4, 1, 4 * 4 * 7 * 2)]
    directory = struct.pack("<H", len(tags)) + b"".join(
        struct.pack("<HHI", tag, kind, count) + struct.pack("<I", value) for tag, kind, count, value in tags
    )
    head = b"II*\0" + struct.pack("<I", 8) + directory + bytes(4)
    return head.ljust(200, b"\0") + struct.pack("<7H", *[16] * 7) + bytes(300 - 214) + bytes(4 * 4 * 7 * 2)


def test_that_the_estimate_takes_at_most_two_hundred_images(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = folder_of(tmp_path, *((RAMP * top).astype(np.uint16) for top in itertools.repeat(1500, 12)))
    monkeypatch.setattr(folder_range, "MOST", 5)
    assert scan_now(root).deep == DeepRange(integers=(0.0, 4095.0))


def test_that_images_of_another_scale_are_told(tmp_path: Path) -> None:
    folder_of(tmp_path, *[(RAMP * 250).astype(np.float32)] * 3, RAMP.astype(np.float32))
    told = [scan_now(tmp_path, cache=cache) for cache in (None, tmp_path / "cache", tmp_path / "cache")]
    for domain in told:
        assert any(sentence.startswith("1 of the deep images that were measured") for sentence in remarks(domain))
