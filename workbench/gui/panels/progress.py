"""The bottom zone: curves of the run under way, its controls, and the table of all runs."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QProgressBar, QSplitter, QWidget

from workbench.core.events import (
    Compared,
    Evaluated,
    Event,
    Prepared,
    Progressed,
    Scalars,
    StageStarted,
    Started,
    Stopped,
    Warned,
)
from workbench.core.gained import Gained, Ran, gains
from workbench.core.job import VALIDATOR
from workbench.gui.run_actions import RunActions
from workbench.gui.runs import Runs
from workbench.gui.session import Session
from workbench.gui.theme import Tokens
from workbench.gui.views.curves import CurvePanel
from workbench.gui.views.empty import EmptyState
from workbench.gui.views.run_model import RunRow
from workbench.gui.views.run_table import RunTable
from workbench.gui.widgets import Elided, button, column, label, panel, row, set_role
from workbench.gui.words import pace
from workbench.store.project import RunRecord
from workbench.store.run_folder import RunFolder
from workbench.store.shelf import Status

ROOM = 344  # pixels of the table's side from which on a filter fits above it
RESUMABLE = (Status.STOPPED, Status.INTERRUPTED, Status.FAILED)


class Progress(QSplitter):
    """Pause, Resume and Stop act on the run under way; the table remembers every run.

    Signals: log_wanted(str): show the log of the run in this folder.
    """

    log_wanted = Signal(str)

    def __init__(self, session: Session, runs: Runs) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.session, self.runs = session, runs
        self.curves = CurvePanel()
        self.table = RunTable()
        self.actions_ = RunActions(session, runs, self.table)
        self.nothing = EmptyState("Each run is listed here with the accuracy that it reached.")
        self.heading = label("Runs", "dim")
        self.pause = button("Pause", self._pause_or_go_on)
        self.stop = button("Stop", runs.stop)
        self.resume = button("Resume run", self._resume)
        self.log = button("Log", self._show_log, flat=True)
        self.compare = button("Compare", self.actions_.compare)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter runs")
        self.filter.setAccessibleName("Filter runs")
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(160)
        self.undo = button("Undo", self._undo, flat=True)
        self.thrown: list[RunRecord] = []
        self.words = Elided()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.banner, self.problem = _banner()
        controls = row(self.heading, self.pause, self.stop, self.resume, self.compare, self.words, self.undo)
        controls.setStretchFactor(self.words, 1)
        controls.addWidget(self.filter)
        controls.addWidget(self.log)
        runs_side = column(controls, self.bar, self.banner, self.table, self.nothing)
        runs_side.setContentsMargins(12, 8, 12, 8)
        self.addWidget(self.curves)
        self.addWidget(panel(runs_side))
        self.setChildrenCollapsible(False)
        self.splitterMoved.connect(lambda _at, _index: self._offer_filter())
        runs.told.connect(self._told)
        runs.shown.connect(self._replay)
        runs.state_changed.connect(self.refresh)
        session.project_changed.connect(self.refresh)
        session.catalogue_changed.connect(self._offer_validators)
        self.table.selected_run.connect(self._run_chosen)
        self.table.chosen_changed.connect(self._offer_compare)
        self.filter.textChanged.connect(self.table.set_filter)
        self.actions_.thrown.connect(self._tell_thrown)
        self.refresh()
        controls.invalidate()  # what is hidden asks for no room
        self.setSizes([480, 460])

    def set_theme(self, tokens: Tokens) -> None:
        """Take other colours."""
        self.curves.set_theme(tokens)
        self.table.set_theme(tokens)

    def refresh(self) -> None:
        """Controls and table as the runs are now."""
        runs = self.runs
        self.pause.setVisible(runs.busy)
        self.stop.setVisible(runs.busy)
        self.bar.setVisible(runs.busy)
        self.heading.setVisible(not runs.busy)
        self.pause.setText("Resume" if runs.paused else "Pause")
        self.undo.hide()
        if not runs.busy:
            self.words.setText("")
        elif runs.progress is not None:
            self._tell_pace(runs.progress)
        self._show_banner()
        titles = {card.name: card.title for card in self.session.catalogue.methods} if self.session.catalogue else {}
        records = runs.all()
        bought = gains([Ran(f"run {one.number}", one.job, one.scores) for one in records])
        rows = [_row(one, titles, runs.harm(one), got) for one, got in zip(records, bought, strict=True)]
        self.table.set_rows(rows)
        self.table.setVisible(bool(records))
        self.nothing.setVisible(not records)
        self.log.setVisible(bool(records))
        self._offer_filter()
        self._offer_resume()
        self._offer_compare()

    def _offer_compare(self) -> None:
        several = len(self.table.chosen()) > 1
        self.compare.setVisible(several)
        self.heading.setVisible(not several and not self.runs.busy)

    def _offer_filter(self) -> None:
        """There is something to filter, and room for words."""
        several = len(self.runs.all()) > 1 or bool(self.filter.text())
        self.filter.setVisible(several and not self.runs.busy and self.sizes()[1] > ROOM)

    def _tell_thrown(self, records: list[RunRecord]) -> None:
        """Runs went into the trash; that can be undone until something else is done."""
        self.thrown = records
        said = f"Run {records[0].number}" if len(records) == 1 else f"{len(records)} runs"
        self.words.setText(f"{said} in the trash.")
        self.undo.show()

    def _undo(self) -> None:
        self.actions_.restore(self.thrown)

    def _show_log(self) -> None:
        """Ask for the log of the run under way, of the chosen one, or of the last."""
        records, project = self.runs.all(), self.session.project
        current = self.runs.current.id if self.runs.current else self.table.selected()
        if records and project is not None:
            self.log_wanted.emit(str(project.run_folder(current or records[-1].id)))

    def _show_banner(self) -> None:
        """What went wrong, or else what is to be known of the run that is looked at."""
        failure, notes = self.runs.failure, self.runs.notes
        self.banner.setVisible(failure is not None or bool(notes))
        self.problem.setText("\n".join(notes) if failure is None else f"{failure.message} {failure.hint}".strip())
        self.problem.setToolTip("" if failure is None else failure.log)
        set_role(self.problem, "dim" if failure is None else "bad")

    def _offer_validators(self) -> None:
        assert self.session.catalogue is not None
        self.curves.set_validators({one.name: one.title for one in self.session.catalogue.validators})
        self.curves.pick(VALIDATOR)
        self.refresh()

    def _offer_resume(self) -> None:
        last = self._resumable()
        self.resume.setVisible(last is not None)
        if last is not None:
            self.resume.setText(f"Resume run {last.number}")

    def _resumable(self) -> RunRecord | None:
        """The chosen run, or else the last one, where it did not come to its end."""
        records = self.runs.all()
        if not self.runs.can_start or not records:
            return None
        chosen = next((one for one in records if one.id == self.table.selected()), records[-1])
        return chosen if chosen.status in RESUMABLE else None

    def _pause_or_go_on(self) -> None:
        (self.runs.go_on if self.runs.paused else self.runs.pause)()

    def _resume(self) -> None:
        if (last := self._resumable()) is not None:
            self.runs.resume_run(last.id)

    def _run_chosen(self, run: str) -> None:
        self._offer_resume()
        if not self.runs.busy:
            self.runs.show(run)
            self._show_banner()

    def _replay(self, folder: RunFolder | None) -> None:
        """Draw what was kept of a run so far; a new one has nothing yet."""
        self.curves.clear()
        for event in folder.events() if folder else ():
            self._draw(event)

    def _told(self, event: Event) -> None:
        self._draw(event)
        match event:
            case Compared() | Warned():
                self._show_banner()
            case Started(job=job, folder=folder):
                self.curves.pick(job.validator)
                self._replay(RunFolder(Path(folder)))
            case Prepared(what=what, done=done, total=total):
                of = f" of {total:,}" if total else ""
                self.words.setText(f"{what}: {done:,}{of}")
                self.bar.setRange(0, total)
                self.bar.setValue(done)
            case Progressed(step=step, steps=steps):
                self.bar.setRange(0, steps)
                self.bar.setValue(step)
                self._tell_pace(event)
            case Stopped(step=step):
                self.words.setText(f"Stopped at step {step:,}; the checkpoint is kept.")

    def _tell_pace(self, progress: Progressed) -> None:
        at = f"step {progress.step:,} / {progress.steps:,}"
        self.words.setText(f"Paused at {at}" if self.runs.paused else pace(progress))

    def _draw(self, event: Event) -> None:
        if isinstance(event, StageStarted) and event.count > 1:
            self.curves.add_stage(event.start, event.name)
        elif isinstance(event, Scalars):
            self.curves.add_scalars(event.step, event.values)
        elif isinstance(event, Evaluated):
            scores = event.scores
            self.curves.add_scores(event.step, scores.source_accuracy, scores.target_accuracy, scores.validators)

    # -- Qt --------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._offer_filter()


def _banner() -> "tuple[QWidget, QLabel]":
    frame = QFrame()
    frame.setProperty("card", True)
    words = label("", "bad", wrap=True)
    frame.setLayout(column(words, margin=8))
    return frame, words


def _row(record: RunRecord, titles: dict[str, str], harm: str, bought: Gained | None) -> RunRow:
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
