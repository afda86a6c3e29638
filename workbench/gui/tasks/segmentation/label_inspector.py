"""The inspector of the Label step for segmentation: classes to paint, and the next run."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QGridLayout, QProgressBar, QPushButton, QSizePolicy, QWidget

from workbench.core.masks import Colour
from workbench.gui.kit.inspector import answer_card
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count, pace
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.terms import TermButton
from workbench.gui.kit.widgets import button, clear, column, label, row, set_role
from workbench.gui.session.learning_curve_controller import LearningCurveController
from workbench.gui.session.records import Asked
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.tasks.segmentation.mask_export import MaskExport
from workbench.gui.tasks.segmentation.painter_tools import NumberSlider
from workbench.gui.tasks.segmentation.painting_controller import PaintingController

COLUMNS = 2
CERTAINTY = tr(
    "Accepts only pixels of this certainty: 100 % less the entropy of the prediction, as a share of the largest"
)
CARRY = tr("Moves its paint along the motion between both images, for frames of a video, where that motion is certain")
NOTHING_BEFORE = tr("The previous image is not painted.")


class PaintInspector(QWidget):
    """A button for each class with its colour and key, undo and redo, the next run, and the export of masks.

    Signals: history_wanted(): the user asked for the history of labels.
    """

    history_wanted = Signal()

    def __init__(
        self,
        session: Session,
        runs: RunsController,
        painting: PaintingController,
        learning_curve: LearningCurveController,
    ) -> None:
        super().__init__()
        self.session, self.runs, self.painting, self.learning_curve = session, runs, painting, learning_curve
        summary, self.figure, self.sentence = answer_card(tr("Which images are worth my time?"))
        self.group = QButtonGroup(self)
        self.classes = QGridLayout()
        self.classes.setSpacing(4)
        self.buttons: dict[str, QPushButton] = {}
        self.accept = button(tr("Accept prediction"), painting.accept_all)
        self.accept.setToolTip(tr("Paints all unpainted pixels as predicted (Enter)"))
        self.certainty = NumberSlider(tr("Surer than"), tr("Least certainty of accepted pixels in percent"), 0, 99, "%")
        self.certainty.setToolTip(plain_tip(CERTAINTY))
        session.project_changed.connect(lambda: self.certainty.set_value(0))
        self.certainty.changed.connect(lambda value: painting.set_certainty(value / 100))
        self.carry = button(tr("Carry over from the previous image"), painting.carry_over)
        self.wipe = button(tr("Wipe"), painting.wipe)
        self.wipe.setToolTip(tr("Removes all paint from this image (Delete); Undo restores it"))
        self.undo, self.redo = button(tr("Undo"), session.labels.undo), button(tr("Redo"), session.labels.redo)
        self.history = button(tr("History…"), self.history_wanted.emit)
        self.again = button("", learning_curve.again, accent=True)
        self.again.setToolTip(tr("With the method and settings of the last run"))
        self.terms = TermButton(lambda: [self.again.text()], tr("Adapt again"))
        self.adapt = button(tr("Adapt with other settings…"), lambda: session.go_to("adapt"), flat=True)
        self.stop = button(tr("Stop"), runs.stop)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.working = label("", "dim", wrap=True)
        self.files = MaskExport(session)
        self.save = button(tr("Export masks…"), self._choose_folder)
        self.save.setToolTip(tr("Writes a mask with class numbers for each painted image into a new folder"))
        self.outcome = label("", "dim", wrap=True)
        self.outcome.hide()
        self._lay_out(summary)
        self._connect()
        self.refresh_classes()

    def _lay_out(self, summary: QWidget) -> None:
        again = row(self.again, self.terms)
        again.setStretch(0, 1)
        self.setLayout(
            column(
                summary,
                column(label(tr("Paint"), "heading"), self.classes, spacing=8),
                column(row(self.accept, self.wipe), self.certainty, self.carry, spacing=8),
                row(self.undo, self.redo, self.history),
                column(row(self.bar, self.stop), self.working, again, self.adapt, spacing=8),
                column(label(tr("Mask files"), "heading"), self.save, self.outcome, spacing=8),
                -1,
                spacing=12,
            )
        )

    def _connect(self) -> None:
        session, painting, runs = self.session, self.painting, self.runs
        for signal in (session.project_changed, session.labels.classes_changed):
            signal.connect(self.refresh_classes)
        for changed in (painting.opened, painting.changed, runs.state_changed, self.learning_curve.changed):
            changed.connect(self.refresh)
        session.labels.changed.connect(lambda _paths: self.refresh())
        runs.event_received.connect(lambda _event: self._tell_run())
        self.files.reported.connect(self._tell_files)
        session.project_changed.connect(lambda: self._tell_files("", True))

    def refresh_classes(self) -> None:
        """Create a button for each class."""
        clear(self.classes)
        table, keys = self.session.domains.table, self.session.labels.keys
        self.buttons = {}
        for index, entry in enumerate(table.classes if table else ()):
            key = keys.get(entry.name, "").upper()
            class_button = button(
                f"{key}  {entry.name}" if key else entry.name, partial(self.painting.choose, entry.name)
            )
            class_button.setIcon(swatch(entry.colour))
            class_button.setIconSize(QSize(12, 12))
            class_button.setCheckable(True)
            class_button.setProperty("name", True)
            class_button.setToolTip(plain_tip(tr("Paint “{name}”", name=entry.name) + (f" ({key})" if key else "")))
            class_button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            self.group.addButton(class_button)
            self.buttons[entry.name] = class_button
            self.classes.addWidget(class_button, index // COLUMNS, index % COLUMNS)
        self.refresh()

    def refresh(self) -> None:
        """Update the summary and the buttons."""
        session, painting = self.session, self.painting
        painted = len(session.labels.painted)
        self.figure.setText(count(painted, "painted image"))
        self.sentence.setText(self._sentence())
        if painting.label in self.buttons:
            self.buttons[painting.label].setChecked(True)
        self.accept.setEnabled(painting.predicted is not None)
        self.certainty.setEnabled(painting.predicted is not None and painting.uncertainty is not None)
        self.carry.setEnabled(bool(painting.before) and not painting.loading)
        self.carry.setToolTip(plain_tip(CARRY if painting.before else NOTHING_BEFORE))
        self.save.setEnabled(painted > 0)
        self.wipe.setEnabled(painting.path in session.labels.painted)
        history = session.project.labels if session.project else None
        self.undo.setEnabled(bool(history and history.undoable))
        self.redo.setEnabled(bool(history and history.redoable))
        self.history.setEnabled(bool(history and (history.undoable or history.redoable)))
        self.again.setText(tr("Adapt again with {shots}", shots=count(session.labels.shot_count, "shot")))
        for part in (self.again, self.terms):
            part.setVisible(self.learning_curve.waiting)
        self._tell_run()

    def _sentence(self) -> str:
        if gain := self.learning_curve.sentence():
            return gain
        if self.painting.uncertainty is not None:
            return tr("Paint helps most where the model is uncertain: Tab goes there.")
        return tr("After a run, uncertainty shows where to paint. Until then, paint a little of each class.")

    def _choose_folder(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, tr("New folder for the masks"), str(Path.home() / "painted"))
        if name:
            self.files.write(Path(name))

    def _tell_files(self, words: str, well: bool) -> None:
        self.outcome.setText(words)
        self.outcome.setVisible(bool(words))
        set_role(self.outcome, "good" if well else "bad")

    def _tell_run(self) -> None:
        runs, busy = self.runs, self.runs.busy
        self.bar.setVisible(busy)
        self.stop.setVisible(busy)
        stopping = runs.asked is Asked.STOP
        self.stop.setText(Asked.STOP.value if stopping else tr("Stop"))
        self.stop.setEnabled(not stopping)
        self.working.setVisible(busy or runs.failure is not None)
        progress = runs.progress
        self.bar.setRange(0, progress.steps if progress else 0)
        self.bar.setValue(progress.step if progress else 0)
        if runs.failure is not None:
            self.working.setText(f"{runs.failure.message} {runs.failure.hint}".strip())
        else:
            self.working.setText(
                tr("Adapting · {pace}", pace=pace(progress)) if progress else tr("The run is starting.")
            )


def swatch(colour: Colour) -> QIcon:
    """Return an icon with the colour of a class."""
    pixmap = QPixmap(24, 24)
    pixmap.fill(QColor(0, 0, 0, 0))
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(128, 128, 128, 160))
    painter.setBrush(QColor(*colour))
    painter.drawRoundedRect(1, 1, 22, 22, 5, 5)
    painter.end()
    return QIcon(pixmap)
