"""The theme: what can be read, what can be told apart, what follows the choice."""

import itertools
import subprocess
import sys

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from workbench.gui.theme import DARK, LIGHT, Theme, Tokens, apply_theme, class_colour


def linear(colour: str) -> NDArray[np.float64]:
    c = QColor(colour)
    srgb = np.array([c.redF(), c.greenF(), c.blueF()])
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def contrast(a: str, b: str) -> float:
    """The ratio of WCAG 2, from 1 to 21."""
    light, dark = sorted((float(linear(x) @ [0.2126, 0.7152, 0.0722]) for x in (a, b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
def test_that_text_can_be_read_on_every_ground(tokens: Tokens) -> None:
    for ground, ink in itertools.product((tokens.background, tokens.panel, tokens.raised), (tokens.text, tokens.dim)):
        assert contrast(ground, ink) >= 4.5
    assert contrast(tokens.accent, tokens.on_accent) >= 4.5


@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
def test_that_class_colours_read_on_both_grounds(tokens: Tokens) -> None:
    assert min(contrast(tokens.background, class_colour(index).name()) for index in range(12)) >= 2.0


# Viénot, Brettel and Mollon (1999): linear RGB as a protanope and a deuteranope see it.
PROTANOPE = np.array([[0.11238, 0.88762, 0.0], [0.11238, 0.88762, 0.0], [0.00401, -0.00401, 1.0]])
DEUTERANOPE = np.array([[0.29275, 0.70725, 0.0], [0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]])


def lab(rgb: NDArray[np.float64]) -> NDArray[np.float64]:
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    f = np.cbrt(np.clip(to_xyz @ rgb / [0.9505, 1.0, 1.089], 0.008856, None))
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("eye", [np.eye(3), PROTANOPE, DEUTERANOPE], ids=["usual", "protanope", "deuteranope"])
def test_that_the_first_eight_class_colours_can_be_told_apart(eye: NDArray[np.float64]) -> None:
    colours = [lab(np.clip(eye @ linear(class_colour(index).name()), 0, 1)) for index in range(8)]
    assert min(float(np.linalg.norm(a - b)) for a, b in itertools.combinations(colours, 2)) > 20


def test_that_no_class_is_grey_and_far_classes_still_have_a_colour() -> None:
    assert class_colour(-1).hslSaturationF() < 0.15
    assert class_colour(40) != class_colour(41)


def test_that_a_choice_reaches_palette_and_listeners(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme(qapp, "dark")
    with qtbot.waitSignal(theme.changed) as signal:
        theme.set("light")
    assert signal.args == [LIGHT]
    assert theme.tokens is LIGHT
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(LIGHT.background)


def test_that_the_same_choice_again_changes_nothing(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme(qapp, "dark")
    with qtbot.assertNotEmitted(theme.changed):
        theme.set("dark")


def test_that_the_accent_button_wears_the_accent(qapp: QApplication, qtbot: QtBot) -> None:
    apply_theme(qapp, DARK)
    button = QPushButton("Go")
    button.setProperty("accent", True)
    qtbot.addWidget(button)
    button.resize(100, 30)
    button.show()
    assert button.grab().toImage().pixelColor(10, 15) == QColor(DARK.accent)


def test_that_figures_are_of_equal_width(qapp: QApplication) -> None:
    apply_theme(qapp, DARK)
    metrics = QFontMetricsF(qapp.font())
    assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("8888")


@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
def test_that_the_arrows_of_a_file_dialog_are_seen(qtbot: QtBot, tokens: Tokens) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_theme(app, tokens)
    dialog = QFileDialog()
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)
    dialog.show()
    for name in ("backButton", "forwardButton", "toParentButton"):
        arrow = dialog.findChild(QToolButton, name)
        assert arrow is not None
        image = arrow.icon().pixmap(16, 16).toImage()
        drawn = [image.pixelColor(x, y) for x in range(16) for y in range(16)]
        inked = [one.name() for one in drawn if one.alpha() > 200]
        assert inked
        assert max(contrast(one, tokens.raised) for one in inked) >= 3.0


SWITCH = """
import shiboken6
from PySide6.QtWidgets import QApplication, QPushButton, QStyle
from workbench.gui.theme import Theme

def ask():
    for button in buttons:  # styled, and not polished
        button.style().pixelMetric(QStyle.PixelMetric.PM_ButtonMargin, None, button)

app = QApplication([])
theme = Theme(app, "dark")
buttons = [QPushButton() for _ in range(200)]
ask()
theme.style_after(ask)
ask()
for button in buttons:
    shiboken6.delete(button)
others = [bytearray(b"\\xff" * 200) for _ in range(5000)]  # where they were
theme.set("light")
print("alive")
"""


def test_that_a_theme_can_follow_after_widgets_that_were_there_before_the_window_are_deleted() -> None:
    ended = subprocess.run([sys.executable, "-c", SWITCH], capture_output=True, text=True, check=False)
    assert ended.stdout == "alive\n", f"exit status {ended.returncode}"
