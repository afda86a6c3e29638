"""What leaves the open project: models, predictions and reports, written by a worker of their own."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal

from workbench.core.errors import UserError
from workbench.core.manifest import Cost
from workbench.gui.export.pdf_printer import print_page
from workbench.gui.session.session import Session
from workbench.gui.session.workers import Errand
from workbench.store.record_table import Status
from workbench.store.translations import Translations
from workbench.worker.commands import Export, Predict, Stop, Watch, Weigh, WriteReport
from workbench.worker.replies import (
    AnyReply,
    ExportProgress,
    ModelExported,
    Predicted,
    Refused,
    Reported,
    Watched,
    Weighed,
)


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
        self.busy = ""  # what is under way, in words
        self.progress: ExportProgress | None = None
        self.costs: dict[tuple[str, bool], tuple[Cost, ...]] = {}  # by run, and whether it is the best model
        self.told = ""  # how the last thing went
        self.pdf: Path | None = None  # where a page is to be printed to
        session.workers.received.connect(self._take)
        session.project_changed.connect(self._project_changed)

    @property
    def can_start(self) -> bool:
        """Whether nothing is under way."""
        return not self.busy and Errand.LEAVING not in self.session.workers.away

    def export(self, run: str, command: Export) -> None:
        """Write a run's model, as the command says but for the run's folder."""
        self._begin(msgspec.structs.replace(command, run=self._folder(run)), "Writing the model")

    def weigh(self, run: str, best: bool) -> None:
        """Measure what the precisions cost."""
        self._begin(Weigh(self._folder(run), best), "Measuring precisions")

    def predict(self, run: str, command: Predict) -> None:
        """Predict a folder with a run's model, as the command says but for the run's folder."""
        self._begin(msgspec.structs.replace(command, run=self._folder(run)), "Predicting")

    def watch(self, run: str, command: Watch) -> None:
        """Watch a folder with a run's model, as the command says but for the run's folder, until `stop`."""
        self._begin(msgspec.structs.replace(command, run=self._folder(run)), "Watching")

    def report(self, out: Path, runs: Sequence[str], chosen: str = "") -> None:
        """Write a report on finished runs, which recommends the chosen one if any; as PDF where `out` ends so.

        All finished translations go along.
        """
        project = self.session.project
        if project is not None and self.can_start:
            pdf = out.suffix.lower() == ".pdf"
            self.pdf = out if pdf else None
            page = project.cache / "report.html" if pdf else out
            done = [one.id for one in Translations(project).all() if one.status is Status.FINISHED]
            folders = tuple(self._folder(one) for one in (*runs, *done))
            self._begin(WriteReport(folders, str(page), self._folder(chosen)), "Writing the report")

    def stop(self) -> None:
        """End what is under way; what was predicted is kept."""
        self.session.workers.tell(Errand.LEAVING, Stop())

    def cost(self, run: str, best: bool) -> tuple[Cost, ...]:
        """What the precisions of a run's model cost; empty before they are measured."""
        return self.costs.get((self._folder(run), best), ())

    def _folder(self, run: str) -> str:
        project = self.session.project
        return str(project.run_folder(run)) if project is not None and run else ""

    def _begin(self, command: Export | Weigh | Predict | Watch | WriteReport, words: str) -> None:
        if self.session.project is None or not self.can_start:
            return
        self.progress, self.told = None, ""
        self.busy = words if self.session.workers.leave(command) else ""
        self.changed.emit()

    def _take(self, reply: AnyReply) -> None:
        if not self.busy:  # of a project that was left
            if isinstance(reply, ModelExported | Weighed | Predicted | Reported | Refused):
                self.changed.emit()  # the next may begin
            return
        match reply:
            case ExportProgress():
                self.progress = reply
                self.changed.emit()
            case Weighed(run=run, best=best, costs=costs):
                self.costs[run, best] = costs
                self._end("")
                self.weighed.emit()
            case ModelExported(out=out, costs=costs):
                self._end(_measured(costs), out)
            case Predicted(out=out, count=count, set_aside=aside):
                lost = f" {aside:,} images were set aside." if aside else ""
                self._end(f"{count:,} predictions.{lost}", out)
            case Watched(warning=""):
                self.progress = None
                self.busy = f"Watching: {reply.count:,} images. {reply.last}".strip()
                self.changed.emit()
            case Watched(warning=warning):
                self.warned.emit(warning)
            case Reported(out=out, recommended=run):
                self._reported(Path(out), run)
            case Refused(command="Export" | "Weigh" | "Predict" | "Watch" | "WriteReport", message=message, hint=hint):
                self._fail(message, hint)

    def _reported(self, page: Path, run: str) -> None:
        out = self.pdf or page
        if self.pdf is not None:
            try:
                print_page(page, self.pdf)
            except UserError as error:
                self._fail(error.message, error.hint)
                return
        records = self.session.project.runs() if self.session.project else []
        numbers = {one.id: f"run {one.number}" for one in records}
        self._end(f"It recommends {numbers.get(Path(run).name, Path(run).name)}.", str(out))

    def _fail(self, message: str, hint: str) -> None:
        self._end("")
        self.failed.emit(message, hint)

    def _end(self, told: str, out: str = "") -> None:
        self.busy, self.progress, self.told = "", None, told
        self.changed.emit()
        if out:
            self.written.emit(out)

    def _project_changed(self) -> None:
        if self.busy:
            self.stop()
        self.costs.clear()
        self._end("")


def _measured(costs: tuple[Cost, ...]) -> str:
    if not costs:
        return ""
    said = [
        f"{one.precision} says the same class as PyTorch on {100 * one.agreement:.1f} %"
        + ("" if one.elsewhere is None else f" (in another size {100 * one.elsewhere:.1f} %)")
        for one in costs
    ]
    return f"{'; '.join(said)} of {costs[0].images:,} target images."
