"""Names and paths that people and other systems write."""

import pytest

from workbench.core.file_names import separated


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
