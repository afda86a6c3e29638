"""A person chooses a backbone in the Adapt step and fetches its weights: what the window says meanwhile."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.journeys.use import PATIENCE, open_folders
from tests.weight_server import serving
from workbench.gui.shell.window import Window

LEFT = Qt.MouseButton.LeftButton
CHUNK = 1 << 20
NAME = "dinov2_vits14"


@pytest.fixture(autouse=True)
def _empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "torch"))
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def test_that_weights_are_fetched_cancelled_and_continued(
    qtbot: QtBot,
    domains: tuple[Path, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    with serving(bytes(4 * CHUNK)) as server:
        monkeypatch.setenv("HF_ENDPOINT", server.base)
        window: Window = request.getfixturevalue("window")  # its workers have that environment
        choice = window.adapt.form.backbone
        open_folders(qtbot, window, *domains)
        window.session.go_to("adapt")
        qtbot.mouseClick(window.adapt.form.advanced, LEFT)
        qtbot.waitUntil(lambda: choice.box.findData(NAME) >= 0, timeout=PATIENCE)
        choice.choose(NAME)
        assert choice.facts.text().endswith("88 MB to fetch · Apache-2.0 · timm")

        server.missing = True
        qtbot.mouseClick(choice.fetch, LEFT)
        qtbot.waitUntil(lambda: "could not be downloaded" in choice.progress.text(), timeout=PATIENCE)
        assert str(tmp_path / "torch") in choice.progress.text(), "where to copy the file to"

        server.missing, server.holds = False, CHUNK
        qtbot.mouseClick(choice.fetch, LEFT)
        qtbot.waitUntil(lambda: choice.progress.text() == "Fetching: 25%", timeout=PATIENCE)
        assert not choice.fetch.isVisible()
        choice.choose("small")
        assert not choice.cancel.isVisible()
        choice.choose("convnext_tiny")
        assert (choice.fetch.isVisible(), choice.fetch.isEnabled()) == (True, False)
        assert choice.progress.text() == "DINOv2 ViT-S/14 is being fetched."
        choice.choose(NAME)
        qtbot.mouseClick(choice.cancel, LEFT)
        qtbot.waitUntil(lambda: "Fetch again to continue it." in choice.progress.text(), timeout=PATIENCE)

        server.holds = 0
        qtbot.mouseClick(choice.fetch, LEFT)
        qtbot.waitUntil(lambda: "Ready · Apache-2.0" in choice.facts.text(), timeout=PATIENCE)
        assert int(server.ranges[-1].removeprefix("bytes=").rstrip("-")) >= CHUNK
        assert not choice.fetch.isVisible()
        assert not choice.progress.isVisible()
