"""The first tutorial, followed in the window: the sample is inspected, adapted and exported."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.journeys.few_digits import few_digits
from tests.journeys.hands import Dialogs
from tests.journeys.tutorial import Reader, Tutorial
from workbench.gui.shell.window import Window
from workbench.store.user_paths import user_data

PAGE = Tutorial("first-adaptation", quick={"Steps": "8"})


@PAGE.step("Start `workbench`.")
def start(reader: Reader) -> None:
    assert reader.window.session.project is None
    few_digits(user_data() / "sample")


@PAGE.step(
    "Press **Save…**, type the path of a new folder, such as `digits-model` in your home folder, and press `Enter`."
)
def save(reader: Reader) -> None:
    dialogs = Dialogs(reader.place / "digits-model")
    reader.press("Save…")
    dialogs.check(reader.qtbot, reader.window)


def test_that_the_first_adaptation_is_done_as_its_page_says(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    PAGE.follow(qtbot, window, tmp_path)
    assert (tmp_path / "digits-model" / "model.json").exists()
