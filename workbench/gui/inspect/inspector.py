"""The inspector of the Inspect step: settings of an inspection and the measured distances."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QFrame, QProgressBar, QSpinBox, QVBoxLayout, QWidget

from workbench.core.catalogue import Catalogue
from workbench.core.defaults import INSPECTION as DEFAULTS
from workbench.core.domain import Side
from workbench.core.shift_report import Inspection, InspectionRequest, Measure
from workbench.gui.inspect.answer import shift_answer
from workbench.gui.kit.combo_box import ComboBox
from workbench.gui.kit.core_words import word
from workbench.gui.kit.details import Details
from workbench.gui.kit.file_field import FileField
from workbench.gui.kit.form import form, pad
from workbench.gui.kit.inspector import answer_card
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count, decimal, whole
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import button, clear, column, label, row, set_role
from workbench.gui.session.inspection_controller import InspectionController
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.store.project import RunRecord

ALL = 0  # images: no limit
REFERENCE = "source_only"
ELSEWHERE = "folder"  # a kind of features besides "backbone" and "run"


class InspectInspector(QWidget):
    """Chooses the features and the number of images of an inspection, and shows the distances."""

    def __init__(self, session: Session, runs: RunsController, inspections: InspectionController) -> None:
        super().__init__()
        self.session, self.runs, self.inspections = session, runs, inspections
        summary, self.figure, self.sentence = answer_card(tr("How far apart are they?"))
        self.distances = QWidget()
        self.details = Details("inspect", self.distances)
        self.through = ComboBox()
        self.other = button(tr("From a folder…"), self._choose_model)
        self.other.setToolTip(tr("Use the features of an exported or imported model"))
        self.elsewhere = ""
        self.through.setToolTip(
            tr("A pretrained network shows the shift before training; the model of a run shows the remaining shift")
        )
        self.images = QSpinBox()
        self.images.setRange(ALL, 10_000_000)
        self.images.setSingleStep(500)
        self.images.setGroupSeparatorShown(True)
        self.images.setSpecialValueText(tr("All"))
        self.images.setValue(DEFAULTS.images)
        self.images.setToolTip(
            tr("Images of each domain, sampled at random. More images take longer and give narrower intervals")
        )
        pad(self.images)
        tip = tr("Columns “path” and, for example, site, camera, weather. Folder levels are groups without a file")
        self.groups = FileField(tr("From CSV…"), tr("Groups of target images"), tr("Tables (*.csv)"), tip)
        self.start = button(tr("Inspect"), self._start, accent=True)
        self.cancel = button(tr("Cancel"), inspections.call.stop)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.words = label("", "dim", wrap=True)
        self.measures = QVBoxLayout()
        self.measures.setSpacing(10)
        self.distances.setLayout(self.measures)
        self.notes = label("", "dim", wrap=True)
        controls = column(
            form(
                (tr("Features"), self.through),
                (tr("Model"), self.other),
                (tr("Images"), self.images),
                (tr("Groups"), self.groups),
            ),
            spacing=10,
        )
        self.actions_ = QWidget()  # below the inspector, see `Step.foot`
        self.actions_.setLayout(column(self.start, row(self.bar, self.cancel), self.words, spacing=8))
        self.setLayout(
            column(summary, label(tr("Inspect"), "heading"), controls, 4, self.details, self.notes, -1, spacing=12)
        )
        inspections.changed.connect(self.refresh)
        inspections.inspected.connect(self._show)
        runs.state_changed.connect(self._offer)
        session.catalogue_changed.connect(self._offer)
        session.project_changed.connect(self._project_changed)
        self._project_changed()

    def request(self) -> InspectionRequest:
        """Return the request that the form describes."""
        project, through = self.session.project, self.through.currentData() or ("", "")
        if project is None:
            return DEFAULTS
        kind, name = through
        model = str(project.run_folder(name)) if kind == "run" else name if kind == ELSEWHERE else ""
        return InspectionRequest(
            source="",
            target="",
            model=model,
            before=self._reference(name) if kind == "run" else "",
            backbone=name if kind == "backbone" else DEFAULTS.backbone,
            images=self.images.value(),
            groups=self.groups.path,
        )

    def refresh(self) -> None:
        """Update progress, buttons and message."""
        busy, inspection = self.inspections.call.busy, self.inspections.inspection
        progress = self.inspections.call.progress
        self.start.setEnabled(self.inspections.can_start)
        self.start.setText(tr("Inspect again") if inspection else tr("Inspect"))
        self.bar.setVisible(busy)
        shown, hidden = (self.cancel, self.start) if busy else (self.start, self.cancel)
        shown.show()
        if hidden.hasFocus():
            shown.setFocus()
        hidden.hide()
        self.cancel.setEnabled(not self.inspections.call.stopping)
        self.bar.setRange(0, progress.total if progress and progress.total > 1 else 0)
        self.bar.setValue(progress.done if progress else 0)
        set_role(self.words, "bad" if self.inspections.call.problem else "dim")
        self.words.setText(self._words())
        self.words.setVisible(bool(self.words.text()))

    def _words(self) -> str:
        waiting = "" if self.session.domains.complete else tr("Available once both folders have been read.")
        return self.inspections.call.words or waiting

    def _show(self) -> None:
        inspection = self.inspections.inspection
        self.figure.setVisible(inspection is not None)
        clear(self.measures)
        if inspection is None:
            self.sentence.setText(
                tr(
                    "Not inspected yet. Inspect computes features of both domains, measures how far apart they are, "
                    "and shows which properties, classes and groups differ. It takes less than a minute."
                )
            )
            self.notes.setText("")
            self.details.hide()
            return
        kept = self.inspections.kept
        answer = shift_answer(inspection, of_run=bool(kept and kept.request.model))
        self.figure.setText(answer.figure)
        self.sentence.setText(answer.sentence)
        self.details.show_lines([inspection.sentence] if inspection.measures else [])
        for measure in inspection.measures:
            self.measures.addWidget(MeasureRow(measure))
        self.notes.setText(" ".join([_seen(inspection), *inspection.notes]))

    def _offer(self) -> None:
        """Offer pretrained backbones, the models of finished runs, and the model of a chosen folder."""
        catalogue: Catalogue | None = self.session.catalogue
        chosen = self.through.currentData()
        self.through.clear()
        for backbone in catalogue.backbones if catalogue else ():
            if backbone.pretrained and not backbone.stride:
                self.through.addItem(backbone.title.removesuffix(" (ImageNet)"), ("backbone", backbone.name))
        for record in self.runs.finished():
            self.through.addItem(
                tr("Run {number} · {method}", number=record.number, method=record.job.method), ("run", record.id)
            )
        if self.elsewhere:
            self.through.addItem(tr("Model {name}", name=Path(self.elsewhere).name), (ELSEWHERE, self.elsewhere))
        self.through.setCurrentIndex(max(self.through.findData(chosen), 0))
        self.refresh()

    def _choose_model(self) -> None:
        folder = QFileDialog.getExistingDirectory(
            self, tr("The folder of an exported or imported model"), self.elsewhere
        )
        if folder:
            self.elsewhere = folder
            self._offer()
            self.through.setCurrentIndex(self.through.count() - 1)

    def _reference(self, run: str) -> str:
        """Return the folder of the last run without adaptation, unless it is `run`; empty without one."""
        project = self.session.project
        plain: list[RunRecord] = [
            record for record in self.runs.finished() if record.job.method == REFERENCE and record.id != run
        ]
        return str(project.run_folder(plain[0].id)) if plain and project else ""

    def _project_changed(self) -> None:
        self.groups.clear()
        self.elsewhere = ""
        self.images.setValue(DEFAULTS.images)
        self.through.setCurrentIndex(0)
        self._offer()
        self._show()

    def _start(self) -> None:
        self.inspections.start(self.request())


class MeasureRow(QFrame):
    """Shows a distance, its interval, and as reference the distance between two halves of the source."""

    def __init__(self, measure: Measure) -> None:
        super().__init__()
        interval = tr("{low} to {high}", low=number(measure.low), high=number(measure.high))
        beside = tr(
            "{interval}; two halves of the source {reference}", interval=interval, reference=number(measure.reference)
        )
        if measure.p is not None:
            beside += f"; p {'<' if measure.p < 0.001 else '='} {decimal(max(measure.p, 0.001), 3)}"
        self.setToolTip(plain_tip(measure.summary))
        self.setAccessibleName(f"{measure.title} {number(measure.value)}, {beside}")
        above = row(label(measure.title), -1, label(number(measure.value)))
        self.setLayout(column(above, label(beside, "dim", wrap=True), spacing=2))


def number(value: float) -> str:
    """Format a number with three significant digits."""
    return f"{value:.3g}"


def _seen(inspection: Inspection) -> str:
    source = tr("{images} of the {source}", images=count(inspection.source_count, "image"), source=word(Side.SOURCE))
    target = tr("{target_count} of the {target}", target_count=whole(inspection.target_count), target=word(Side.TARGET))
    return tr(
        "{source} and {target}, with features of {features}. Intervals are 95 %, by resampling.",
        source=source,
        target=target,
        features=inspection.features,
    )
