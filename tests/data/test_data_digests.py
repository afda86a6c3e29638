"""Digests are taken where two files could be the same, and only there."""

from pathlib import Path

import numpy as np
from PIL import Image

from workbench.core.generators import Returning
from workbench.data.digests import digests
from workbench.data.index import FileIndex
from workbench.data.scan import scan


def test_that_equal_files_in_two_domains_have_equal_digests_and_lonely_sizes_are_not_read(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    Image.fromarray(random.integers(0, 255, (8, 8, 3), np.uint8)).save(tmp_path / "one" / "same.png")
    (tmp_path / "two" / "copy.png").write_bytes((tmp_path / "one" / "same.png").read_bytes())
    Image.fromarray(random.integers(0, 255, (9, 40, 3), np.uint8)).save(tmp_path / "two" / "other.png")
    domains = [Returning(scan(tmp_path / name, cache=tmp_path / "cache")).finish() for name in ("one", "two")]
    first, second = Returning(digests(domains, FileIndex(tmp_path / "cache"))).finish()
    assert first["same.png"] == second["copy.png"]
    assert "other.png" not in second


def test_that_a_file_that_is_gone_is_left_out(tmp_path: Path) -> None:
    picture = Image.fromarray(np.zeros((8, 8, 3), np.uint8))
    for name in ("a", "b"):
        picture.save(tmp_path / f"{name}.png")
    domain = Returning(scan(tmp_path, cache=tmp_path / "cache")).finish()
    (tmp_path / "a.png").unlink()
    (found,) = Returning(digests([domain], FileIndex(tmp_path / "empty"))).finish()
    assert list(found) == ["b.png"]
