"""The cache: found by content, safe to lose, within its budget."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from workbench.core.domain import Domain
from workbench.core.errors import UserError
from workbench.core.generators import Returning
from workbench.data.cache import ImageCache, Images
from workbench.data.decode import decode
from workbench.data.scan import scan_now


def decoded(cache: ImageCache, domain: Domain, size: int = 8) -> Images:
    return Returning(cache.images(domain, size)).finish()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(6):
        path = tmp_path / "images" / "ab"[number % 2] / f"{number}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.full((10, 12, 3), number * 40, np.uint8)).save(path)
    return tmp_path / "images"


@pytest.fixture
def cache(tmp_path: Path) -> ImageCache:
    return ImageCache(tmp_path / "cache")


def packs(cache: ImageCache) -> set[str]:
    return {path.name for path in cache.folder.glob("*.u8")}


def test_that_rows_are_the_samples_in_order(folder: Path, cache: ImageCache) -> None:
    images = decoded(cache, scan_now(folder, cache=cache.folder))
    for sample, row in zip(images.samples, images.pixels, strict=True):
        assert np.array_equal(row, decode(folder / sample.path, 8))


def test_that_the_same_content_under_other_names_is_the_same_pack(folder: Path, cache: ImageCache) -> None:
    decoded(cache, scan_now(folder, cache=cache.folder))
    before = packs(cache)
    folder.rename(folder.with_name("renamed"))
    decoded(cache, scan_now(folder.with_name("renamed"), cache=cache.folder))
    assert packs(cache) == before


def test_that_a_rewritten_image_is_decoded_again(folder: Path, cache: ImageCache) -> None:
    decoded(cache, scan_now(folder, cache=cache.folder))
    Image.fromarray(np.full((10, 12, 3), 77, np.uint8)).save(folder / "a" / "0.png")
    images = decoded(cache, scan_now(folder, cache=cache.folder))
    assert images.pixels[[s.path for s in images.samples].index("a/0.png")].max() == 77


def test_that_a_deleted_cache_is_made_again_and_mapped_pixels_stay(folder: Path, cache: ImageCache) -> None:
    domain = scan_now(folder, cache=cache.folder)
    first = decoded(cache, domain)
    for path in cache.folder.iterdir():
        path.unlink()
    assert np.array_equal(first.pixels, decoded(cache, domain).pixels)


@pytest.mark.parametrize("pattern", ["*.u8", "*.digests", "*.sqlite"])
def test_that_a_damaged_cache_is_made_again(pattern: str, folder: Path, cache: ImageCache) -> None:
    expected = np.array(decoded(cache, scan_now(folder, cache=cache.folder)).pixels)
    for path in cache.folder.glob(pattern):
        path.write_bytes(path.read_bytes()[:10])
    assert np.array_equal(decoded(cache, scan_now(folder, cache=cache.folder)).pixels, expected)


def test_that_an_image_that_can_not_be_decoded_is_set_aside_and_remembered(folder: Path, cache: ImageCache) -> None:
    domain = scan_now(folder, cache=cache.folder)
    content = (folder / "b" / "1.png").read_bytes()
    times = (folder / "b" / "1.png").stat()
    import os

    (folder / "b" / "1.png").write_bytes(content[:40] + b"\0" * (len(content) - 40))
    os.utime(folder / "b" / "1.png", ns=(times.st_atime_ns, times.st_mtime_ns))
    images = decoded(cache, domain)
    assert [one.path for one in images.set_aside] == ["b/1.png"]
    assert len(images.pixels) == len(images.samples) == 5
    assert [one.path for one in scan_now(folder, cache=cache.folder).set_aside] == ["b/1.png"]


def test_that_what_was_used_longest_ago_goes_first(folder: Path, tmp_path: Path) -> None:
    cache = ImageCache(tmp_path / "cache", budget=6 * 8 * 8 * 3 + 6 * 9 * 9 * 3)
    domain = scan_now(folder, cache=cache.folder)
    for size in (8, 9, 10):
        decoded(cache, domain, size)
    assert {name.split("-")[1] for name in packs(cache)} == {"10"}


def test_that_arrays_are_kept_by_key(cache: ImageCache) -> None:
    array = np.arange(12, dtype=np.float32).reshape(3, 4)
    assert cache.array("features") is None
    assert np.array_equal(cache.keep("features", array), array)
    assert np.array_equal(cache.array("features"), array)  # type: ignore[arg-type]  # it was just kept


def test_that_a_cache_that_can_not_be_written_is_told_in_a_sentence(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UserError, match="cannot be written"):
        decoded(ImageCache(tmp_path / "file" / "cache"), scan_now(folder))


@pytest.mark.parametrize("with_sums", [True, False])
def test_that_a_zeroed_pack_is_decoded_again(with_sums: bool, folder: Path, cache: ImageCache) -> None:
    domain = scan_now(folder, cache=cache.folder)
    before = np.array(decoded(cache, domain).pixels)
    (pack,) = cache.folder.glob("*.u8")
    pack.write_bytes(bytes(pack.stat().st_size))
    if not with_sums:  # as earlier versions left it
        pack.with_suffix(".sums").unlink()
    assert np.array_equal(decoded(cache, domain).pixels, before)
    assert pack.with_suffix(".sums").is_file()


@pytest.mark.parametrize("place", [0, 3, 500, -1])
def test_that_one_wrong_byte_of_a_pack_is_noticed(place: int, folder: Path, cache: ImageCache) -> None:
    domain = scan_now(folder, cache=cache.folder)
    before = np.array(decoded(cache, domain).pixels)
    (pack,) = cache.folder.glob("*.u8")
    content = bytearray(pack.read_bytes())
    content[place] ^= 1
    pack.write_bytes(content)
    assert np.array_equal(decoded(cache, domain).pixels, before)


def test_that_a_damaged_row_of_another_pack_is_not_taken_over(folder: Path, cache: ImageCache) -> None:
    decoded(cache, scan_now(folder, cache=cache.folder))
    (pack,) = cache.folder.glob("*.u8")
    pack.write_bytes(bytes(pack.stat().st_size))
    (folder / "a" / "0.png").unlink()  # another set of images, so another pack
    images = decoded(cache, scan_now(folder, cache=cache.folder))
    for sample, row in zip(images.samples, images.pixels, strict=True):
        assert np.array_equal(row, decode(folder / sample.path, 8))


def test_that_a_pack_of_an_earlier_version_is_used_and_gets_checksums(folder: Path, cache: ImageCache) -> None:
    (folder / "a" / "0.png").unlink()  # it is black
    domain = scan_now(folder, cache=cache.folder)
    decoded(cache, domain)
    (pack,) = cache.folder.glob("*.u8")
    sums, made = pack.with_suffix(".sums").read_bytes(), pack.stat().st_ino
    pack.with_suffix(".sums").unlink()
    decoded(cache, domain)
    assert pack.stat().st_ino == made, "it was not decoded again"
    assert pack.with_suffix(".sums").read_bytes() == sums


@pytest.mark.parametrize("rows", [0, 1, 700_000])
def test_that_damaged_features_are_computed_again(rows: int, cache: ImageCache) -> None:
    array = np.random.default_rng(0).normal(size=(rows, 3)).astype(np.float32)
    assert np.array_equal(cache.keep("features", array), array)
    kept = cache.array("features")
    assert kept is not None
    assert np.array_equal(kept, array)
    file = cache.folder / "features.npy"
    content = file.read_bytes()
    if rows:
        file.write_bytes(content[:-8] + bytes(8))
        assert cache.array("features") is None
    file.write_bytes(content[: len(content) // 2])
    assert cache.array("features") is None
