"""The player of a video's first seconds."""

from io import BytesIO

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from workbench.gui.views.pictures.frame_player import FramePlayer


def encoded(colour: str) -> bytes:
    content = BytesIO()
    Image.new("RGB", (64, 32), colour).save(content, "PNG")
    return content.getvalue()


def test_that_frames_play_above_their_translation_in_their_shape_until_a_click(qtbot: QtBot) -> None:
    player = FramePlayer()
    qtbot.addWidget(player)
    player.resize(264, 268)
    player.show_frames([(encoded("#ff0000"), encoded("#00ff00")), (encoded("#0000ff"), encoded("#ffff00"))], 50.0)
    player.show()
    qtbot.waitExposed(player)
    assert player.sizeHint().height() == 2 * 132 + 4
    qtbot.waitUntil(lambda: player.place == 1)
    qtbot.waitUntil(lambda: player.place == 0)
    QTest.mouseClick(player, Qt.MouseButton.LeftButton)
    player.place = 0
    shown = player.grab().toImage()
    assert [shown.pixelColor(130, y).name() for y in (20, 200)] == ["#ff0000", "#00ff00"]
    assert not player.timer.isActive()
    QTest.keyClick(player, Qt.Key.Key_Space)
    assert player.timer.isActive()
    player.hide()
    assert not player.timer.isActive(), "nothing runs unseen"
    player.show_frames((), 1.0)
    assert not player.frames
