"""The Data step: what it says of each folder, and how it shows masks."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import read
from workbench.core.domain import Side
from workbench.data.scan import list_files, scan_now
from workbench.gui.data.inspector import DataInspector
from workbench.gui.data.range_field import RangeField
from workbench.gui.session.session import Session
from workbench.gui.session.workers import Workers
from workbench.gui.tasks.discovery import task_rules
from workbench.worker.replies import FolderListed

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
    pictures = [picture for picture in preview.findChildren(QLabel) if not picture.pixmap().isNull()]
    assert len(pictures) == 4
    assert all(picture.mapTo(inspector, picture.rect().bottomRight()).x() < 288 - 24 for picture in pictures)
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


def shown(inspector: DataInspector) -> str:
    """The words on the cards of both folders."""
    items = [inspector.facts.itemAt(index) for index in range(inspector.facts.count())]
    cards = [item.widget() for item in items if item is not None]
    return " ".join(label.text() for card in cards if card is not None for label in card.findChildren(QLabel))


def test_that_the_names_are_shown_before_the_files_are_checked_and_nothing_can_start(
    inspector: DataInspector, domains: tuple[Path, Path], qtbot: QtBot
) -> None:
    session, first = inspector.session, list[tuple[str, bool, bool, int]]()
    session.domains.listed.connect(
        lambda side: first.append(
            (
                shown(inspector),
                inspector.next.isEnabled(),
                session.domains.complete,
                len(session.domains.samples(side)),
            )
        )
    )
    session.workers.start()
    try:
        for side, folder in zip(Side, domains, strict=True):
            with qtbot.waitSignal(session.domains.changed, timeout=90_000):
                session.domains.read(side, folder)
        inspector.session.domains.read_again(Side.SOURCE)
        qtbot.waitUntil(lambda: session.domains._scans[Side.SOURCE].free, timeout=PATIENCE)
    finally:
        session.workers.close()
    assert len(first) == 2, "what is shown stays while a folder is read again"
    words, can_go_on, complete, samples = first[1]
    assert "Images, unchecked" in words
    assert "a 24, b 24, c 24" in words
    assert "0 of 72" in words
    assert "a/000.png" in words
    assert (can_go_on, complete, samples) == (False, False, 0), "no job starts from files that are not checked"
    assert session.domains.complete
    assert not session.domains.outlines
    assert not inspector.outlines
    assert "unchecked" not in shown(inspector)


def test_that_another_folder_is_not_shown_with_the_names_of_the_one_before(
    inspector: DataInspector, domains: tuple[Path, Path]
) -> None:
    pair = inspector.session.domains
    pair.wanted[Side.SOURCE] = str(domains[0])
    pair._progressed(Side.SOURCE, FolderListed(list_files(domains[0]).outline()))
    assert str(domains[0]) in shown(inspector)
    inspector.session.workers.close()  # the next reading stays without an answer
    pair.read(Side.SOURCE, domains[1])
    assert str(domains[0]) not in shown(inspector)
    assert not pair.outlines


def test_that_the_range_of_deep_images_fits_the_inspector(inspector: DataInspector, tmp_path: Path) -> None:
    for name in ("ring", "sphere"):
        (tmp_path / name).mkdir()
        for number in range(3):
            values = np.random.default_rng(number).integers(900, 60_000, (24, 24)).astype(np.uint16)
            Image.fromarray(values).save(tmp_path / name / f"{number}.png")
    read(inspector.session, {Side.SOURCE: scan_now(tmp_path)})
    (field,) = inspector.findChildren(RangeField)
    assert inspector.minimumSizeHint().width() <= 288 - 24
    field.background.close()
