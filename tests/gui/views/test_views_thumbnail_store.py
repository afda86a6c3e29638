"""The thumbnail store: storing, reading, and a damaged file."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from workbench.gui.views.grid.thumbnail_store import ThumbnailStore
from workbench.gui.views.grid.thumbnails import Thumbnails
from workbench.gui.views.pictures.image_reader import read_image


@pytest.fixture
def photo(tmp_path: Path) -> str:
    noise = np.random.default_rng(0).integers(0, 255, (120, 160, 3), np.uint8)
    Image.fromarray(noise).save(tmp_path / "photo.png")
    return str(tmp_path / "photo.png")


def thumbnail(photo: str) -> QImage:
    image = read_image(photo, 64)
    assert image is not None
    return image


def test_that_a_thumbnail_is_there_after_a_restart_until_its_file_changes(tmp_path: Path, photo: str) -> None:
    store = ThumbnailStore(tmp_path / "thumbnails.sqlite")
    assert store.get(photo, 64) is None
    store.put(photo, 64, thumbnail(photo))
    store.close()
    again = ThumbnailStore(tmp_path / "thumbnails.sqlite")
    kept = again.get(photo, 64)
    assert kept is not None
    assert kept.size() == thumbnail(photo).size()
    assert again.get(photo, 96) is None
    Image.new("RGB", (300, 200)).save(photo)
    assert again.get(photo, 64) is None
    again.close()


def test_that_what_waits_to_be_written_is_found_already(tmp_path: Path, photo: str) -> None:
    store = ThumbnailStore(tmp_path / "thumbnails.sqlite")
    store.put(photo, 64, thumbnail(photo))
    assert store.get(photo, 64) is not None
    store.close()


def test_that_small_files_are_not_kept(tmp_path: Path) -> None:
    Image.new("RGB", (8, 8)).save(tmp_path / "small.png")
    store = ThumbnailStore(tmp_path / "thumbnails.sqlite")
    store.put(str(tmp_path / "small.png"), 64, QImage(8, 8, QImage.Format.Format_RGB32))
    assert store.get(str(tmp_path / "small.png"), 64) is None
    store.close()


def test_that_a_damaged_store_is_done_without_and_made_anew(tmp_path: Path, photo: str) -> None:
    place = tmp_path / "thumbnails.sqlite"
    place.write_bytes(b"this is no database" * 1000)
    store = ThumbnailStore(place)
    assert store.get(photo, 64) is None
    store.put(photo, 64, thumbnail(photo))
    store.close()
    assert not place.exists()


def test_that_a_folder_that_cannot_be_written_is_no_trouble(tmp_path: Path, photo: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    store = ThumbnailStore(tmp_path / "file" / "thumbnails.sqlite")
    store.put(photo, 64, thumbnail(photo))
    store.close()


def test_that_a_store_that_outgrows_its_budget_lets_the_older_half_go(tmp_path: Path, photo: str) -> None:
    place = tmp_path / "thumbnails.sqlite"
    store = ThumbnailStore(place, budget=1)
    store._written = 1 << 20
    store.put(photo, 64, thumbnail(photo))
    store.close()
    again = ThumbnailStore(place)
    assert again.get(photo, 64) is None
    again.close()


def test_that_the_grid_reads_a_kept_thumbnail_instead_of_the_file(qtbot: QtBot, tmp_path: Path, photo: str) -> None:
    store = ThumbnailStore(tmp_path / "thumbnails.sqlite")
    red = QImage(64, 48, QImage.Format.Format_RGB32)
    red.fill(QColor("red"))
    store.put(photo, 64, red)
    thumbnails = Thumbnails(store=store)
    with qtbot.waitSignal(thumbnails.arrived):
        thumbnails.get(photo, 64)
    _, pixmap = thumbnails.get(photo, 64)
    assert pixmap is not None
    assert pixmap.toImage().pixelColor(32, 32).red() > 240
    assert pixmap.toImage().pixelColor(32, 32).green() < 20
    thumbnails.close()
