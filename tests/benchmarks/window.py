"""How long the window takes and how far it lags behind: idle and while a model is trained, measured in one run.

`python -m tests.benchmarks window --out tests/benchmarks/RESULTS.md`
"""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEventLoop, QSettings, Qt, QTimer, qVersion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.benchmarks.results import replace_section
from workbench.core.threads import quiet_threads
from workbench.gui.shell.window import Window
from workbench.gui.theme import Theme

INTERVAL = 5  # ms between the ticks whose lateness is the lag
IDLE = 15.0  # seconds
FIRST_PAINT = """
import sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
import workbench.gui.shell.app as app

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            print(time.time() - float(sys.argv[1]), flush=True)
            QTimer.singleShot(0, QApplication.instance().closeAllWindows)
            QApplication.instance().removeEventFilter(self)
        return False

application = QApplication([])
watch = Watch()
application.installEventFilter(watch)
app.run_window()
"""


class Lag:
    """Lateness of a timer's ticks in ms, since `start`."""

    def __init__(self) -> None:
        self.late: list[float] = []
        self.timer = QTimer(interval=INTERVAL)
        self.timer.setTimerType(Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Forget what was measured, and measure."""
        self.late = []
        self.before = time.perf_counter()
        self.timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.late.append(max(0.0, (now - self.before) * 1000 - INTERVAL))
        self.before = now

    def row(self, name: str) -> str:
        """p50, p99 and the largest, as a row of a table."""
        self.timer.stop()
        p50, p99 = np.percentile(self.late, [50, 99])
        return f"| {name} | {p50:.1f} | {p99:.1f} | {max(self.late):.1f} | {len(self.late):,} |"


def wait(until: Callable[[], bool]) -> None:
    """Run the event loop until something holds."""
    loop = QEventLoop()
    timer = QTimer(interval=20)
    timer.timeout.connect(lambda: loop.quit() if until() else None)
    timer.start()
    loop.exec()


def first_paint() -> float:
    """Seconds from the start of a process to the first paint of its window."""
    answer = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT, str(time.time())], check=True, capture_output=True, text=True
    )
    return float(answer.stdout.split()[0])


def main(options: Sequence[str]) -> None:
    """Measure, print, and write the section."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks window")
    parser.add_argument("--out", type=Path, metavar="FILE")
    arguments = parser.parse_args(options)
    quiet_threads()
    home = tempfile.TemporaryDirectory(prefix="workbench-window-")
    for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        os.environ[name] = f"{home.name}/{name.lower()}"

    starts = sorted(first_paint() for _ in range(5))
    app = QApplication([])
    window = Window(Theme(app, "dark"), QSettings(f"{home.name}/window.ini", QSettings.Format.IniFormat))
    window.show()
    wait(lambda: window.session.catalogue is not None)
    lag = Lag()

    began = time.perf_counter()
    QTest.mouseClick(window.start.sample, Qt.MouseButton.LeftButton)
    wait(window.adapt.form.start.isEnabled)
    opened = time.perf_counter() - began
    lag.start()
    wait(lambda: time.perf_counter() - began - opened > IDLE)
    idle = lag.row("idle, sample open")

    clicked = time.perf_counter()
    steps = window.adapt.form.steps.value()
    lag.start()
    QTest.mouseClick(window.adapt.form.start, Qt.MouseButton.LeftButton)
    wait(lambda: not window.runs.busy)
    adapted = time.perf_counter() - clicked
    training = lag.row("while training, live curves and scatter")
    scores = window.runs.finished()[0].scores
    assert scores is not None
    window.close()

    section = (
        "## window\n\n`python -m tests.benchmarks window --out tests/benchmarks/RESULTS.md`\n\n"
        "Lateness of a 5 ms timer in the window's event loop, in ms; window offscreen, 1440 × 900, sample project.\n\n"
        "| state | p50 | p99 | max | ticks |\n|---|---|---|---|---|\n"
        f"{idle}\n{training}\n\n"
        f"- launch of the process to the first paint of the window: {starts[2]:.2f} s (median of 5; {starts[0]:.2f} to "
        f"{starts[-1]:.2f})\n"
        f"- *Open sample* to both folders read: {opened:.1f} s\n"
        f"- *Adapt* to the first adapted model: {adapted:.0f} s (Automatic, {steps:,} steps of 64 + 64, as the form "
        f"proposes); source {100 * (scores.source_accuracy or 0):.1f} %, target "
        f"{100 * (scores.target_accuracy or 0):.1f} %\n\n"
        f"{date.today().isoformat()}, {os.cpu_count()} CPU cores, {platform.system()}, Qt {qVersion()}.\n"
    )
    print(section)
    if arguments.out:
        replace_section(arguments.out, "window", section)
