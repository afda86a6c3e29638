"""The thumbnail grid, operated by mouse and keys, with real files."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QDrag, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from workbench.core.domain import Side
from workbench.gui.theme import DARK, LIGHT
from workbench.gui.views.grid.thumbnail_grid import GridItem, Id, ThumbnailGrid

LEFT = Qt.MouseButton.LeftButton
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def made(folder: Path, count: int) -> list[GridItem]:
    items = []
    for i in range(count):
        Image.new("RGB", (32, 32), (200, 30, 30)).save(folder / f"{i}.png")
        side = Side.SOURCE if i % 2 == 0 else Side.TARGET
        items.append(GridItem(side, f"{i}.png", str(folder / f"{i}.png"), label="cat" if i % 2 == 0 else None))
    return items


@pytest.fixture
def grid(qtbot: QtBot, tmp_path: Path) -> Iterator[ThumbnailGrid]:
    view = ThumbnailGrid(DARK)
    qtbot.addWidget(view)
    view.resize(80 * 6 + 30, 300)  # six in a row
    view.set_items(made(tmp_path, 20))
    view.show()
    qtbot.waitExposed(view)
    view.setFocus()
    yield view
    view.thumbnails.close()


def ids(view: ThumbnailGrid, *rows: int) -> set[Id]:
    every = view.ids()
    return {every[row] for row in rows}


def click(view: ThumbnailGrid, row: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.mouseClick(view.viewport(), LEFT, modifier, middle(view, row))


def middle(view: ThumbnailGrid, row: int) -> QPoint:
    return view.visualRect(view.model().index(row, 0)).center()


def pixel(view: ThumbnailGrid, row: int) -> QColor:
    return view.viewport().grab().toImage().pixelColor(middle(view, row))


def test_that_a_click_selects_one_and_tells_it(grid: ThumbnailGrid, qtbot: QtBot) -> None:
    with qtbot.waitSignal(grid.selection_changed) as signal:
        click(grid, 3)
    assert signal.args == [{(Side.TARGET, "3.png")}]


def test_that_shift_selects_from_the_anchor_and_ctrl_toggles(grid: ThumbnailGrid) -> None:
    click(grid, 2)
    click(grid, 5, SHIFT)
    assert grid.selection == ids(grid, 2, 3, 4, 5)
    click(grid, 3, CTRL)
    click(grid, 9, CTRL)
    assert grid.selection == ids(grid, 2, 4, 5, 9)


def test_that_arrows_move_the_selection_along_rows_and_columns(grid: ThumbnailGrid) -> None:
    click(grid, 0)
    QTest.keyClick(grid, Qt.Key.Key_Right)
    assert grid.selection == ids(grid, 1)
    QTest.keyClick(grid, Qt.Key.Key_Down)
    assert grid.selection == ids(grid, 7)


def test_that_shift_with_arrows_extends_and_shrinks(grid: ThumbnailGrid) -> None:
    click(grid, 4)
    for _ in range(3):
        QTest.keyClick(grid, Qt.Key.Key_Right, SHIFT)
    QTest.keyClick(grid, Qt.Key.Key_Left, SHIFT)
    assert grid.selection == ids(grid, 4, 5, 6)


def test_that_ctrl_a_takes_all_and_esc_lets_go(grid: ThumbnailGrid) -> None:
    QTest.keyClick(grid, Qt.Key.Key_A, CTRL)
    assert len(grid.selection) == 20
    QTest.keyClick(grid, Qt.Key.Key_Escape)
    assert grid.selection == set()


def test_that_a_click_beside_the_images_lets_go(grid: ThumbnailGrid) -> None:
    click(grid, 1)
    QTest.mouseClick(grid.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, QPoint(grid.viewport().width() - 2, 5))
    assert grid.selection == set()


def test_that_space_and_a_double_click_open(grid: ThumbnailGrid, qtbot: QtBot) -> None:
    click(grid, 2)
    with qtbot.waitSignal(grid.opened) as signal:
        QTest.keyClick(grid, Qt.Key.Key_Space)
    assert signal.args == [(Side.SOURCE, "2.png")]
    with qtbot.waitSignal(grid.opened) as signal:
        QTest.mouseDClick(grid.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, middle(grid, 5))
    assert signal.args == [(Side.TARGET, "5.png")]


def test_that_naming_keys_are_left_to_the_window(grid: ThumbnailGrid, qtbot: QtBot) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier, "1")
    grid.keyPressEvent(event)
    assert not event.isAccepted()


def test_that_setting_the_selection_is_not_told_back(grid: ThumbnailGrid, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(grid.selection_changed):
        grid.set_selection({(Side.SOURCE, "0.png"), (Side.SOURCE, "elsewhere.png")})
    assert (Side.SOURCE, "elsewhere.png") in grid.selection


def test_that_focus_goes_to_the_next_unlabelled_target(grid: ThumbnailGrid, qtbot: QtBot) -> None:
    click(grid, 1)
    grid.set_labels({"1.png": "dog", "3.png": "dog"})
    with qtbot.waitSignal(grid.selection_changed):
        assert grid.focus_next() == (Side.TARGET, "5.png")
    assert grid.focus_next("19.png") == (Side.TARGET, "5.png")  # from the top again


def test_that_focus_passes_over_what_somebody_was_unsure_of(grid: ThumbnailGrid) -> None:
    click(grid, 1)
    grid.set_labels({"1.png": "dog"}, {"3.png"})
    assert grid.focus_next() == (Side.TARGET, "5.png")
    text = grid.model().data(grid.model().index(3, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert text == "3.png · target · marked unsure"


def test_that_an_unsure_sample_wears_its_mark_and_a_doubtful_label_what_the_model_says(grid: ThumbnailGrid) -> None:
    plain = grid.viewport().grab().toImage()
    grid.set_labels({"5.png": "dog"}, {"3.png"})
    grid.set_predictions({"5.png": ("cat", 0.9)})
    marked = grid.viewport().grab().toImage()
    for row, corner in ((3, "below"), (5, "above")):
        cell = grid.visualRect(grid.model().index(row, 0))
        place = cell.bottomLeft() + QPoint(10, -12) if corner == "below" else cell.topRight() + QPoint(-12, 10)
        around = [place + QPoint(x, 0) for x in range(-4, 5)]
        assert QColor(DARK.caution) in [marked.pixelColor(at) for at in around]
        assert QColor(DARK.caution) not in [plain.pixelColor(at) for at in around]


def test_that_focus_has_nowhere_to_go_when_all_are_labelled(grid: ThumbnailGrid) -> None:
    grid.set_labels({path: "dog" for _, path in grid.ids()})
    assert grid.focus_next() is None


def test_that_new_items_keep_the_selection_and_the_place(grid: ThumbnailGrid) -> None:
    click(grid, 3)
    grid.set_items(list(reversed(grid.samples.items)))
    assert grid.selection == {(Side.TARGET, "3.png")}
    QTest.keyClick(grid, Qt.Key.Key_Right)
    assert grid.selection == {(Side.SOURCE, "2.png")}


def test_that_thumbnails_arrive(grid: ThumbnailGrid, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: pixel(grid, 4) == QColor(200, 30, 30))


def test_that_an_unreadable_file_is_a_quiet_tile(grid: ThumbnailGrid, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "bad.png").write_bytes(b"no image")
    grid.set_items([GridItem(Side.TARGET, "bad.png", str(tmp_path / "bad.png"))])
    qtbot.waitUntil(lambda: grid.thumbnails.get(str(tmp_path / "bad.png"), 72)[0])
    assert grid.thumbnails.get(str(tmp_path / "bad.png"), 72)[1] is None


def test_that_only_what_is_seen_is_read(qtbot: QtBot, tmp_path: Path) -> None:
    items = made(tmp_path, 1)
    many = [GridItem(Side.TARGET, str(i), items[0].file if i < 50 else f"{items[0].file}{i}") for i in range(5000)]
    view = ThumbnailGrid(DARK)
    qtbot.addWidget(view)
    view.resize(400, 200)
    view.set_items(many)
    view.show()
    with qtbot.waitSignal(view.thumbnails.arrived):
        view.viewport().update()
    assert len(view.thumbnails._kept) + len(view.thumbnails._pending) < 30
    view.thumbnails.close()


def test_that_the_selection_wears_a_ring(grid: ThumbnailGrid) -> None:
    grid.set_selection(ids(grid, 2))
    image = grid.viewport().grab().toImage()
    cell = grid.visualRect(grid.model().index(2, 0))
    assert image.pixelColor(cell.left() + 2, cell.center().y()) == QColor(DARK.accent)


def test_that_another_theme_changes_the_ring(grid: ThumbnailGrid) -> None:
    grid.set_selection(ids(grid, 2))
    grid.set_theme(LIGHT)
    image = grid.viewport().grab().toImage()
    cell = grid.visualRect(grid.model().index(2, 0))
    assert image.pixelColor(cell.left() + 2, cell.center().y()) == QColor(LIGHT.accent)


def test_that_a_sample_says_what_is_known_of_it(grid: ThumbnailGrid) -> None:
    grid.set_predictions({"3.png": ("dog", 0.5)})
    text = grid.model().data(grid.model().index(3, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert text == "3.png · target · predicted dog 0.50"


def test_that_labels_are_replaced_as_a_whole(grid: ThumbnailGrid) -> None:
    grid.set_labels({"3.png": "dog", "2.png": "not the source's"})
    grid.set_labels({"5.png": "dog"})
    assert [grid.samples.item(row).label for row in (2, 3, 5)] == ["cat", None, "dog"]


def test_that_ctrl_plus_enlarges_thumbnails(grid: ThumbnailGrid) -> None:
    before = grid.gridSize().width()
    QTest.keyClick(grid, Qt.Key.Key_Plus, CTRL)
    assert grid.gridSize().width() > before


def test_that_the_last_of_100_000_samples_is_one_key_away(qtbot: QtBot, tmp_path: Path) -> None:
    file = made(tmp_path, 1)[0].file
    many = [GridItem(Side.TARGET, f"{i}.png", file) for i in range(100_000)]
    view = ThumbnailGrid(DARK)
    qtbot.addWidget(view)
    view.set_items(many)
    view.show()
    click(view, 0)
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.selection == {(Side.TARGET, "99999.png")}
    assert view.viewport().rect().contains(view.visualRect(view.currentIndex()).center())
    view.thumbnails.close()


def test_that_a_small_image_grows_without_blur() -> None:
    from workbench.gui.views.pictures.image_reader import tile

    rows = np.zeros((8, 8, 3), np.uint8)
    rows[:, ::2] = 255
    image = QImage(rows.data, 8, 8, 24, QImage.Format.Format_RGB888).copy()
    grown = tile(image, 72, radius=0)
    assert {grown.pixelColor(x, 36).lightness() for x in range(72)} == {0, 255}


@pytest.mark.parametrize("scale", [1, 8])  # light enough for Qt, and not
def test_that_an_image_turned_by_exif_is_shown_upright(tmp_path: Path, scale: int) -> None:
    from workbench.gui.views.pictures.image_reader import read_image

    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    Image.new("RGB", (400 * scale, 100 * scale)).save(tmp_path / "turned.jpg", exif=exif)
    image = read_image(str(tmp_path / "turned.jpg"), 72)
    assert image is not None
    assert (image.width(), image.height()) == (18, 72)


def test_that_what_qt_cannot_read_is_decoded_as_for_training(tmp_path: Path) -> None:
    from workbench.gui.views.pictures.image_reader import read_image

    Image.new("CMYK", (64, 32), (0, 255, 255, 0)).save(tmp_path / "print.tif")
    image = read_image(str(tmp_path / "print.tif"), 32)
    assert image is not None
    assert (image.width(), image.height()) == (32, 16)
    assert image.pixelColor(16, 8).red() > 200


def test_that_another_order_is_shown_from_its_start(qtbot: QtBot, grid: ThumbnailGrid) -> None:
    items, bar = list(grid.samples.items), grid.verticalScrollBar()
    grid.resize(80 * 2 + 30, 160)
    qtbot.waitUntil(lambda: bar.maximum() > grid.height())  # its rows are laid out for the new width
    bar.setValue(bar.maximum())
    grid.set_items(items)
    assert bar.value() == bar.maximum() > 0
    grid.set_items(items[::-1])
    assert bar.value() == 0


def send(kind: QEvent.Type, view: ThumbnailGrid, row: int, modifier: Qt.KeyboardModifier) -> None:
    """A mouse event over a thumbnail with the left button down; QTest.mouseMove would move the pointer without it."""
    at = QPointF(middle(view, row))
    QApplication.sendEvent(view.viewport(), QMouseEvent(kind, at, at, LEFT, LEFT, modifier))


def drag(view: ThumbnailGrid, *rows: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> list[str]:
    """Drag over thumbnails with the mouse. The names of the files that are carried."""
    send(QEvent.Type.MouseButtonPress, view, rows[0], modifier)
    for row in rows[1:]:
        send(QEvent.Type.MouseMove, view, row, modifier)
    send(QEvent.Type.MouseButtonRelease, view, rows[-1], modifier)
    carried = [url for held in view.findChildren(QDrag) for url in held.mimeData().urls()]
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # the drags that have ended
    return [Path(url.toLocalFile()).name for url in carried]


def test_that_a_drag_carries_the_image_it_began_on_or_all_selected_ones(grid: ThumbnailGrid) -> None:
    click(grid, 2)
    click(grid, 4, CTRL)
    assert drag(grid, 4, 5) == ["2.png", "4.png"]
    assert drag(grid, 7, 8, 9) == ["7.png"]
    assert grid.selection == ids(grid, 7)


def test_that_a_drag_with_shift_or_ctrl_selects(grid: ThumbnailGrid) -> None:
    click(grid, 2)
    assert drag(grid, 3, 4, 5, modifier=SHIFT) == []
    assert grid.selection == ids(grid, 2, 3, 4, 5)
    drag(grid, 8, 9, 10, modifier=CTRL)
    assert grid.selection == ids(grid, 2, 3, 4, 5, 8, 9, 10)


def test_that_the_next_sample_follows_one_that_leaves_the_grid(qtbot: QtBot) -> None:
    items = [GridItem(Side.TARGET, f"{number}.png", "") for number in range(6)]
    grid = ThumbnailGrid()
    qtbot.addWidget(grid)
    for left, following in (([0, 1, 3, 4, 5], 3), ([0, 4, 5], 4), ([0, 1, 2, 3], 0)):
        grid.set_items(items)
        grid.show_current(items[2].id)
        grid.set_items([items[number] for number in left])
        kept = grid.current()
        assert kept == (items[2].id if 2 in left else None)
        if kept is None:
            assert grid.focus_next() == items[following].id
