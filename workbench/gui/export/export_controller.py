"""Exports of the open project: models, predictions and reports."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal

from workbench.core.errors import UserError
from workbench.core.manifest import Cost
from workbench.gui.export.pdf_printer import print_page
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count, decimal
from workbench.gui.session.calls import Call
from workbench.gui.session.session import Session
from workbench.gui.session.single_call import SingleCall
from workbench.store.record_table import Status
from workbench.store.translations import Translations
from workbench.worker.commands import Export, MeasurePrecisions, Predict, Watch, WriteReport
from workbench.worker.replies import Predicted, Watched


class ExportController(QObject):
    """Requests one export at a time from a worker.

    Signals:
        changed(): an export began, progressed or ended.
        written(str): a file or folder was written; its path.
        weighed(): the costs of the precisions were measured.
        warned(str): the images of the watched folder began to differ from the target, or match it again.
        failed(str, str): an export failed; a message and a hint.
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
        self.doing = ""  # the description of the current export
        self.costs: dict[tuple[str, bool], tuple[Cost, ...]] = {}  # by run folder, and whether the best model is meant
        self.call.changed.connect(self.changed)
        self.call.unsuccessful.connect(lambda why: self.failed.emit(why.message, why.hint))
        session.project_changed.connect(self._project_changed)

    @property
    def can_start(self) -> bool:
        """Whether no export is in progress."""
        return self.call.free

    def export(self, run: str, command: Export) -> None:
        """Write the model of a run. The run folder of the command is filled in."""
        call = self._begin(msgspec.structs.replace(command, run=self._folder(run)), tr("Writing the model"))
        if call is not None:
            call.finished.connect(lambda exported: self._end(command.out, _agreement_text(exported.costs)))

    def weigh(self, run: str, best: bool) -> None:
        """Measure the costs of the precisions."""
        call = self._begin(MeasurePrecisions(self._folder(run), best), tr("Measuring precisions"))
        if call is not None:
            call.finished.connect(lambda weighed: self._keep_costs((self._folder(run), best), weighed.costs))

    def predict(self, run: str, command: Predict) -> None:
        """Predict a folder with the model of a run. The run folder of the command is filled in."""
        call = self._begin(msgspec.structs.replace(command, run=self._folder(run)), tr("Predicting"))
        if call is not None:
            call.finished.connect(lambda predicted: self._end(command.out, _count_text(predicted)))

    def watch(self, run: str, command: Watch) -> None:
        """Predict the images that arrive in a folder until the call is stopped. The run folder is filled in."""
        call = self._begin(msgspec.structs.replace(command, run=self._folder(run)), tr("Watching"))
        if call is not None:
            call.progressed.connect(self._watched)
            call.finished.connect(lambda predicted: self._end(command.out, _count_text(predicted)))

    def report(self, out: Path, runs: Sequence[str], chosen: str = "") -> None:
        """Write a report on finished runs and all finished translations, as HTML or PDF by the suffix of `out`.

        `chosen`: the run to recommend; empty for the default.
        """
        project = self.session.project
        if project is not None and self.can_start:
            page = project.cache / "report.html" if out.suffix.lower() == ".pdf" else out
            records = Translations(project).all()
            translations = [record.id for record in records if record.status is Status.FINISHED]
            folders = tuple(self._folder(name) for name in (*runs, *translations))
            call = self._begin(WriteReport(folders, str(page), self._folder(chosen)), tr("Writing the report"))
            if call is not None:
                call.finished.connect(lambda reported: self._reported(page, out, reported.recommended))

    def cost(self, run: str, best: bool) -> tuple[Cost, ...]:
        """Return the costs of the precisions of a model; empty before they are measured."""
        return self.costs.get((self._folder(run), best), ())

    def _folder(self, run: str) -> str:
        project = self.session.project
        return str(project.run_folder(run)) if project is not None and run else ""

    def _begin(self, command: Export | MeasurePrecisions | Predict | Watch | WriteReport, words: str) -> Call | None:
        """Send a command. Returns None if another export is in progress."""
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
            self.doing = tr(
                "Watching: {images}. {last}", images=count(message.count, "image"), last=message.last
            ).strip()
            self.changed.emit()

    def _reported(self, page: Path, out: Path, run: str) -> None:
        if page != out:
            try:
                print_page(page, out)
            except UserError as error:
                self.call.end_with_error(error)
                return
        records = self.session.project.runs() if self.session.project else []
        titles = {record.id: tr("run {number}", number=record.number) for record in records}
        self._end(str(out), tr("It recommends {run}.", run=titles.get(Path(run).name, Path(run).name)))

    def _end(self, out: str, message: str) -> None:
        self.call.end_with_success(message)
        self.written.emit(out)

    def _project_changed(self) -> None:
        self.costs.clear()
        self.changed.emit()


def _count_text(predicted: Predicted) -> str:
    were = "was" if predicted.set_aside == 1 else "were"
    set_aside = (
        tr(" {images} {verb} set aside.", images=count(predicted.set_aside, "image"), verb=were)
        if predicted.set_aside
        else ""
    )
    return f"{count(predicted.count, 'prediction')}.{set_aside}"


def _agreement_text(costs: tuple[Cost, ...]) -> str:
    if not costs:
        return ""
    agreements = [
        tr(
            "{precision} predicts the same class as PyTorch on {agreement} %",
            precision=cost.precision,
            agreement=decimal(100 * cost.agreement, 1),
        )
        + (
            ""
            if cost.elsewhere is None
            else tr(" (at another size {elsewhere} %)", elsewhere=decimal(100 * cost.elsewhere, 1))
        )
        for cost in costs
    ]
    return tr(
        "{agreements} of {images}.", agreements="; ".join(agreements), images=count(costs[0].images, "target image")
    )
