"""The tutorial on labelling, followed in the window: suggestions, groups, images like one, and lines of the review."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.journeys.few_digits import few_digits
from tests.journeys.hands import CTRL, click_image
from tests.journeys.recording import pages_folder
from tests.journeys.test_journey_groups import settled
from tests.journeys.tutorial import PATIENCE, Reader, Tutorial
from tests.journeys.use import classification
from workbench.core.domain import Side
from workbench.gui.shell.window import Window
from workbench.gui.tasks.classification.naming_state import NamingState
from workbench.store.user_paths import user_data

PAGE = Tutorial("label-a-hundred", quick={"Steps": "30"})


@PAGE.step("Start `workbench`.")
def start(reader: Reader) -> None:
    few_digits(user_data() / "sample")


@PAGE.step("Press **Open sample**, and `Esc` if the tour begins.")
def open_sample(reader: Reader) -> None:
    reader.press("Open sample")
    reader.keys("Esc")
    assert not reader.window.help.tour.active


@PAGE.step("Press the key of each digit, or `Enter` where the prediction in the corner is right, ten times.")
def name_suggestions(reader: Reader) -> None:
    for _ in range(10):
        (path,) = chosen(reader)
        known = reader.window.session.predictions.by_path[path]
        reader.keys("Return" if known.predicted == digit(path) else digit(path))
        assert reader.window.session.labels.by_path[path] == digit(path)


@PAGE.step("Click each other digit with `Ctrl` held, then press the key of the digit that the rest shows.")
def name_group(reader: Reader) -> None:
    paths = chosen(reader)
    digits = [digit(path) for path in paths]
    most = max(digits, key=digits.count)
    for path in sorted(paths):
        if digit(path) != most:
            click_image(reader.qtbot, reader.window.pictures.grid, (Side.TARGET, path), CTRL)
    reader.keys(most)
    labels = reader.window.session.labels.by_path
    assert {path for path in paths if labels.get(path) == most} == {path for path in paths if digit(path) == most}
    wait(reader)


@PAGE.step("Name this group and five more, each in the same way; `Tab` leaves what is left of a group for later.")
def name_groups(reader: Reader) -> None:
    naming = classification(reader.window).naming
    for _ in range(6):
        if naming.state is not NamingState.SHOWN:
            break
        page = naming.page
        name_group(reader)
        if naming.page is page:
            reader.keys("Tab")
            wait(reader)


@PAGE.step("Click a digit without a label, and press `M`.")
def more_like(reader: Reader) -> None:
    labels, grid = reader.window.session.labels.by_path, reader.window.pictures.grid
    free = next(one for one in grid.ids() if one[0] is Side.TARGET and one[1] not in labels)
    click_image(reader.qtbot, grid, free, Qt.KeyboardModifier.NoModifier)
    reader.keys("M")
    wait(reader)


@PAGE.step("Click each other digit with `Ctrl` held, press the key of the digit that the rest shows, then `Esc`.")
def name_similar(reader: Reader) -> None:
    name_group(reader)
    reader.keys("Esc")


@PAGE.step(
    "Look at the line of the selected image, correct what is wrong with the keys of the classes, "
    "and press `Shift+Enter` twice."
)
def accept_lines(reader: Reader) -> None:
    view, labels = classification(reader.window).gallery_panel.view, reader.window.session.labels
    for _ in range(2):
        before = len(labels.by_path)
        line = [view.samples.items[place].path for place in view.line()]
        for path in line:
            if reader.window.session.predictions.by_path[path].predicted != digit(path):
                view.choose([item.path for item in view.samples.items].index(path))
                reader.keys(digit(path))
        reader.keys("Shift+Return")
        assert len(labels.by_path) > before


def chosen(reader: Reader) -> set[str]:
    return set(reader.window.session.selection.ids.target)


def digit(path: str) -> str:
    """The digit on an image of the sample, whose folders say it."""
    return path.partition("/")[0]


def wait(reader: Reader) -> None:
    naming = classification(reader.window).naming
    reader.qtbot.waitUntil(lambda: settled(naming), timeout=PATIENCE)


def test_that_a_hundred_images_are_labelled_as_its_page_says(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    PAGE.follow(qtbot, window, tmp_path)
    labels = window.session.labels.by_path
    assert len(labels) >= (30 if pages_folder() is None else 100)
