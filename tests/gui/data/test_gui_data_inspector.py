"""The Data step: what it says of each folder, and how it shows masks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import read
from workbench.core.domain import Side
from workbench.data.scan import scan_now
from workbench.gui.data.inspector import DataInspector
from workbench.gui.session.session import Session
from workbench.gui.session.workers import Workers
from workbench.gui.tasks.discovery import task_rules

PATIENCE = 20_000  # milliseconds


@pytest.fixture
def inspector(qtbot: QtBot) -> Iterator[DataInspector]:
    parent = QWidget()
    qtbot.addWidget(parent)
    inspector = DataInspector(Session(Workers(parent), task_rules(), parent))
    qtbot.addWidget(inspector)
    inspector.resize(320, 900)
    inspector.show()
    yield inspector
    for preview in inspector.previews.values():
        preview.background.close()


def test_that_masks_are_shown_over_their_images(
    inspector: DataInspector, streets: tuple[Path, Path], qtbot: QtBot
) -> None:
    read(inspector.session, {Side.SOURCE: scan_now(streets[0])})
    preview = inspector.previews[Side.SOURCE]
    qtbot.waitUntil(preview.isVisible, timeout=PATIENCE)
    assert preview.picture.pixmap().width() > 200
    assert not inspector.previews[Side.TARGET].isVisible()


def test_that_notes_leftovers_and_empty_classes_are_named(
    inspector: DataInspector, domains: tuple[Path, Path], tmp_path: Path
) -> None:
    folder = tmp_path / "source"
    for name in ("@eaDir", "empty"):
        (folder / name).mkdir(parents=True)
    (folder / "IMG.heic").write_bytes(b"x")
    for path in sorted(domains[0].rglob("*.png"))[:40]:
        copy = folder / path.relative_to(domains[0])
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(path.read_bytes())
    read(inspector.session, {Side.SOURCE: scan_now(folder)})
    words = " ".join(label.text() for label in inspector.findChildren(QLabel))
    assert all(name in words for name in ("@eaDir (1)", "no classes: empty", "HEIC 1"))
