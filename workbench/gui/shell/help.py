"""What the window explains on demand: its keys, the terms of the glossary, and a tour."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from workbench.gui.kit.language import tr
from workbench.gui.shell.glossary import TermHelp
from workbench.gui.shell.keys_sheet import KeysSheet
from workbench.gui.shell.manual import open_manual
from workbench.gui.shell.tour import Tour, TourStop

if TYPE_CHECKING:
    from workbench.gui.shell.window import Window


class WindowHelp(QObject):
    """The sheets with the keys and the glossary, the card that explains a term, and the tour.

    `handlers`: what opens them, by the names in `actions.COMMANDS`.
    """

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self.keys, self.terms = KeysSheet(window.content, window.commands), TermHelp(window, window.content)
        self.keys.report.clicked.connect(window.problems.ask)
        self.tour = Tour(window, _stops(window), window.settings)
        self.handlers: dict[str, Callable[[], object]]
        self.handlers = {
            "keys": self.keys.toggle,
            "glossary": self.terms.sheet.toggle,
            "manual": open_manual,
            "report": window.problems.ask,
        }
        self.keys.manual.clicked.connect(open_manual)
        session, start = window.session, window.start
        window.projects.sample_opened.connect(self.tour.offer)
        start.tour_wanted.connect(self._from_start)
        self.keys.tour.clicked.connect(self._from_keys)
        self.window_ = window
        session.project_changed.connect(self._project_changed)
        looking = (window.inspection.changed, window.runs.state_changed)
        for signal in looking:
            signal.connect(self.tour.look)
        for signal in (session.selection.changed, session.labels.changed, session.step_changed):
            signal.connect(lambda _what: self.tour.look())

    def _from_start(self) -> None:
        self.window_.projects.sample()
        if self.window_.session.project is not None:
            self.tour.start()

    def _from_keys(self) -> None:
        self.keys.hide()
        if self.window_.session.project is None:
            self._from_start()
        else:
            self.tour.start()

    def _project_changed(self) -> None:
        if self.window_.session.project is None:
            self.tour.end()


def _stops(window: "Window") -> list[TourStop]:
    """The five stops: look, measure the shift, adapt, label, export."""
    session, runs, inspection = window.session, window.runs, window.inspection

    def to(step: str) -> Callable[[], None]:
        return lambda: session.go_to(step)

    return [
        TourStop(
            tr("Two folders of images"),
            tr("The source has labels, the target is to be recognised without. Click an image to look closer."),
            to("data"),
            window.pictures,
            lambda: session.selection.ids,
        ),
        TourStop(
            tr("How far apart are they?"),
            tr("Press Inspect. It shows what differs between source and target, and the images behind each number."),
            to("inspect"),
            window.inspect.form.start,
            lambda: (inspection.call.busy, inspection.inspection is not None),
        ),
        TourStop(
            tr("Adapt a model"),
            tr("Press Adapt. A model learns the target without its labels; curves and Pause are below the images."),
            to("adapt"),
            window.adapt.form.start,
            lambda: len(runs.all()),
        ),
        TourStop(
            tr("Name a few images"),
            tr("Select a target image and press the key of its class, here on the left. The next run learns from it."),
            to("label"),
            window.rail,
            lambda: len(session.labels.by_path),
        ),
        TourStop(
            tr("Take the model away"),
            tr("Export saves the model with what it needs to run elsewhere. Press ? for all keys and for this tour."),
            lambda: None,
            window.header.export,
            lambda: session.step == "export",
        ),
    ]
