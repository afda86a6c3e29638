"""The bottom zone: curves of the run under way, its controls, and the table of all runs."""

from collections.abc import Sequence
from pathlib import Path

from workbench.core.events import Compared, Evaluated, Scalars, StageStarted, Started, Warned
from workbench.core.job import VALIDATOR
from workbench.core.shot_gain import ScoredRun, ShotGain, shot_gains
from workbench.gui.records.record_panel import RecordPanel
from workbench.gui.session.records import RecordMessage
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.theme import Tokens
from workbench.gui.views.charts.run_curves import CurvePanel
from workbench.gui.views.tables.run_rows import RUN_COLUMNS, RunRow
from workbench.store.project import RunRecord
from workbench.store.run_folder import RunFolder

NOTHING = "Each run is listed here with the accuracy that it reached."


class RunsPanel(RecordPanel):
    """Runs: choosing one shows what its model says of the target."""

    def __init__(self, session: Session, runs: RunsController) -> None:
        self.runs, self.curves = runs, CurvePanel()
        super().__init__(session, runs, self.curves, RUN_COLUMNS, NOTHING)
        runs.shown.connect(self._replay)
        session.catalogue_changed.connect(self._offer_validators)
        self.refresh()
        self.setSizes([480, 460])

    def set_theme(self, tokens: Tokens) -> None:
        """Take other colours."""
        super().set_theme(tokens)
        self.curves.set_theme(tokens)

    def rows(self) -> list[RunRow]:
        """All runs, with what their shots bought."""
        titles = {card.name: card.title for card in self.session.catalogue.methods} if self.session.catalogue else {}
        records = self.runs.all()
        bought = shot_gains([ScoredRun(f"run {one.number}", one.job, one.scores) for one in records])
        return [_row(one, titles, self.runs.harm(one), got) for one, got in zip(records, bought, strict=True)]

    def meant(self) -> RunRecord | None:
        """The run that is drawn, or else the last one."""
        records = self.runs.all()
        return self.runs.current or self.runs.record or (records[-1] if records else None)

    def notes(self) -> Sequence[str]:
        """What is to be known of the run that is looked at."""
        return self.runs.notes

    def _offer_validators(self) -> None:
        assert self.session.catalogue is not None
        self.curves.set_validators({one.name: one.title for one in self.session.catalogue.validators})
        self.curves.pick(VALIDATOR)

    def _choose(self, record: str) -> None:
        if not self.runs.busy:
            self.runs.show(record)
            self._show_banner()

    def _replay(self, folder: RunFolder | None) -> None:
        """Draw what was kept of a run so far; a new one has nothing yet."""
        self.curves.clear()
        for event in folder.events() if folder else ():
            self._draw(event)
        self.table.set_rows(self.rows())
        self.table.select(self.runs.current.id if self.runs.current else self.runs.looked_at)

    def _told(self, event: RecordMessage) -> None:
        super()._told(event)
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


def _row(record: RunRecord, titles: dict[str, str], harm: str, bought: ShotGain | None) -> RunRow:
    scores = record.scores
    return RunRow(
        id=record.id,
        number=record.number,
        method=titles.get(record.job.method, record.job.method),
        backbone=record.job.backbone,
        tune=record.job.tune.value,
        status=record.status.value,
        source_accuracy=scores.source_accuracy if scores else None,
        target_accuracy=scores.target_accuracy if scores else None,
        score=scores.score if scores else None,
        shots=len(record.job.shots),
        gained=bought,
        seconds=record.seconds,
        tags=record.tags,
        harm=harm,
    )
