"""Folders of drawn streets: layouts as people have them, nothing half written, and what the command says."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from workbench.cli.main import main
from workbench.core.domain import Layout
from workbench.core.errors import UserError
from workbench.core.generators import Returning
from workbench.core.masks import IGNORED
from workbench.data.masks.reader import mask_reader
from workbench.data.scan import scan_now
from workbench.samples.streets.street_styles import GAME, NUMBER, REAL
from workbench.samples.streets.writing import SAVERS, STREETS, scene, write_scenes

SIZE = (32, 64)


def written(folder: Path, layout: Layout = Layout.PAIRED, count: int = 3) -> tuple[Path, Path]:
    return Returning(write_scenes(folder, count, SIZE, layout, seed=7)).finish()


def test_that_a_paired_folder_is_read_back_as_it_was_drawn(tmp_path: Path) -> None:
    for place, look in zip(written(tmp_path / "out"), (GAME, REAL), strict=True):
        domain = scan_now(place)
        assert (domain.layout, domain.table, domain.set_aside) == (Layout.PAIRED, STREETS, [])
        for number, sample in enumerate(domain.samples):
            picture, mask = scene(look, SIZE, 7, number)
            assert np.array_equal(np.asarray(Image.open(place / sample.path)), np.asarray(picture))
            own = np.full(256, IGNORED, np.uint8)
            own[list(NUMBER.values())] = range(len(NUMBER))
            assert np.array_equal(mask_reader(domain)(sample), own[mask])


@pytest.mark.parametrize("layout", SAVERS)
def test_that_both_looks_and_every_scene_are_there_in_each_layout(layout: Layout, tmp_path: Path) -> None:
    steps = list(write_scenes(tmp_path, 18, (16, 16), layout))
    assert steps[-1] == (36, 36)
    assert steps == sorted(steps)
    for name in ("game", "real"):
        assert len([path for path in (tmp_path / name).rglob("*.png") if "gtFine" in path.name]) in (0, 3 * 18)
        assert len(scan_now(tmp_path / name).samples) >= 18
    assert sorted(path.name for path in tmp_path.iterdir()) == ["game", "real"]


def test_that_nothing_is_overwritten_and_nothing_half_written_stays(tmp_path: Path) -> None:
    making = write_scenes(tmp_path, 40, SIZE)
    next(making)
    making.close()
    assert list(tmp_path.iterdir()) == []
    written(tmp_path)
    with pytest.raises(UserError, match="is there already"):
        written(tmp_path)
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UserError, match="could not be written"):
        written(tmp_path / "file" / "below")


@pytest.mark.parametrize(("count", "size", "words"), [(0, SIZE, "are none"), (1, (8, 64), "8 × 64 pixels")])
def test_that_what_can_not_be_drawn_is_refused(count: int, size: tuple[int, int], words: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=words):
        Returning(write_scenes(tmp_path, count, size)).finish()


def test_that_the_command_writes_both_folders_and_says_where(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["sample", "scenes", "--out", str(tmp_path), "--count", "2", "--size", "16x24", "--seed", "1"]
    assert main(words, lambda: 0) == 0
    assert f"{tmp_path / 'game'} and {tmp_path / 'real'}" in capsys.readouterr().out
    assert {(one.width, one.height) for one in scan_now(tmp_path / "real").samples} == {(24, 16)}


@pytest.mark.parametrize("wrong", [["--size", "big"], ["--seed", "-1"], ["--size", "4x4"], ["--count", "0"]])
def test_that_a_wrong_number_is_one_sentence(
    wrong: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sample", "scenes", "--out", str(tmp_path), *wrong], lambda: 0) == 2
    assert capsys.readouterr().err.startswith("workbench: ")
    assert list(tmp_path.iterdir()) == []
