"""The part of the window for segmentation."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QWidget

from workbench.core.domain import Side
from workbench.gui.kit.language import tr
from workbench.gui.kit.sample_ids import Id
from workbench.gui.kit.step_layout import StepLayout
from workbench.gui.kit.widgets import column, stack
from workbench.gui.tasks.class_matching import ClassMatching
from workbench.gui.tasks.contract import PICTURE_KEYS, ExportOptions, Keys, LegendRow, TaskContext, TaskUi
from workbench.gui.tasks.measuring_box import LabelSwitch
from workbench.gui.tasks.measuring_controller import MeasuringController
from workbench.gui.tasks.segmentation.compared_masks import ComparedMasks
from workbench.gui.tasks.segmentation.label_inspector import PaintInspector
from workbench.gui.tasks.segmentation.mask_viewer_controller import MaskViewerController
from workbench.gui.tasks.segmentation.painter_panel import PainterPanel
from workbench.gui.tasks.segmentation.painting_controller import PaintingController
from workbench.gui.tasks.segmentation.points_inspector import PointsInspector
from workbench.gui.tasks.segmentation.points_panel import PointsPanel
from workbench.gui.tasks.segmentation.results_panel import SegmentationResults
from workbench.gui.tasks.segmentation.rules import SegmentationRules
from workbench.gui.theme import Tokens, class_colour

LABEL, ADAPT = "label", "adapt"
LAYOUTS = {
    LABEL: StepLayout(view=True, images=True, heights=(560, 140)),
    ADAPT: StepLayout(view=True, images=False),
}
PREDICTIONS = tr("Any images: writes a mask with the class of each pixel")
PAINTING_KEYS: Keys = (
    (tr("1–9, 0, letters"), tr("Paint the class of this key")),
    (tr("B / E, right button"), tr("Brush / eraser")),
    ("P / V", tr("Polygon / edit its corners")),
    ("W / K", tr("Wand: regions of one look / fill connected pixels")),
    ("F", tr("Accept the predicted region that is clicked")),
    ("O / D", tr("Show the prediction / the uncertainty of the model")),
    ("L", tr("Protect other classes than the chosen one")),
    (tr("G, middle button"), tr("Move the image; the wheel zooms, Home shows all")),
    ("[ / ]", tr("A smaller / larger brush")),
    ("Enter", tr("Close a polygon; else accept the whole prediction")),
    ("Backspace / Esc", tr("Remove the last corner / cancel the polygon")),
    ("Tab / Shift+Tab", tr("Go to the most uncertain unpainted region, or to the next image without paint / back")),
    ("Delete", tr("Remove all paint from the image")),
    ("Left / Right", tr("Previous / next image")),
    (", / .", tr("Make masks less / more opaque")),
)
POINT_KEYS: Keys = (
    (tr("1–9, 0, letters"), tr("Name the class at the cross, and go on")),
    ("U / X", tr("The class is none of these / you cannot tell")),
    ("Tab / Shift+Tab", tr("Leave the image for later / go to the image before")),
    ("Ctrl+Z", tr("Take the last answer back, and return to its image")),
    ("Delete", tr("Remove the label")),
    ("+ / − / Esc", tr("Zoom in / out / show the whole image")),
)


class SegmentationUi(TaskUi):
    """The painter and the IoU table replace the scatter plot in the Label step and the Adapt step."""

    rules = SegmentationRules()
    exports = ExportOptions(any_size=False, folders=False, arriving=True, predictions=PREDICTIONS)
    only_labelled = tr("Labelled only")

    def __init__(self, context: TaskContext) -> None:
        super().__init__(context)
        session, runs, pictures = context.session, context.runs, context.pictures
        self.viewer = MaskViewerController(session, runs, pictures)
        self.compared = ComparedMasks(session, runs, context.viewer.compare.view)
        self.painting = PaintingController(session, runs)
        self.painter, self.results = PainterPanel(session, self.painting), SegmentationResults(session, runs)
        self.measuring = MeasuringController(session, runs)
        self.points = PointsPanel(session, self.measuring)
        self.centre = stack(self.painter, self.points)
        self.centre.setAccessibleName(tr("Painter"))
        self.results.offer(pictures.views.images_action)
        self.views = (self.centre, self.results)
        self.form = PaintInspector(session, runs, self.painting, context.curve)
        self.points_form, self.switch = PointsInspector(session, self.points), LabelSwitch(self.measuring)
        self.inspector = QWidget()
        self.inspector.setLayout(column(self.switch, self.form, self.points_form, spacing=8))
        self.measuring.changed.connect(self._show_part)
        self._show_part()
        self.class_matching = self.matching = ClassMatching()
        self.form.history_wanted.connect(self.history_wanted)
        self.results.start_wanted.connect(self.run_wanted)
        self.results.opened.connect(lambda path: self.open((Side.TARGET, path)))
        self.results.shown.connect(pictures.show_samples)
        session.domains.changed.connect(lambda _side: self._offer_classes())
        self.choices = context.viewer.choices
        self.choices.display_changed.connect(self._show_display)
        self.viewer.viewer.contrast.changed.connect(self.choices.set_display)
        for view in (pictures.grid, pictures.grid.focusProxy()):
            if view is not None:
                view.installEventFilter(self)  # passes keys to the painter

    def above(self, step: str) -> QWidget | None:
        return {LABEL: self.centre, ADAPT: self.results}.get(step)

    def layout(self, step: str) -> StepLayout | None:
        return LAYOUTS.get(step)

    def fills(self, step: str) -> bool:
        return step == LABEL

    def images(self, step: str) -> QWidget | None:
        if step != LABEL:
            return None
        return self.points if self.measuring.on else self.painter

    def enter(self, step: str) -> None:
        if step == LABEL and not self.measuring.on and not self.painting.path:
            self.painter.to_unpainted()

    def keys(self, step: str) -> Keys:
        if step != LABEL:
            return PICTURE_KEYS
        return POINT_KEYS if self.measuring.on else PAINTING_KEYS

    def legend(self) -> list[LegendRow]:
        table = self.session.domains.table
        colours = {row.name: QColor(*row.colour) for row in (table.classes if table else ())}
        tip = tr("In Label, paint “{}”; elsewhere, show the images with its lowest IoU")
        return [
            LegendRow(
                name,
                colours.get(name, class_colour(place)),
                None,
                tr("Paint or find {name}", name=name),
                tip.format(name),
            )
            for place, name in enumerate(self.session.labels.classes)
        ]

    def open(self, sample: Id) -> bool:
        """Open a sample: in the centre of the Label step, else with its masks."""
        if self.session.step == LABEL and sample[0] is Side.TARGET:
            self.session.selection.choose(frozenset({sample}))
            (self.points if self.measuring.on else self.painter).setFocus()
            return True
        return self.viewer.open(sample)

    def show_class(self, name: str) -> None:
        """Choose a class to paint in the Label step; else show the images with its lowest IoU."""
        if self.session.step == LABEL:
            self.painting.choose(name)
        elif name:
            self.results.show_class(name)

    def set_theme(self, tokens: Tokens) -> None:
        for part in (self.painter, self.points, self.results, self.viewer):
            part.set_theme(tokens)

    def _show_display(self) -> None:
        """Show the images that are painted, asked about or compared as the user wants them in this project."""
        for part in (self.painter.canvas, self.points.picture, self.viewer.viewer):
            part.set_display(self.choices.display)

    # -- texts and choices in other steps ----------------------------------------------------------------------------

    def needs_shots(self, method: str) -> str:
        return tr("{method} needs labelled target images. Paint a few first, best some of each class.", method=method)

    def no_shots(self) -> str:
        return tr("No painted target images yet. Images that you paint are used as shots.")

    def mapping(self) -> dict[str, str]:
        return self.class_matching.mapping()

    def show_mapping(self, mapping: Mapping[str, str]) -> None:
        self.class_matching.show_mapping(mapping)

    def predictions_file(self, parent: QWidget) -> tuple[Path, str] | None:
        name, _ = QFileDialog.getSaveFileName(parent, tr("Folder for the masks"), str(Path.home() / "masks"))
        return (Path(name), "masks") if name else None

    def _show_part(self) -> None:
        """Show what paints, or what measures."""
        for page, shown in ((self.painter, not self.measuring.on), (self.points, self.measuring.on)):
            needed = QSizePolicy.Policy.Preferred if shown else QSizePolicy.Policy.Ignored  # hidden, it needs no space
            page.setSizePolicy(needed, QSizePolicy.Policy.Preferred)
        self.centre.setCurrentWidget(self.points if self.measuring.on else self.painter)
        self.form.setVisible(not self.measuring.on)
        self.points_form.setVisible(self.measuring.on)
        self.keys_changed.emit()

    def _offer_classes(self) -> None:
        before = next((run.job.mapping for run in self.context.runs.all()), {})
        known, theirs = (self._names(side) for side in Side)
        unmatched = [name for name in theirs if name not in known] if known else []
        self.class_matching.offer(known, unmatched, before)

    def _names(self, side: Side) -> tuple[str, ...]:
        domain = self.session.domains.by_side.get(side)
        return domain.table.names if domain and domain.table else ()

    # -- Qt --------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        labelling = self.current and self.session.step == LABEL
        if labelling and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self.points.press(event) if self.measuring.on else self.painter.press(event, moves=False)
        return super().eventFilter(watched, event)
