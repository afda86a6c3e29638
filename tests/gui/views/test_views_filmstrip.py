"""The strip of images around the shown one."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from workbench.core.domain import Side
from workbench.gui.theme import DARK
from workbench.gui.views.grid.grid_model import GridItem
from workbench.gui.views.grid.thumbnails import Thumbnails
from workbench.gui.views.pictures.filmstrip import FRAME, Filmstrip

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def strip(qtbot: QtBot) -> Filmstrip:
    strip = Filmstrip(Thumbnails())
    qtbot.addWidget(strip)
    strip.resize(600, strip.sizeHint().height())
    return strip


def items(folder: Path, number: int) -> list[GridItem]:
    """Samples of one file, which is a red image."""
    Image.new("RGB", (30, 30), (250, 0, 0)).save(folder / "red.png")
    return [GridItem(Side.TARGET, f"{row:06}.png", str(folder / "red.png")) for row in range(number)]


def test_that_only_the_visible_ones_of_100000_images_are_asked_for(
    strip: Filmstrip, qtbot: QtBot, tmp_path: Path
) -> None:
    samples = items(tmp_path, 1)
    samples += [GridItem(Side.TARGET, f"{row}", str(tmp_path / f"{row}.png")) for row in range(100_000)]
    strip.show_items(samples, 50_000)
    qtbot.waitUntil(lambda: len(strip._thumbnails._kept) > 0)
    asked = strip._thumbnails._kept.keys() | strip._thumbnails._pending
    assert len(asked) <= 600 // 52 + 2
    assert len(list(strip.visible_rows())) <= 600 // 52 + 2
    assert strip.accessibleDescription() == "Image 50,001 of 100,001"


def test_that_the_current_image_is_framed_in_the_centre_and_a_click_names_the_row(
    strip: Filmstrip, qtbot: QtBot, tmp_path: Path
) -> None:
    strip.show_items(items(tmp_path, 9), 4)
    assert strip.isVisible()
    assert abs(strip.place(4).center().x() - 300) <= 1
    for row in (4, 2):
        place = strip.place(row).center().toPoint()
        qtbot.waitUntil(lambda place=place: strip.grab().toImage().pixelColor(place) == QColor(250, 0, 0))  # type: ignore[misc]  # mypy: default
    image = strip.grab().toImage()
    frames = [image.pixelColor(QPoint(round(strip.place(row).center().x()), FRAME - 2)) for row in (4, 3)]
    assert frames[0] == QColor(DARK.accent)
    assert frames[1] != QColor(DARK.accent)
    for row in (5, 0):
        with qtbot.waitSignal(strip.chosen) as clicked:
            QTest.mouseClick(strip, LEFT, pos=strip.place(row).center().toPoint())
        assert clicked.args == [row]
    with qtbot.assertNotEmitted(strip.chosen):
        QTest.mouseClick(strip, LEFT, pos=QPoint(2, 30))  # before the first image


def test_that_a_single_image_or_too_little_room_needs_no_strip(strip: Filmstrip, tmp_path: Path) -> None:
    samples = items(tmp_path, 3)
    strip.show_items(samples, 1)
    strip.set_room(False)
    assert not strip.isVisible()
    strip.set_room(True)
    assert strip.isVisible()
    for rows, row in ((samples[:1], 0), (samples, -1), ([], -1)):
        strip.show_items(rows, row)
        assert not strip.isVisible()
