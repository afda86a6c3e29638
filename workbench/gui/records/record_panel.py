"""The bottom panel of a step with runs or translations: curves, controls and the table of records."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QProgressBar, QSizePolicy, QWidget

from workbench.core.events import Prepared, Progressed
from workbench.gui.kit.fitted_area import FittedArea
from workbench.gui.kit.grip_splitter import GripSplitter
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import amount_done, pace, place_words, whole
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.terms import TermButton
from workbench.gui.kit.widgets import Elided, button, column, label, panel, row, set_role
from workbench.gui.records.record_actions import RecordActions
from workbench.gui.session.records import Asked, RecordMessage, Records
from workbench.gui.session.session import Session
from workbench.gui.theme import Tokens
from workbench.gui.views.tables.record_model import RecordColumn, RecordRow
from workbench.gui.views.tables.record_view import RecordView
from workbench.store.record_table import Record
from workbench.worker.replies import Stopped

ROOM = 344  # least width of the table in pixels that leaves space for the filter


class RecordPanel(GripSplitter):
    """Pause, Resume and Stop act on the current record; the table lists all records. A subclass draws the curves.

    Signals: log_wanted(str, str): the log of a record is wanted, by its folder and title.
    """

    log_wanted = Signal(str, str)

    def __init__(
        self, session: Session, records: Records[Any], curves: QWidget, columns: Sequence[RecordColumn]
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.session, self.records = session, records
        plural = records.words
        self.table = RecordView(plural.capitalize(), columns)
        self.actions_ = RecordActions(records, self.table)
        self.heading = label(plural.capitalize(), "dim")
        self.pause = button(tr("Pause"), self._pause_or_go_on)
        self.stop = button(tr("Stop"), records.stop)
        self.resume = button(tr("Resume"), self._resume)
        self.log = button(tr("Log"), self._show_log, flat=True)
        self.compare = button(tr("Compare"), self.actions_.compare)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Filter {plural}", plural=plural))
        self.filter.setAccessibleName(tr("Filter {plural}", plural=plural))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(160)
        session.project_changed.connect(self.filter.clear)
        self.undo = button(tr("Undo"), self._undo, flat=True)
        self.trashed: list[Record] = []
        self._held = False  # whether the button had the focus before it waited for an answer
        self.stopped = self.ended = ""  # the id of the record that was stopped, and how; until another is displayed
        self.words = Elided()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.banner, self.problem = QFrame(), label("", "bad", wrap=True)
        self.banner.setProperty("card", True)
        self.banner.setLayout(column(self.problem, margin=8))
        self.problem.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)  # no more than its lines
        self.notes_area = FittedArea(self.banner)  # long notes scroll
        self.controls = row(self.heading, self.pause, self.stop, self.resume, self.compare, self.words, self.undo)
        self.controls.setStretchFactor(self.words, 1)
        self.controls.addWidget(self.filter)
        self.controls.addWidget(self.log)
        self.terms = TermButton(self.table.headings, plural)
        self.controls.addWidget(self.terms)
        side = column(self.controls, self.bar, self.notes_area, self.table)
        side.setContentsMargins(12, 8, 12, 8)
        self.addWidget(curves)
        self.addWidget(panel(side))
        self.splitterMoved.connect(lambda _at, _index: self._offer_filter())
        records.event_received.connect(self._handle_event)
        records.state_changed.connect(self.refresh)
        session.project_changed.connect(self.refresh)
        session.catalogue_changed.connect(self.refresh)
        self.table.selected_one.connect(self._choose)
        self.table.chosen_changed.connect(self._offer_for_chosen)
        self.filter.textChanged.connect(self.table.set_filter)
        self.actions_.trashed.connect(self._show_undo)

    # -- for subclasses -------------------------------------------------------------------------------------------

    def rows(self) -> Sequence[RecordRow]:
        """Return all records as rows of the table."""
        raise NotImplementedError

    def active_record(self) -> Record | None:
        """Return the record that Resume and Log act on."""
        raise NotImplementedError

    def notes(self) -> Sequence[str]:
        """Return notes for the banner, which are shown if there is no failure."""
        return ()

    def _choose(self, record: str) -> None:
        """Handle the choice of a record by the user."""
        raise NotImplementedError

    # -- common ----------------------------------------------------------------------------------------------------

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self.table.set_theme(tokens)

    def refresh(self) -> None:
        """Update controls and table."""
        records, any_records = self.records, bool(self.records.all())
        for widget in (self.pause, self.stop, self.bar):
            widget.setVisible(records.busy)
        self._show_asked()
        self.undo.hide()
        self._forget_ended()
        if not records.busy:
            self.words.setText(self.ended)
        elif records.progress is not None:
            self._tell_pace(records.progress)
        elif records.asked is not Asked.NOTHING:
            self.words.setText(records.asked.value)
        elif records.preparing is None:
            self.bar.setRange(0, 0)
            self.words.setText(tr("The worker is starting."))
        self.table.set_rows(self.rows())
        self.table.setVisible(any_records)
        for part in (self.log, self.terms):
            part.setVisible(any_records)
        self._show_banner()
        self._offer_filter()
        self._offer_for_chosen()
        self.controls.invalidate()  # hidden widgets free their space

    def _show_asked(self) -> None:
        """Show on the buttons what the worker was asked. Until it answers, they take no other request."""
        asked, texts = self.records.asked, {Asked.PAUSE: self.pause, Asked.GO_ON: self.pause, Asked.STOP: self.stop}
        held = self.pause.hasFocus()
        self.pause.setText(tr("Resume") if self.records.paused else tr("Pause"))
        self.stop.setText(tr("Stop"))
        self.pause.setEnabled(asked is Asked.NOTHING)
        self.stop.setEnabled(asked is not Asked.STOP)
        if (pressed := texts.get(asked)) is not None:
            pressed.setText(asked.value)
            self._held = held or self._held
        elif self._held:
            self._held = False
            if self.records.busy:
                self.pause.setFocus()  # so that the same key goes on

    def _show_banner(self) -> None:
        """Show the failure, or else the notes."""
        failure, notes = self.records.failure, self.notes()
        self.notes_area.setVisible(failure is not None or bool(notes))
        self.problem.setText("\n".join(notes) if failure is None else f"{failure.message} {failure.hint}".strip())
        self.problem.setToolTip(plain_tip("" if failure is None else failure.log))
        set_role(self.problem, "dim" if failure is None else "bad")

    def _offer_for_chosen(self) -> None:
        """Show the buttons for the chosen records."""
        self._forget_ended()
        several, undoable = len(self.table.chosen()) > 1, not self.undo.isHidden()
        self.compare.setVisible(several)
        self.heading.setVisible(not (several or undoable or self.records.busy))
        last = None if several or undoable else self.records.resumable(self.active_record())
        self.resume.setVisible(last is not None)
        if last is not None:
            self.resume.setText(tr("Resume {named}", named=self.records.named(last)))

    def _forget_ended(self) -> None:
        """Clear how a record was stopped, once another begins or is displayed."""
        if self.ended and (self.records.busy or self.records.displayed_id != self.stopped):
            self.ended = ""
            self.words.setText("")

    def _offer_filter(self) -> None:
        """Show the filter if there are several records and enough space."""
        several = len(self.records.all()) > 1 or bool(self.filter.text())
        free = not self.records.busy and self.undo.isHidden()
        self.filter.setVisible(several and free and self.sizes()[1] > ROOM)

    def _show_undo(self, records: list[Record]) -> None:
        """Report that records were moved to the trash, and offer to undo it."""
        self.trashed, self.ended = records, ""
        subject = self.records.named(records[0]) if len(records) == 1 else self.records.counted(len(records))
        self.words.setText(tr("{records} moved to the trash.", records=subject[0].upper() + subject[1:]))
        self.undo.show()
        self._offer_filter()
        self._offer_for_chosen()

    def _undo(self) -> None:
        self.actions_.restore(self.trashed)

    def _show_log(self) -> None:
        """Request the log of the current record, or else of the chosen one."""
        record = self.records.current or self.active_record()
        if record is not None and self.records.record_table is not None:
            self.log_wanted.emit(str(self.records.record_table.place(record.id)), self.records.named(record))

    def _pause_or_go_on(self) -> None:
        (self.records.go_on if self.records.paused else self.records.pause)()

    def _resume(self) -> None:
        if (last := self.active_record()) is not None:
            self.records.resume(last)

    def _handle_event(self, event: RecordMessage) -> None:
        match event:
            case Prepared(what=what, done=done, total=total):
                asked = self.records.asked
                self.words.setText(amount_done(what, done, total) if asked is Asked.NOTHING else asked.value)
                self.bar.setRange(0, total)
                self.bar.setValue(done)
            case Progressed(step=step, steps=steps):
                self.bar.setRange(0, steps)
                self.bar.setValue(step)
                self._tell_pace(event)
            case Stopped(step=step):
                self.stopped = self.records.displayed_id
                self.ended = tr("Stopped at step {step}; the checkpoint is kept.", step=whole(step))
                self.ended = f"{event.message} {event.hint}" if event.elsewhere else self.ended
                self.words.setText(self.ended)

    def _tell_pace(self, progress: Progressed) -> None:
        if self.records.asked is not Asked.NOTHING:
            self.words.setText(f"{self.records.asked.value} · {place_words(progress)}")
        else:
            self.words.setText(
                tr("Paused at {place_words}", place_words=place_words(progress))
                if self.records.paused
                else pace(progress)
            )

    # -- Qt --------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._offer_filter()
