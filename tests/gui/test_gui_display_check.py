"""What the program says before Qt would abort the process."""

import sys

import pytest

from workbench.gui.shell.display_check import unavailable

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can lack a display")


@pytest.mark.parametrize("platform", ["", "xcb"])
def test_that_a_missing_display_is_named_also_where_the_platform_is_set(
    platform: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    assert "there is no display" in unavailable()


def test_that_a_platform_without_a_display_needs_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert unavailable() == ""
