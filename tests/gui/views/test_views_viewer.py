"""The image viewer."""

from pathlib import Path

import pytest
from PIL import ExifTags, Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from workbench.core.domain import Side
from workbench.gui.theme import DARK, LIGHT
from workbench.gui.views.pictures.image_viewer import ImageViewer


@pytest.fixture
def file(tmp_path: Path) -> Path:
    Image.new("RGB", (40, 20), (10, 200, 60)).save(tmp_path / "one.png")
    return tmp_path / "one.png"


@pytest.fixture
def viewer(qtbot: QtBot, file: Path) -> ImageViewer:
    viewer = ImageViewer(None, DARK)
    qtbot.addWidget(viewer)
    viewer.resize(800, 500)
    viewer.show()
    qtbot.waitExposed(viewer)
    viewer.show_image(str(file), "one.png", (40, 20), Side.TARGET)
    viewer.show_known(None, "cat", 0.873)
    qtbot.waitUntil(lambda: not viewer.canvas.pixmap.isNull())
    return viewer


def test_that_an_image_fills_the_view(viewer: ImageViewer) -> None:
    width = 40 * viewer.canvas.scale_shown
    assert 0.95 * viewer.canvas.viewport().width() <= width <= viewer.canvas.viewport().width()


def test_that_it_says_what_is_known(viewer: ImageViewer) -> None:
    text = " ".join(label.text() for label in viewer.findChildren(QLabel) if label.isVisible())
    for fact in ("one.png", "target", "40 × 20 px", "cat", "0.87"):
        assert fact in text


def test_that_a_name_with_markup_is_shown_as_it_is(viewer: ImageViewer, file: Path) -> None:
    viewer.show_image(str(file), "<b>x</b>.png")
    viewer.show_known(label="<i>cat")
    assert viewer.name.textFormat() == Qt.TextFormat.PlainText
    assert "&lt;i&gt;cat" in viewer.verdict.text()


def test_that_the_wheel_zooms_and_home_fits_again(viewer: ImageViewer) -> None:
    fitted = viewer.canvas.scale_shown
    middle = QPointF(viewer.canvas.viewport().rect().center())
    wheel = QWheelEvent(
        middle,
        QPointF(viewer.canvas.viewport().mapToGlobal(middle.toPoint())),
        QPoint(0, 0),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewer.canvas.viewport(), wheel)
    assert viewer.canvas.scale_shown > 1.2 * fitted
    QTest.keyClick(viewer, Qt.Key.Key_Home)
    assert viewer.canvas.scale_shown == pytest.approx(fitted)


def test_that_arrows_step_and_esc_closes(viewer: ImageViewer, qtbot: QtBot) -> None:
    for key, step in ((Qt.Key.Key_Left, -1), (Qt.Key.Key_Right, 1)):
        with qtbot.waitSignal(viewer.stepped) as signal:
            QTest.keyClick(viewer, key)
        assert signal.args == [step]
    with qtbot.waitSignal(viewer.closed):
        QTest.keyClick(viewer, Qt.Key.Key_Escape)


def test_that_another_image_is_fitted_anew(viewer: ImageViewer, qtbot: QtBot, tmp_path: Path) -> None:
    QTest.keyClick(viewer, Qt.Key.Key_Plus)
    Image.new("RGB", (400, 400), (1, 2, 3)).save(tmp_path / "two.png")
    viewer.show_image(str(tmp_path / "two.png"), "two.png")
    qtbot.waitUntil(lambda: viewer.canvas.pixmap.width() == 400)
    assert 400 * viewer.canvas.scale_shown <= viewer.canvas.viewport().height()


def test_that_an_unreadable_file_is_said_so(viewer: ImageViewer, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "bad.png").write_bytes(b"no image")
    viewer.show_image(str(tmp_path / "bad.png"), "bad.png")
    notice = next(label for label in viewer.findChildren(QLabel) if "cannot be read" in label.text())
    qtbot.waitUntil(notice.isVisible)


def test_that_no_markup_is_shown(viewer: ImageViewer, file: Path) -> None:
    viewer.show_image(str(file), "<b>one</b>.png", (40, 20), Side.SOURCE)
    viewer.show_known("cat & dog", "cat", 0.9)
    labels = (viewer.facts, viewer.verdict)
    assert all(label.textFormat() is Qt.TextFormat.RichText for label in labels if "<" in label.text())
    assert viewer.name.textFormat() is Qt.TextFormat.PlainText, "a name from outside is no markup"


def test_that_nearest_source_samples_are_shown_where_known(viewer: ImageViewer, file: Path, qtbot: QtBot) -> None:
    assert not viewer.strip.isVisible()
    viewer.show_image(str(file), "one.png")
    viewer.show_known(nearest=[(str(file), "bird"), (str(file), "fish")])
    assert viewer.strip.isVisible()
    with qtbot.waitSignal(viewer.neighbour_chosen) as signal:
        qtbot.mouseClick(viewer.strip, Qt.MouseButton.LeftButton, pos=viewer.strip.place(1).center().toPoint())
    assert signal.args == [1]


def test_that_probabilities_and_facts_stand_beside_the_image_where_known(viewer: ImageViewer, file: Path) -> None:
    viewer.show_image(str(file), "one.png")
    assert not viewer.side_panel.isVisible()
    viewer.show_image(str(file), "one.png", facts=[("ISO", "200")])
    viewer.show_known(likely=[("bird", 0.81), ("fish", 0.1)])
    assert viewer.side_panel.isVisible()
    assert viewer.side_panel.accessibleDescription() == "bird 81 %; fish 10 %"
    QTest.mouseClick(viewer.look.folds["File"], Qt.MouseButton.LeftButton)
    assert {"ISO", "200"} <= {label.text() for label in viewer.look.file_facts.findChildren(QLabel)}


def test_that_the_place_of_a_photograph_is_shown_only_when_asked(viewer: ImageViewer, file: Path) -> None:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (48.0, 8.0, 15.0), 3: "W", 4: (11.0, 30.0, 0.0)})
    Image.new("RGB", (8, 8)).save(file.with_suffix(".jpg"), exif=exif)
    viewer.show_image(str(file.with_suffix(".jpg")), "a.jpg", facts=[("Lens", "<b>50</b>")], located=True)
    QTest.mouseClick(viewer.look.folds["File"], Qt.MouseButton.LeftButton)
    facts = viewer.look.file_facts
    texts = [label for label in facts.findChildren(QLabel) if label.text()]
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in texts)
    assert not any("48" in label.text() for label in texts)
    QTest.mouseClick(facts.place_button, Qt.MouseButton.LeftButton)
    assert facts.place.text() == "48.13750° N, 11.50000° W"
    viewer.show_image(str(file), "one.png")
    assert not facts.place.isVisible(), "the next image does not show it"
    assert not facts.place_button.isVisible()


def test_that_another_theme_changes_the_ground(viewer: ImageViewer) -> None:
    viewer.set_theme(LIGHT)
    assert viewer.grab().toImage().pixelColor(2, 250) == QColor(LIGHT.background)
