"""Previews of translations, the image before and after, and the slots for style images."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRectF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage
from pytestqt.qtbot import QtBot

from workbench.core.domain import Side
from workbench.core.translation import PreviewRow, Quality
from workbench.core.translation_quality import quality_sentence
from workbench.gui.kit.metric_text import figures
from workbench.gui.views.charts.translation_curves import TranslationCurves
from workbench.gui.views.pictures.preview_grid import PreviewGrid
from workbench.gui.views.pictures.sample_row import SampleRow, sample
from workbench.gui.views.pictures.split_picture import SplitPicture
from workbench.gui.views.pictures.split_viewer import SplitViewer
from workbench.gui.views.pictures.style_slots import StyleSlots

LEFT = Qt.MouseButton.LeftButton
QUALITY = Quality(fid=50.0, kid=0.02, fid_before=200.0, kid_before=0.2, kept=0.9, content=0.1, diversity=0.7, images=64)


def picture(colour: str, width: int = 8, height: int = 8) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


def png(colour: str) -> bytes:
    content = BytesIO()
    Image.new("RGB", (8, 8), colour).save(content, "PNG")
    return content.getvalue()


def rows(count: int = 3, back: bool = True) -> tuple[SampleRow, ...]:
    return tuple(
        sample(
            PreviewRow(
                path=f"a/{number}.png",
                source=png("#ff0000"),
                translated=png("#00ff00"),
                back=png("#0000ff") if back else b"",
                nearest=png("#ffff00"),
                nearest_path=f"t/{number}.png",
                label="a",
                said="a" if number else "b",
            )
        )
        for number in range(count)
    )


@pytest.fixture
def grid(qtbot: QtBot) -> PreviewGrid:
    grid = PreviewGrid()
    qtbot.addWidget(grid)
    grid.resize(480, 300)
    grid.show()
    return grid


def colour_at(grid: PreviewGrid, row: int, name: str) -> str:
    image = grid.viewport().grab().toImage()
    return image.pixelColor((grid.place(row, name).center() * image.devicePixelRatio()).toPoint()).name()


def test_that_each_picture_stands_in_its_column(grid: PreviewGrid) -> None:
    grid.set_rows(rows())
    drawn = [colour_at(grid, 0, name) for name in ("source", "translated", "back", "nearest")]
    assert drawn == ["#ff0000", "#00ff00", "#0000ff", "#ffff00"]
    assert "1 predicted as another class" in grid.accessibleDescription()


def test_that_a_column_without_pictures_is_left_out(grid: PreviewGrid) -> None:
    grid.set_rows(rows(back=False))
    assert [name for name, _ in grid.columns] == ["source", "translated", "nearest"]


def test_that_a_wide_view_puts_samples_side_by_side_and_a_narrow_one_below_each_other(grid: PreviewGrid) -> None:
    grid.set_rows(rows(2))
    grid.resize(1000, 300)
    assert grid.place(0, "source").top() == grid.place(1, "source").top()
    grid.resize(480, 300)
    assert grid.place(0, "source").bottom() < grid.place(1, "source").top()


def test_that_keys_walk_scroll_and_open(grid: PreviewGrid, qtbot: QtBot) -> None:
    grid.set_rows(rows(9))
    grid.setFocus()
    qtbot.keyClick(grid, Qt.Key.Key_End)
    assert grid.current == 8
    assert grid.place(8, "source").bottom() < grid.viewport().height(), "in view"
    with qtbot.waitSignal(grid.opened) as signal:
        qtbot.keyClick(grid, Qt.Key.Key_Space)
    assert signal.args == ["a/8.png"]


def test_that_a_click_chooses_the_sample_whose_picture_it_is(grid: PreviewGrid, qtbot: QtBot) -> None:
    grid.set_rows(rows())
    for name, expected in (("source", (Side.SOURCE, "a/0.png")), ("nearest", (Side.TARGET, "t/0.png"))):
        with qtbot.waitSignal(grid.chosen) as signal:
            qtbot.mouseClick(grid.viewport(), LEFT, pos=grid.place(0, name).center().toPoint())
        assert signal.args == [expected]
    with qtbot.waitSignal(grid.opened):
        qtbot.mouseDClick(grid.viewport(), LEFT, pos=grid.place(0, "translated").center().toPoint())


def test_that_the_divider_shows_the_image_before_on_its_left_and_after_on_its_right(qtbot: QtBot) -> None:
    split = SplitPicture()
    qtbot.addWidget(split)
    split.resize(200, 200)
    split.show()
    split.show_images(picture("#ff0000"), picture("#00ff00"), ("source", "as target"))
    qtbot.mousePress(split, LEFT, pos=QPoint(50, 100))
    assert split.share == pytest.approx(0.25)
    image = split.grab().toImage()
    assert [image.pixelColor(x, 180).name() for x in (20, 100, 180)] == ["#ff0000", "#00ff00", "#00ff00"]


def test_that_the_divider_follows_keys_and_stays_on_the_image(qtbot: QtBot) -> None:
    viewer = SplitViewer()
    qtbot.addWidget(viewer)
    viewer.show_image("a.png", "", picture("#ff0000"), picture("#00ff00"), ("before", "after"))
    for _ in range(20):
        qtbot.keyClick(viewer, Qt.Key.Key_Comma)
    assert viewer.picture.share == 0
    qtbot.keyClick(viewer, Qt.Key.Key_Period)
    assert viewer.picture.share == pytest.approx(0.05)
    with qtbot.waitSignal(viewer.stepped) as signal:
        qtbot.keyClick(viewer, Qt.Key.Key_Right)
    assert signal.args == [1]
    with qtbot.waitSignal(viewer.closed):
        qtbot.keyClick(viewer, Qt.Key.Key_Escape)


def test_that_an_image_without_a_translation_says_why(qtbot: QtBot) -> None:
    split = SplitPicture()
    qtbot.addWidget(split)
    split.show_images(picture("#ff0000"), QImage(), ("source", "as target"), "It cannot be read.")
    assert split.accessibleDescription() == "It cannot be read."
    split.grab()


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    paths = [tmp_path / f"{number}.png" for number in range(7)]
    for path in paths:
        assert picture("#336699").save(str(path))
    return [str(path) for path in paths]


def test_that_square_pictures_of_a_model_are_drawn_in_the_shapes_of_their_files(grid: PreviewGrid) -> None:
    square = PreviewRow("a.png", png("#ff0000"), png("#00ff00"), b"", png("#ffff00"), "b.png")
    grid.set_rows([sample(square, shape=(300, 100), nearest_shape=(100, 400))])
    wide, tall = grid.place(0, "translated"), grid.place(0, "nearest")
    image = grid.viewport().grab().toImage()

    def at(area: QRectF, x: float, y: float) -> str:
        return image.pixelColor(round(area.left() + x * area.width()), round(area.top() + y * area.height())).name()

    assert at(wide, 0.1, 0.5) == at(wide, 0.9, 0.5) == "#00ff00" != at(wide, 0.5, 0.2)
    assert at(tall, 0.5, 0.1) == at(tall, 0.5, 0.9) == "#ffff00" != at(tall, 0.2, 0.5)


def drop(slots: StyleSlots, paths: list[str]) -> QDropEvent:
    content = QMimeData()
    content.setUrls([QUrl.fromLocalFile(path) for path in paths])
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, content, LEFT, Qt.KeyboardModifier.NoModifier)
    slots.dragEnterEvent(enter)
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, content, LEFT, Qt.KeyboardModifier.NoModifier)
    slots.dropEvent(event)
    return event


def test_that_slots_take_five_dropped_images_and_tell_how_many_are_refused(qtbot: QtBot, files: list[str]) -> None:
    slots = StyleSlots()
    qtbot.addWidget(slots)
    with qtbot.waitSignal(slots.changed):
        drop(slots, files[:2])
    assert slots.files == tuple(files[:2])
    drop(slots, [files[1], *files[2:5]])
    assert slots.files == tuple(files[:5]), "none is held twice"
    with qtbot.waitSignal(slots.left_out) as refused:
        drop(slots, files[5:6])
    assert (refused.args, slots.files) == ([1], tuple(files[:5])), "none of those held is lost"
    slots.set_files(())
    with qtbot.waitSignal(slots.left_out) as refused:
        drop(slots, files)
    assert (refused.args, slots.files) == ([len(files) - 5], tuple(files[:5]))


def test_that_a_click_takes_an_image_out_and_asks_where_there_is_none(qtbot: QtBot, files: list[str]) -> None:
    slots = StyleSlots()
    qtbot.addWidget(slots)
    slots.set_files(files[:2])
    qtbot.mouseClick(slots, LEFT, pos=slots.place(0).center().toPoint())
    assert slots.files == (files[1],)
    with qtbot.waitSignal(slots.files_wanted):
        qtbot.mouseClick(slots, LEFT, pos=slots.place(3).center().toPoint())
    qtbot.keyClick(slots, Qt.Key.Key_Delete)
    assert not slots.files


def test_that_what_is_no_file_here_is_not_taken(qtbot: QtBot, tmp_path: Path) -> None:
    slots = StyleSlots()
    qtbot.addWidget(slots)
    drop(slots, [str(tmp_path), str(tmp_path / "gone.png")])
    assert slots.files == ()


def test_that_the_curve_of_quality_shows_the_measure_that_is_picked(qtbot: QtBot) -> None:
    curves = TranslationCurves()
    qtbot.addWidget(curves)
    curves.add_quality(10, QUALITY)
    assert curves.quality._series["fid"].at(None) == 50.0
    curves.picked.setCurrentIndex(curves.picked.findData("kept"))
    assert curves.quality._series["kept"].at(None) == 90.0
    assert "fid" not in curves.quality._series
    curves.clear()
    assert not curves.quality._series


def test_that_a_narrow_curve_of_quality_tells_its_value_beside_its_name(qtbot: QtBot) -> None:
    curves = TranslationCurves()
    qtbot.addWidget(curves)
    curves.resize(420, 160)
    curves.show()
    curves.add_scalars(10, {"cycle": 1.0})
    curves.add_quality(10, QUALITY)
    qtbot.waitUntil(lambda: "50.000" in curves.quality.legend.text())
    assert "fid" not in curves.quality.legend.text()


def test_that_figures_are_told_in_words_and_with_caution_where_something_went_wrong() -> None:
    import msgspec

    figures_by_name = {figure.name: figure for figure in figures(QUALITY)}
    assert figures_by_name["fid"].value == "200.0 → 50.0"
    assert figures_by_name["kept"].value == "90.0 %"
    assert not any(figure.careful for figure in figures_by_name.values())
    assert quality_sentence(QUALITY) == (
        "Translation brought images 75 % closer to the target; 90.0 % of the images keep their predicted class."
    )
    worse = msgspec.structs.replace(QUALITY, fid=250.0, kept=0.3, diversity=0.1)
    assert {figure.name for figure in figures(worse) if figure.careful} == {"fid", "kept", "diversity"}
    assert quality_sentence(worse).startswith("This translation is not clearly better than none (FID 200 → 250)")
    unlabelled = msgspec.structs.replace(QUALITY, kept=None)
    assert "only if source images have classes or masks" in quality_sentence(unlabelled)
