"""The problems that an inspection found: their kinds, their images, and the suspected label errors to decide."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QListWidget, QWidget

from workbench.core.shift_report import DataProblem
from workbench.gui.browse.suspects_controller import SuspectsController
from workbench.gui.kit.core_words import word
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import whole
from workbench.gui.kit.widgets import button, column, label, row
from workbench.gui.session.inspection_controller import InspectionController
from workbench.gui.session.session import Session

CLEAN = tr("No duplicates, no blank or blurred images and no suspected label errors among the inspected images.")
KEYS = tr(
    "The key of a class corrects the label in this project. Your files stay as they are, and Ctrl+Z takes it back."
)
DECIDED = tr("All listed labels are decided.")


class ProblemsPage(QWidget):
    """Lists the kinds of problems, and the images of the chosen kind.

    Signals: shown(object, str): a frozenset of (side, path) was chosen, with its description.
    """

    shown = Signal(object, str)

    def __init__(self, session: Session, inspections: InspectionController, controller: SuspectsController) -> None:
        super().__init__()
        self.session, self.inspections, self.controller = session, inspections, controller
        self.suspects: list[str] = []  # paths of the listed suspects
        self.kinds, self.sets = QListWidget(), QListWidget()
        self.kinds.setAccessibleName(tr("Kinds of problems"))
        self.sets.setAccessibleName(tr("Images with this problem"))
        self.words, self.keys = label("", "dim", wrap=True), label(KEYS, "dim", wrap=True)
        for names in (self.kinds, self.sets):
            names.setSpacing(2)
            names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.kinds.setMaximumWidth(260)
        self.look = button(tr("Show as images"), controller.show)
        self.right = button(tr("The label is right"), controller.keep)
        self.right.setToolTip(tr("Keeps the label of the selected image, which is not suspected again (Tab)"))
        self.acts = QWidget()
        self.acts.setLayout(row(self.keys, self.look, self.right))
        self.setLayout(row(self.kinds, column(self.words, self.sets, self.acts), margin=8, spacing=12))
        self.kinds.currentRowChanged.connect(self._fill)
        self.sets.currentRowChanged.connect(self._set_chosen)
        inspections.inspected.connect(self.refresh)
        session.domains.changed.connect(lambda _side: self._decided())
        session.selection.changed.connect(lambda _who: self._follow())
        self.refresh()

    def refresh(self) -> None:
        """Show the problems of the last inspection."""
        problems = self._problems()
        self.kinds.clear()
        self.kinds.addItems([self._title(problem) for problem in problems])
        self.kinds.setVisible(bool(problems))
        if problems:
            self.kinds.setCurrentRow(0)
        else:
            self._fill()

    def _problems(self) -> tuple[DataProblem, ...]:
        return self.inspections.inspection.troubles if self.inspections.inspection else ()

    def _problem(self) -> DataProblem | None:
        problems, index = self._problems(), self.kinds.currentRow()
        return problems[index] if 0 <= index < len(problems) else None

    def _title(self, problem: DataProblem) -> str:
        decided = len(problem.suspects) - len(self.inspections.suspects()) if problem.suspects else 0
        return f"{word(problem.title)}  {whole(problem.total - decided)}"

    def _fill(self, _index: int = 0) -> None:
        """List the images of the chosen kind."""
        problem, suspects = self._problem(), self.inspections.suspects()
        with QSignalBlocker(self.sets):
            self.sets.clear()
            suspected = problem is not None and bool(problem.suspects)
            self.suspects = list(suspects) if suspected else []
            if problem is None:
                self.words.setText(CLEAN)
            elif suspected:
                self.words.setText(problem.summary if suspects else DECIDED)
                self.sets.addItems([f"{each.path}: {each.sentence}" for each in suspects.values()])
            else:
                listed = (
                    tr(" The first {sets} are listed.", sets=whole(len(problem.sets)))
                    if len(problem.sets) < problem.total
                    else ""
                )
                self.words.setText(problem.summary + listed)
                self.sets.addItems(
                    ["   =   ".join(f"{word(side)}: {path}" for side, path in each) for each in problem.sets]
                )
        self.acts.setVisible(bool(self.suspects))
        self._follow()

    def _decided(self) -> None:
        """Update the suspects after labels were corrected, confirmed or taken back."""
        for index, each in enumerate(self._problems()):
            self.kinds.item(index).setText(self._title(each))
        problem = self._problem()
        if problem is not None and problem.suspects and self.suspects != list(self.inspections.suspects()):
            self._fill()

    def _follow(self) -> None:
        """Mark the suspect that is selected in the images."""
        suspected = self.controller.suspected
        self.right.setEnabled(bool(suspected))
        if suspected in self.suspects:
            with QSignalBlocker(self.sets):
                self.sets.setCurrentRow(self.suspects.index(suspected))

    def _set_chosen(self, index: int) -> None:
        problem = self._problem()
        if 0 <= index < len(self.suspects):
            self.controller.show(self.suspects[index])
        elif problem is not None and 0 <= index < len(problem.sets):
            self.shown.emit(frozenset(problem.sets[index]), word(problem.title))
