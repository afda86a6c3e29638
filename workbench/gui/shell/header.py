"""The header of the window: project, domains, device, theme and export."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from workbench.core.domain import Side
from workbench.gui.kit.core_words import word
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import whole
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import button, label, row
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.shell.device_chip import DeviceChip
from workbench.gui.shell.language_chip import LanguageChip
from workbench.gui.shell.model_chip import ModelChip
from workbench.gui.shell.project_menu import HERE, ProjectMenu
from workbench.gui.theme import Theme

NAME_WIDTH = 220  # longer names of projects are elided, in pixels
CHIP_WIDTH = 160  # the same for names of folders
MARKS = {Side.SOURCE: "●", Side.TARGET: "■"}


class Header(QWidget):
    """A bar, 44 pixels high.

    Signals:
        home(): the button "Projects" was clicked.
        project_chosen(str, str): an action of the project's menu, and the folder of the project.
    """

    home = Signal()
    project_chosen = Signal(str, str)

    def __init__(self, session: Session, theme: Theme, runs: RunsController) -> None:
        super().__init__()
        self.session, self.theme = session, theme
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setFixedHeight(44)
        self.name = QToolButton()
        self.name.setProperty("heading", True)
        self.name.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = ProjectMenu(self)
        self.menu.chosen.connect(self.project_chosen)
        self.name.setMenu(self.menu)
        self.chips = {side: _chip() for side in Side}
        self.model, self.device = ModelChip(runs), DeviceChip(session)
        self.look, self.language = button("", self._toggle, flat=True), LanguageChip()
        self.export = button(tr("Export…"), lambda: session.go_to("export"))
        self.projects = button(tr("Projects"), self.home.emit, flat=True)
        self.inspector = button(tr("Inspector"), lambda: None, flat=True)
        chips = row(*self.chips.values(), spacing=8)
        self.setLayout(
            row(
                12,
                self.name,
                4,
                chips,
                self.model,
                -1,
                self.device,
                self.projects,
                self.language,
                self.look,
                self.export,
                self.inspector,
                12,
            )
        )
        session.project_changed.connect(self.refresh)
        session.domains.changed.connect(lambda _side: self.refresh())
        theme.changed.connect(lambda _tokens: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Update project, domains and theme."""
        project, tokens = self.session.project, self.theme.tokens
        self.name.setVisible(project is not None)
        if project is not None:
            short = self.fontMetrics().elidedText(project.name, Qt.TextElideMode.ElideMiddle, NAME_WIDTH)
            self.name.setText(f"{short}  ▾".replace("&", "&&"))
            self.name.setAccessibleName(tr("Project {name}", name=project.name))
            self.name.setToolTip(plain_tip(str(project.folder)))
            self.menu.offer(str(project.folder), HERE)
        for side, chip in self.chips.items():
            domain = self.session.domains.by_side.get(side)
            chip.setVisible(domain is not None and project is not None)
            if domain is not None:
                colour = tokens.source if side is Side.SOURCE else tokens.target
                name = Path(domain.root).stem
                chip.setText(
                    f'<span style="color:{colour}">{MARKS[side]}</span>&nbsp; '
                    f"{word(side.title())} · {_escaped(_short(chip, name))} · {whole(len(domain.samples))}"
                )
                chip.setToolTip(plain_tip(domain.root))
        self.look.setText(tr("Light") if tokens.name == "dark" else tr("Dark"))
        self.look.setToolTip(
            tr("Switch to the light theme") if tokens.name == "dark" else tr("Switch to the dark theme")
        )
        self.export.setVisible(project is not None)
        self.projects.setVisible(project is not None)

    def _toggle(self) -> None:
        self.theme.set("light" if self.theme.tokens.name == "dark" else "dark")


def _chip() -> QLabel:
    chip = label()
    chip.setTextFormat(Qt.TextFormat.RichText)
    chip.setProperty("chip", True)
    chip.setFixedHeight(24)
    return chip


def _short(shown: QLabel, name: str) -> str:
    return shown.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, CHIP_WIDTH)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
