"""The bottom panel of the Adapt step: curves, controls and the table of runs."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QShowEvent

from workbench.core.events import Compared, Evaluated, Scalars, StageStarted, Started, Warned
from workbench.core.job import AUTO, VALIDATOR
from workbench.core.shot_gain import ShotGain
from workbench.core.target_quality import TargetQuality
from workbench.gui.kit.core_words import word
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import percent
from workbench.gui.kit.widgets import button
from workbench.gui.records.record_panel import RecordPanel
from workbench.gui.session.records import RecordMessage
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.theme import Tokens
from workbench.gui.views.charts.run_curves import CurvePanel
from workbench.gui.views.tables.run_rows import RUN_COLUMNS, RunRow
from workbench.store.project import RunRecord
from workbench.store.record_table import RESUMABLE
from workbench.store.run_folder import RunFolder


class RunsPanel(RecordPanel):
    """Runs. Choosing a run shows its curves and its predictions."""

    def __init__(self, session: Session, runs: RunsController) -> None:
        self.runs, self.curves = runs, CurvePanel()
        self.end = button(tr("End here"), self._end)
        self.end.setToolTip(
            tr("Evaluate the model of the checkpoint, and train no further: the run is finished and cannot be resumed")
        )
        super().__init__(session, runs, self.curves, RUN_COLUMNS)
        self.controls.insertWidget(self.controls.indexOf(self.resume) + 1, self.end)
        runs.shown.connect(self._replay)
        session.catalogue_changed.connect(self._offer_validators)
        session.labels.changed.connect(lambda _paths: self._measure_again())
        session.domains.changed.connect(lambda _side: self._measure_again())
        runs.quality.measured.arrived.connect(self._measure_again)
        self.refresh()
        self.setSizes([480, 460])

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        super().set_theme(tokens)
        self.curves.set_theme(tokens)

    def rows(self) -> list[RunRow]:
        """Return all runs, with the gain of their shots."""
        records, gains = self.runs.all(), self.runs.quality.gains(self.runs.finished()[::-1])
        return [
            _row(
                record,
                self._method(record),
                self.runs.degradation(record),
                gains.get(record.id, ""),
                self.runs.quality.of_measured(record),
                self.runs.elsewhere(record),
            )
            for record in records
        ]

    def _method(self, record: RunRecord) -> str:
        """Return the title of the method of a run; for “auto”, also of the one that it tries now."""
        titles = (
            {card.name: word(card.title) for card in self.session.catalogue.methods} if self.session.catalogue else {}
        )
        titles[AUTO] = tr("Automatic")
        current = self.runs.current
        trial = self.runs.trial if current is not None and current.id == record.id else ""
        names = [name for name in (record.job.method, trial) if name]
        return ": ".join(titles.get(name, name) for name in names)

    def active_record(self) -> RunRecord | None:
        """Return the run in progress, or else the displayed run, or else the last one."""
        records = self.runs.all()
        return self.runs.current or self.runs.record or (records[-1] if records else None)

    def notes(self) -> Sequence[str]:
        """Return the notes on the displayed run."""
        return self.runs.notes

    def _measure_again(self) -> None:
        """Update the table: the labels may measure its runs. While it is hidden, that waits until it is shown."""
        if self.isVisible():
            self.table.set_rows(self.rows())

    def _offer_for_chosen(self) -> None:
        super()._offer_for_chosen()
        last = self.active_record()
        place = self.runs.record_table.place(last.id) if last is not None and self.runs.record_table else None
        self.end.setVisible(not self.resume.isHidden() and place is not None and RunFolder(place).can_end())

    def _end(self) -> None:
        if (last := self.active_record()) is not None:
            self.runs.resume(last, finish=True)

    def _offer_validators(self) -> None:
        assert self.session.catalogue is not None
        self.curves.set_validators({card.name: word(card.title) for card in self.session.catalogue.validators})
        self.curves.pick(VALIDATOR)

    def _choose(self, record: str) -> None:
        if not self.runs.busy:
            self.runs.show(record)
            self._show_banner()

    def _replay(self, folder: RunFolder | None) -> None:
        """Draw the saved events of a run."""
        self.curves.clear()
        for event in folder.training_folder().events() if folder else ():
            self._draw(event)
        self.table.set_rows(self.rows())
        self.table.select(self.runs.current.id if self.runs.current else self.runs.displayed_id)

    def _handle_event(self, event: RecordMessage) -> None:
        super()._handle_event(event)
        self._draw(event)
        match event:
            case Compared() | Warned():
                self._show_banner()
            case Started(job=job, folder=folder):
                self.curves.pick(job.validator)
                self._replay(RunFolder(Path(folder)))

    def _draw(self, event: RecordMessage) -> None:
        if isinstance(event, StageStarted) and event.count > 1:
            self.curves.add_stage(event.start, event.name)
        elif isinstance(event, Scalars):
            self.curves.add_scalars(event.step, event.values)
        elif isinstance(event, Evaluated):
            scores = event.scores
            self.curves.add_scores(event.step, scores.source_accuracy, scores.target_accuracy, scores.validators)

    # -- Qt --------------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._measure_again()


def _basis(measured: TargetQuality) -> str:
    """Return what a measured accuracy rests on, with its interval where it is known."""
    if measured.low is None or measured.high is None:
        return measured.basis
    return tr(
        "{basis} 95 % interval: {low} to {high}",
        basis=measured.basis,
        low=percent(measured.low),
        high=percent(measured.high),
    )


def _row(
    record: RunRecord,
    method: str,
    degradation: str,
    gain: ShotGain | str,
    measured: TargetQuality | None,
    elsewhere: str,
) -> RunRow:
    scores = record.scores
    status = "running" if record.status in RESUMABLE else record.status.value  # it goes on there
    return RunRow(
        id=record.id,
        number=record.number,
        method=method,
        backbone=record.job.backbone,
        tune=record.job.tune.value,
        status=f"{status} on {elsewhere}" if elsewhere else record.status.value,
        source_accuracy=scores.source_accuracy if scores else None,
        target_accuracy=measured.value if measured else None,
        measured=_basis(measured) if measured else "",
        score=scores.score if scores else None,
        shots=len(record.job.shots),
        gained=gain if isinstance(gain, ShotGain) else None,
        no_gain=gain if isinstance(gain, str) else "",
        seconds=record.seconds,
        tags=record.tags,
        degradation=degradation,
    )
