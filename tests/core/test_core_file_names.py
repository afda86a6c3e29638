"""Names and paths that people and other systems write."""

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workbench.core.errors import UserError
from workbench.core.file_names import contained_path, contained_place, mask_name, safe_name, separated


@pytest.mark.parametrize(
    ("written", "there", "meant"),
    [
        ("a/1.png", (), "a/1.png"),
        ("a\\b\\1.png", (), "a/b/1.png"),
        ("a\\1.png", ("a\\1.png", "a/1.png"), "a\\1.png"),
        ("..\\a\\1.png", ("1.png",), "../a/1.png"),
    ],
)
def test_that_a_backslash_separates_unless_a_file_has_it_in_its_name(
    written: str, there: tuple[str, ...], meant: str
) -> None:
    assert separated(written, there.__contains__) == meant


NASTY = (
    "",
    ".",
    "..",
    "/",
    "\\",
    "C:",
    "c:\\x",
    "a",
    "b.png",
    "../",
    "..\\",
    "\0",
    "é",
    "NUL.txt",
    "a ",
    "~",
    "\\\\h\\s",
)


@given(st.lists(st.sampled_from(NASTY), max_size=6).map("/".join) | st.text(max_size=40))
@example("../elsewhere/photo0.png")
@example("/etc/passwd")
@example("..\\..\\photo0.png")
@example("C:/Windows/photo0.png")
def test_that_no_path_of_a_sample_leads_out_of_the_folder_that_is_written(path: str) -> None:
    relative = contained_path(path)
    for system in (PurePosixPath, PureWindowsPath):
        place = system(str(relative))
        assert not place.is_absolute()
        assert not place.drive
        assert not place.root
        assert ".." not in place.parts
        assert place.name
    assert "\0" not in str(relative)
    assert contained_path(path) == relative
    assert mask_name(path).name.endswith(".png")


def test_that_paths_outside_have_names_of_their_own() -> None:
    paths = ["../a/1.png", "../b/1.png", "/a/1.png", "a/1.png", "..\\a\\1.png"]
    assert len({contained_path(path) for path in paths}) == len(paths)


def test_that_a_planted_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    root = tmp_path / "root"
    (root / "within").mkdir(parents=True)
    (root / "out").symlink_to(tmp_path / "elsewhere")
    (root / "in").symlink_to(root / "within")
    assert contained_place(root, "in/1.png") == root / "in" / "1.png"
    with pytest.raises(UserError, match=r"leads out of .*nothing is written"):
        contained_place(root, "out/1.png")
    for outside in (tmp_path / "elsewhere" / "1.png", Path("../elsewhere/1.png")):
        assert contained_place(root, outside).parent == root
    (tmp_path / "linked").symlink_to(root)
    assert contained_place(tmp_path / "linked", "new/1.png") == tmp_path / "linked" / "new" / "1.png"


@pytest.mark.parametrize("name", ["NUL", "nul.txt", "Con.tar.gz", "COM1.png", "lpt9", "AUX .png"])
def test_that_a_name_that_windows_reserves_is_changed(name: str) -> None:
    assert safe_name(name) == f"_{name}"
    assert safe_name(f"x{name}") == f"x{name}"
