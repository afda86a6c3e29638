"""Pointers of Git LFS and DVC, which stand where images were not fetched: told as such, not as broken images."""

from pathlib import Path

import pytest
from PIL import Image

from workbench.core.domain import Reason
from workbench.core.errors import UserError
from workbench.data.scan import scan_now

LFS = "version https://git-lfs.github.com/spec/v1\noid sha256:{}\nsize 12345\n".format("4d7a" * 16)
DVC = "outs:\n- md5: a304afb96060aad90176268345e10355\n  size: 12\n  path: {}\n"


def picture(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (8, 6), (9, 99, 199)).save(path)


def test_that_an_image_that_git_lfs_has_not_fetched_is_told_as_a_pointer(tmp_path: Path) -> None:
    picture(tmp_path / "cat" / "1.png")
    for name in ("2.png", "3.jpg"):
        (tmp_path / "cat" / name).write_text(LFS)
    domain = scan_now(tmp_path)
    assert [sample.path for sample in domain.samples] == ["cat/1.png"]
    assert {(one.path, one.reason, one.detail) for one in domain.set_aside} == {
        ("cat/2.png", Reason.POINTER, "Git LFS pointer"),
        ("cat/3.jpg", Reason.POINTER, "Git LFS pointer"),
    }


def test_that_a_folder_of_pointers_only_says_how_to_fetch_them(tmp_path: Path) -> None:
    (tmp_path / "1.png").write_text(LFS)
    with pytest.raises(UserError, match="only 1 of the kind Git LFS pointer") as caught:
        scan_now(tmp_path)
    assert "git lfs pull" in caught.value.hint


def test_that_what_dvc_has_not_fetched_is_told_and_what_it_has_is_not(tmp_path: Path) -> None:
    picture(tmp_path / "here" / "1.png")
    for name in ("here.dvc", "here/1.png.dvc", "elsewhere.dvc"):
        (tmp_path / name).write_text(DVC.format(name.removesuffix(".dvc")))
    domain = scan_now(tmp_path)
    assert [(one.path, one.reason) for one in domain.set_aside] == [("elsewhere.dvc", Reason.POINTER)]


def test_that_a_folder_with_nothing_fetched_by_dvc_says_how_to_fetch_it(tmp_path: Path) -> None:
    (tmp_path / "images.dvc").write_text(DVC.format("images"))
    with pytest.raises(UserError, match="DVC pointer") as caught:
        scan_now(tmp_path)
    assert "dvc pull" in caught.value.hint
