"""How long it takes until samples have the look of an image that was dropped into a style slot, in the window.

    python -m tests.benchmarks style_slots ../shared/data/emoji/google ../shared/data/emoji/twitter \
        --out tests/benchmarks/RESULTS.md

A few steps of training do: the time does not depend on how good a translator is.
"""

import argparse
import itertools
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from workbench.core.threads import quiet_threads

quiet_threads()

import torch
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.benchmarks.results import command_line, replace_section, section, where
from tests.benchmarks.window import wait
from tests.gui.views.test_views_translation import drop
from workbench.core.domain import Side
from workbench.core.translation import Direction
from workbench.gui.shell.window import Window
from workbench.gui.theme import Theme
from workbench.gui.translate.style_controller import SAMPLES

SIZES = (("light", 32), ("light", 64), ("paper", 64), ("paper", 128))  # presets, and pixels
STEPS, BATCH = 2, 4
HEAD = "preset | pixels | first image, s | others, s | slowest, s | of it the translator, s"


def opened(window: Window, source: Path, target: Path) -> None:
    """Both folders in a new project, as a person would."""
    for side, folder in ((Side.SOURCE, source), (Side.TARGET, target)):
        window.start.zones[side].chosen.emit(str(folder))
    wait(window.start.make.isEnabled)
    QTest.mouseClick(window.start.make, Qt.MouseButton.LeftButton)
    wait(lambda: window.session.catalogue is not None)


def trained(window: Window, preset: str, pixels: int) -> None:
    """A COCO-FUNIT of that preset and size, by the form."""
    step = window.translate
    window.session.go_to("translate")
    step.form.translator.setCurrentIndex(step.form.translator.findData("coco_funit"))
    step.form.preset.setCurrentIndex(step.form.preset.findText(preset.capitalize()))
    for field, value in ((step.form.steps, STEPS), (step.form.batch, BATCH), (step.form.image_size, pixels)):
        field.setValue(value)
    QTest.mouseClick(step.form.start, Qt.MouseButton.LeftButton)
    wait(lambda: not step.translations.busy)
    assert step.translations.usable is not None, step.translations.all()[-1].message


def seconds_to_see(window: Window, image: str) -> float:
    """From the drop on an empty slot until the samples in that look are painted."""
    step = window.translate
    told: list[object] = []

    def hear(rows: object, _line: str) -> None:
        told.append(rows)

    step.styles.slots.set_files(())
    step.styles.styled.connect(hear)
    begun = time.perf_counter()
    drop(step.styles.slots, [image])
    wait(lambda: any(told))
    step.previews.grid.repaint()
    step.styles.styled.disconnect(hear)
    return time.perf_counter() - begun


@torch.inference_mode()
def alone(window: Window, pixels: int) -> float:
    """Seconds of the translator itself for as many samples, on data in memory: the middle of seven."""
    from workbench.engine.translator_io import load_translator

    folder = window.translate.translations.folder
    assert folder is not None
    loaded = load_translator(folder.path, "cpu")
    images, styles = torch.rand(SAMPLES, 3, pixels, pixels), torch.rand(1, 3, pixels, pixels)
    took = []
    for _ in range(8):
        begun = time.perf_counter()
        loaded.translator.translate(images, Direction.TO_TARGET, styles)
        took.append(time.perf_counter() - begun)
    return statistics.median(took[1:])


def main(options: Sequence[str]) -> None:
    """Measure, print, and write the section."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks style_slots")
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--drops", type=int, default=20)
    parser.add_argument("--out", type=Path, metavar="FILE")
    asked = parser.parse_args(options)
    with tempfile.TemporaryDirectory(prefix="workbench-slots-") as home:
        for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
            os.environ[name] = f"{home}/{name.lower()}"
        app = QApplication([])
        window = Window(Theme(app, "dark"), QSettings(f"{home}/window.ini", QSettings.Format.IniFormat))
        window.resize(1440, 900)
        window.show()
        opened(window, asked.source.absolute(), asked.target.absolute())
        session = window.session
        files = itertools.cycle(
            str(session.domains.file((Side.TARGET, one.path))) for one in session.domains.samples(Side.TARGET)[::7]
        )
        rows = []
        for preset, pixels in SIZES:
            trained(window, preset, pixels)
            first, *others = [seconds_to_see(window, next(files)) for _ in range(1 + asked.drops)]
            cells = (first, statistics.median(others), max(others), alone(window, pixels))
            rows.append(f"| {preset} | {pixels} | {' | '.join(f'{value:.2f}' for value in cells)} |")
            print(rows[-1], flush=True)
        window.close()
    words = (
        f"COCO-FUNIT, {STEPS} steps old. From the drop of an image on an empty slot until {SAMPLES} samples are painted"
        f" in its look; the window offscreen, its worker another process. First: the worker loads the translator. "
        f"Others: the middle of {asked.drops}. The translator: itself alone on as many images in memory."
    )
    command = command_line("style_slots", *options)
    table = section("style slots", command, words, HEAD, rows, f"{os.cpu_count()} CPU cores, {where()}")
    print(table)
    if asked.out:
        replace_section(asked.out, "style slots", table)
