"""What leaves the open project: models, predictions and reports, written by a worker of their own."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal

from workbench.core.errors import UserError
from workbench.core.manifest import Cost
from workbench.gui.export.pdf_printer import print_page
from workbench.gui.session.calls import Call
from workbench.gui.session.session import Session
from workbench.gui.session.single_call import SingleCall
from workbench.store.record_table import Status
from workbench.store.translations import Translations
from workbench.worker.commands import Export, Predict, Watch, Weigh, WriteReport
from workbench.worker.replies import Predicted, Watched


class ExportController(QObject):
    """Asks for one thing at a time and says how it went.

    Signals:
        changed(): something began, went on or ended.
        written(str): a file or folder is there.
        weighed(): what the precisions of a run's model cost is known.
        warned(str): what is watched looks otherwise, or as before again.
        failed(str, str): a sentence and the way out.
    """

    changed = Signal()
    written = Signal(str)
    weighed = Signal()
    warned = Signal(str)
    failed = Signal(str, str)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session
        self.call = SingleCall(session.workers, self)
        self.doing = ""  # what is under way, in words
        self.costs: dict[tuple[str, bool], tuple[Cost, ...]] = {}  # by run, and whether it is the best model
        self.call.changed.connect(self.changed)
        self.call.troubled.connect(lambda why: self.failed.emit(why.message, why.hint))
        session.project_changed.connect(self._project_changed)

    @property
    def can_start(self) -> bool:
        """Whether nothing is under way."""
        return self.call.free

    def export(self, run: str, command: Export) -> None:
        """Write a run's model, as the command says but for the run's folder."""
        call = self._begin(msgspec.structs.replace(command, run=self._folder(run)), "Writing the model")
        if call is not None:
            call.finished.connect(lambda exported: self._end(command.out, _measured(exported.costs)))

    def weigh(self, run: str, best: bool) -> None:
        """Measure what the precisions cost."""
        call = self._begin(Weigh(self._folder(run), best), "Measuring precisions")
        if call is not None:
            call.finished.connect(lambda weighed: self._keep_costs((self._folder(run), best), weighed.costs))

    def predict(self, run: str, command: Predict) -> None:
        """Predict a folder with a run's model, as the command says but for the run's folder."""
        call = self._begin(msgspec.structs.replace(command, run=self._folder(run)), "Predicting")
        if call is not None:
            call.finished.connect(lambda predicted: self._end(command.out, _counted(predicted)))

    def watch(self, run: str, command: Watch) -> None:
        """Watch a folder with a run's model, as the command says but for the run's folder, until `stop`."""
        call = self._begin(msgspec.structs.replace(command, run=self._folder(run)), "Watching")
        if call is not None:
            call.progressed.connect(self._watched)
            call.finished.connect(lambda predicted: self._end(command.out, _counted(predicted)))

    def report(self, out: Path, runs: Sequence[str], chosen: str = "") -> None:
        """Write a report on finished runs, which recommends the chosen one if any; as PDF where `out` ends so.

        All finished translations go along.
        """
        project = self.session.project
        if project is not None and self.can_start:
            page = project.cache / "report.html" if out.suffix.lower() == ".pdf" else out
            done = [one.id for one in Translations(project).all() if one.status is Status.FINISHED]
            folders = tuple(self._folder(one) for one in (*runs, *done))
            call = self._begin(WriteReport(folders, str(page), self._folder(chosen)), "Writing the report")
            if call is not None:
                call.finished.connect(lambda reported: self._reported(page, out, reported.recommended))

    def cost(self, run: str, best: bool) -> tuple[Cost, ...]:
        """What the precisions of a run's model cost; empty before they are measured."""
        return self.costs.get((self._folder(run), best), ())

    def _folder(self, run: str) -> str:
        project = self.session.project
        return str(project.run_folder(run)) if project is not None and run else ""

    def _begin(self, command: Export | Weigh | Predict | Watch | WriteReport, words: str) -> Call | None:
        """Send a command; None where something else is under way."""
        if self.session.project is None or not self.can_start:
            return None
        self.doing = words
        return self.call.begin(command)

    def _keep_costs(self, model: tuple[str, bool], costs: tuple[Cost, ...]) -> None:
        self.costs[model] = costs
        self.weighed.emit()

    def _watched(self, message: object) -> None:
        if isinstance(message, Watched) and message.warning:
            self.warned.emit(message.warning)
        elif isinstance(message, Watched):
            self.doing = f"Watching: {message.count:,} images. {message.last}".strip()
            self.changed.emit()

    def _reported(self, page: Path, out: Path, run: str) -> None:
        if page != out:
            try:
                print_page(page, out)
            except UserError as error:
                self.call.end_in_trouble(error)
                return
        records = self.session.project.runs() if self.session.project else []
        numbers = {one.id: f"run {one.number}" for one in records}
        self._end(str(out), f"It recommends {numbers.get(Path(run).name, Path(run).name)}.")

    def _end(self, out: str, words: str) -> None:
        self.call.end_well(words)
        self.written.emit(out)

    def _project_changed(self) -> None:
        self.costs.clear()
        self.changed.emit()


def _counted(predicted: Predicted) -> str:
    lost = f" {predicted.set_aside:,} images were set aside." if predicted.set_aside else ""
    return f"{predicted.count:,} predictions.{lost}"


def _measured(costs: tuple[Cost, ...]) -> str:
    if not costs:
        return ""
    said = [
        f"{one.precision} says the same class as PyTorch on {100 * one.agreement:.1f} %"
        + ("" if one.elsewhere is None else f" (in another size {100 * one.elsewhere:.1f} %)")
        for one in costs
    ]
    return f"{'; '.join(said)} of {costs[0].images:,} target images."
