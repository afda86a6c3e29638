"""Decides suspected label errors of the source: corrects or confirms a label, and goes on to the next."""

from PySide6.QtCore import QObject

from workbench.core.domain import Side
from workbench.gui.browse.samples_panel import SamplesPanel
from workbench.gui.kit.language import tr
from workbench.gui.session.inspection_controller import InspectionController
from workbench.gui.session.session import Session

WHY = tr("suspected labels, the strongest evidence first")


class SuspectsController(QObject):
    """Acts on the selected source samples. The selection may hold no sample of the target."""

    def __init__(self, session: Session, inspections: InspectionController, pictures: SamplesPanel) -> None:
        super().__init__(pictures)
        self.session, self.inspections, self.pictures = session, inspections, pictures

    @property
    def chosen(self) -> frozenset[str]:
        """The paths of the selected samples, if all of them are of the source."""
        ids = self.session.selection.ids
        return ids.source if not ids.target else frozenset()

    @property
    def suspected(self) -> str:
        """The path of the selected sample if it is the only one and its label is suspected; empty otherwise."""
        (path,) = self.chosen if len(self.chosen) == 1 else ("",)
        return path if path in self.inspections.suspects() else ""

    def show(self, first: str = "") -> None:
        """Show the suspected labels as images, and select one."""
        paths = list(self.inspections.suspects())
        if paths:
            self.pictures.show_suspects(paths, first if first in paths else paths[0], WHY)

    def correct(self, label: str | None) -> None:
        """Give the selected samples another class, and go on after a suspect. None withdraws corrections."""
        suspected = self.suspected
        if self.session.corrections.correct(self.chosen, label) and suspected:
            self._go_on(suspected)

    def accept(self) -> None:
        """Correct the selected suspect to the class that it looks like."""
        if suspected := self.suspected:
            self.correct(self.inspections.suspects()[suspected].likely)

    def keep(self) -> bool:
        """Confirm the label of the selected suspect, and go on. Returns whether one was selected."""
        suspected = self.suspected
        if suspected:
            self.session.corrections.confirm([suspected])
            self._go_on(suspected)
        return bool(suspected)

    def _go_on(self, after: str) -> None:
        """Select the next suspect in the grid; the first one after the last."""
        left = self.inspections.suspects()
        paths = [path for side, path in self.pictures.grid.ids() if side is Side.SOURCE]
        start = paths.index(after) + 1 if after in paths else 0
        following = next((path for path in (*paths[start:], *paths[:start]) if path in left), None)
        if following is not None:
            self.session.selection.choose(frozenset({(Side.SOURCE, following)}))
