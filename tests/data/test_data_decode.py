"""Decoding: every format and mode becomes the same upright RGB picture."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from workbench.core.domain import Reason
from workbench.data.decode import Unreadable, decode

GREY = np.linspace(0, 255, 64).reshape(8, 8).round().astype(np.uint8)


@pytest.mark.parametrize("suffix", ["png", "bmp", "tiff", "webp", "gif", "jpg"])
@pytest.mark.parametrize("mode", ["L", "RGB", "P", "1"])
def test_that_formats_and_modes_agree(suffix: str, mode: str, tmp_path: Path) -> None:
    image = Image.fromarray(GREY).convert("RGB" if mode in ("RGB", "P") else "L").convert(mode)
    if suffix in ("jpg", "webp") and mode in ("P", "1"):
        image = image.convert("L" if mode == "1" else "RGB")
    options = {"lossless": True} if suffix == "webp" else {"quality": 98} if suffix == "jpg" else {}
    image.save(tmp_path / f"x.{suffix}", **options)
    expected = np.asarray(image.convert("RGB")).astype(int)
    assert np.abs(decode(tmp_path / f"x.{suffix}").astype(int) - expected).max() <= (12 if suffix == "jpg" else 0)


def test_that_sixteen_bit_grey_is_scaled_to_eight(tmp_path: Path) -> None:
    for name in ("x.png", "x.tiff"):
        Image.fromarray(GREY.astype(np.uint16) * 257).save(tmp_path / name)
        assert np.array_equal(decode(tmp_path / name)[..., 0], GREY)


def test_that_transparency_lies_over_white(tmp_path: Path) -> None:
    pixels = np.zeros((4, 4, 4), np.uint8)
    pixels[:2] = (200, 0, 0, 255)
    Image.fromarray(pixels).save(tmp_path / "x.png")
    decoded = decode(tmp_path / "x.png")
    assert (decoded[0, 0].tolist(), decoded[3, 3].tolist()) == ([200, 0, 0], [255, 255, 255])


def test_that_cmyk_becomes_rgb(tmp_path: Path) -> None:
    Image.new("CMYK", (4, 4), (0, 255, 255, 0)).save(tmp_path / "x.jpg", quality=95)
    red, green, blue = decode(tmp_path / "x.jpg")[0, 0].tolist()
    assert red > 200
    assert max(green, blue) < 60


@pytest.mark.parametrize("orientation", range(1, 9))
def test_that_exif_orientation_is_honoured(orientation: int, tmp_path: Path) -> None:
    upright: NDArray[np.uint8] = np.zeros((6, 10, 3), np.uint8)
    upright[:3, :5] = 255  # a mark in the top left corner
    turns = {1: upright, 2: upright[:, ::-1], 3: upright[::-1, ::-1], 4: upright[::-1], 5: upright.transpose(1, 0, 2),
             6: np.rot90(upright), 7: upright[::-1, ::-1].transpose(1, 0, 2), 8: np.rot90(upright, -1)}  # fmt: skip
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.fromarray(np.ascontiguousarray(turns[orientation])).save(tmp_path / "x.png", exif=exif)
    assert np.array_equal(decode(tmp_path / "x.png"), upright)


def test_that_the_first_frame_of_an_animation_is_taken(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "blue")]
    frames[0].save(tmp_path / "x.gif", save_all=True, append_images=frames[1:])
    assert decode(tmp_path / "x.gif")[0, 0].tolist() == [255, 0, 0]


def test_that_pictures_are_squashed_to_the_square_asked_for(tmp_path: Path) -> None:
    Image.fromarray(np.tile(GREY, (3, 5))).save(tmp_path / "x.png")
    assert decode(tmp_path / "x.png", 16).shape == (16, 16, 3)


@pytest.mark.parametrize(("content", "reason"), [(b"", Reason.EMPTY), (b"GIF89a", Reason.UNREADABLE)])
def test_that_what_can_not_be_decoded_says_why(content: bytes, reason: Reason, tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(content)
    with pytest.raises(Unreadable) as caught:
        decode(tmp_path / "x.png")
    assert caught.value.reason is reason
