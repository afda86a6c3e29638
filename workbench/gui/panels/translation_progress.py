"""The bottom zone of the Translate step: curves, controls, and the table of translations."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHeaderView, QProgressBar, QSplitter

from workbench.core.events import Event, Judged, Prepared, Progressed, Scalars, StageStarted, Stopped
from workbench.gui.session import Session
from workbench.gui.theme import Tokens
from workbench.gui.translating import Translating
from workbench.gui.views.empty import EmptyState
from workbench.gui.views.sheet_table import SheetTable
from workbench.gui.views.translation_curves import TranslationCurves
from workbench.gui.widgets import Elided, button, column, label, panel, row
from workbench.gui.words import duration, pace, percent
from workbench.store.translations import TranslationRecord

HEADS = ("translation", "FID", "kept", "time", "status")


class TranslationProgress(QSplitter):
    """Pause, Resume and Stop act on the translation under way; the table remembers every one.

    Signals: log_wanted(str): show the log of the translation in this folder.
    """

    log_wanted = Signal(str)

    def __init__(self, session: Session, translating: Translating) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.session, self.translating = session, translating
        self.curves = TranslationCurves()
        self.table = SheetTable("Translations")
        self.nothing = EmptyState("Each translation is listed here with its distance to the target.")
        self.heading = label("Translations", "dim")
        self.pause = button("Pause", self._pause_or_go_on)
        self.stop = button("Stop", translating.stop)
        self.resume = button("Resume", translating.resume)
        self.log = button("Log", self._show_log, flat=True)
        self.words = Elided()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.banner, self.problem = QFrame(), label("", "bad", wrap=True)
        self.banner.setProperty("card", True)
        self.banner.setLayout(column(self.problem, margin=8))
        controls = row(self.heading, self.pause, self.stop, self.resume, self.words, self.log)
        controls.setStretchFactor(self.words, 1)
        side = column(controls, self.bar, self.banner, self.table, self.nothing)
        side.setContentsMargins(12, 8, 12, 8)
        self.records: list[TranslationRecord] = []
        self.addWidget(self.curves)
        self.addWidget(panel(side))
        self.setSizes([390, 550])
        self.setChildrenCollapsible(False)
        translating.told.connect(self._told)
        translating.shown.connect(self._replay)
        translating.state_changed.connect(self.refresh)
        session.catalogue_changed.connect(self.refresh)
        self.table.chosen.connect(self._choose)
        self._replay()

    def set_theme(self, tokens: Tokens) -> None:
        """Take other colours."""
        self.curves.set_theme(tokens)

    def refresh(self) -> None:
        """Controls and table as the translations are now."""
        translating, busy = self.translating, self.translating.busy
        for widget in (self.pause, self.stop, self.bar):
            widget.setVisible(busy)
        self.heading.setVisible(not busy)
        self.pause.setText("Resume" if translating.paused else "Pause")
        if not busy:
            self.words.setText("")
        elif translating.progress is not None:
            self._tell_pace(translating.progress)
        else:
            self.bar.setRange(0, 0)
            self.words.setText("The worker is starting.")
        failure = translating.failure
        record = translating.record
        message = record.message if record is not None and not busy else ""
        self.banner.setVisible(failure is not None or bool(message))
        self.problem.setText(f"{failure.message} {failure.hint}".strip() if failure else message)
        self.problem.setToolTip(failure.log if failure else "")
        last = translating.resumable()
        self.resume.setVisible(last is not None)
        self.resume.setText(f"Resume t{last.number}" if last else "Resume")
        self._list()

    def _list(self) -> None:
        catalogue = self.session.catalogue
        titles = {card.name: card.title for card in catalogue.translators} if catalogue else {}
        self.records = list(reversed(self.translating.all()))
        self.table.show_rows(HEADS, [_cells(record, titles) for record in self.records])
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setStretchLastSection(True)
        looked_at = next((n for n, one in enumerate(self.records) if one.id == self.translating.looked_at), -1)
        self.table.blockSignals(True)
        self.table.selectRow(looked_at)
        self.table.blockSignals(False)
        self.table.setVisible(bool(self.records))
        self.nothing.setVisible(not self.records)
        self.log.setVisible(bool(self.records))

    def _choose(self, place: int) -> None:
        if self.records[place].id != self.translating.looked_at:
            self.translating.show(self.records[place].id)

    def _show_log(self) -> None:
        if self.translating.folder is not None:
            self.log_wanted.emit(str(self.translating.folder.path))

    def _pause_or_go_on(self) -> None:
        (self.translating.go_on if self.translating.paused else self.translating.pause)()

    def _replay(self) -> None:
        """Draw what was kept so far of the one that is looked at."""
        self.curves.clear()
        folder = self.translating.folder
        for event in folder.events() if folder else ():
            self._draw(event)
        self.refresh()

    def _told(self, event: Event) -> None:
        current = self.translating.current
        if current is None or current.id == self.translating.looked_at:
            self._draw(event)
        match event:
            case Prepared(what=what, done=done, total=total):
                self.words.setText(f"{what}: {done:,}" + (f" of {total:,}" if total else ""))
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
        self.words.setText(f"Paused at {at}" if self.translating.paused else pace(progress))

    def _draw(self, event: Event) -> None:
        match event:
            case StageStarted(name=name, start=start, count=count) if count > 1:
                self.curves.add_stage(start, name)
            case Scalars(step=step, values=values):
                self.curves.add_scalars(step, values)
            case Judged(step=step, quality=quality):
                self.curves.add_quality(step, quality)


def _cells(record: TranslationRecord, titles: dict[str, str]) -> tuple[str, ...]:
    quality, job = record.quality, record.job
    return (
        f"t{record.number} · {titles.get(job.translator, job.translator)}",
        f"{quality.fid_before:,.0f} → {quality.fid:,.0f}" if quality else "–",
        percent(quality.kept if quality else None),
        duration(record.seconds) if record.seconds is not None else "–",
        record.status.value,
    )
