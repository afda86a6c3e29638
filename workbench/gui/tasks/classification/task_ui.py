"""The part of the window for classification."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from workbench.core.domain import Side
from workbench.core.relabelling import foreign_labels
from workbench.gui.browse.viewer_controller import ViewerController
from workbench.gui.kit.language import tr
from workbench.gui.kit.widgets import stack
from workbench.gui.tasks.class_matching import ClassMatching
from workbench.gui.tasks.classification.decision_box import MEASURING_KEYS
from workbench.gui.tasks.classification.decision_controller import DecisionController
from workbench.gui.tasks.classification.gallery_controller import GalleryController
from workbench.gui.tasks.classification.gallery_panel import GALLERY_KEYS, GalleryPanel
from workbench.gui.tasks.classification.group_bar import GroupBar
from workbench.gui.tasks.classification.label_files_controller import LabelFilesController
from workbench.gui.tasks.classification.label_inspector import LabelInspector
from workbench.gui.tasks.classification.labelling_controller import LabellingController
from workbench.gui.tasks.classification.measuring_panel import MeasuringPanel
from workbench.gui.tasks.classification.merge_sheet import MergeSheet
from workbench.gui.tasks.classification.naming_controller import NamingController
from workbench.gui.tasks.classification.review_controller import ReviewController
from workbench.gui.tasks.classification.rules import ClassificationRules
from workbench.gui.tasks.classification.suggestion_controller import SuggestionController, SuggestionState
from workbench.gui.tasks.classification.suggestions_panel import SuggestionsPanel
from workbench.gui.tasks.contract import PICTURE_KEYS, ExportOptions, Keys, TaskContext, TaskUi
from workbench.gui.tasks.measuring_controller import MeasuringController
from workbench.gui.theme import Tokens

FORMS = {
    tr("Table (*.csv)"): ("csv", ".csv"),
    "JSON (*.json)": ("json", ".json"),
    "COCO (*.coco.json)": ("coco", ".json"),
}
PREDICTIONS = tr("Any images: a table, JSON or COCO with class, confidence and unknown score")


LABEL = "label"
MAPPED = 60  # target classes that the form offers to map; for more, use the command line


class ClassificationUi(TaskUi):
    """Class keys label the selected images. Suggestions and the review lead to images."""

    rules = ClassificationRules()
    exports = ExportOptions(any_size=True, folders=True, arriving=True, predictions=PREDICTIONS)
    only_labelled = tr("Labelled only")

    def __init__(self, context: TaskContext) -> None:
        super().__init__(context)
        session, runs, inspection, curve, pictures, viewer, suspects, over = context
        self.suggestions, self.review = SuggestionController(session, runs, inspection), ReviewController(session)
        self.files, self.merge = LabelFilesController(session), MergeSheet(over, session)
        self.measuring = MeasuringController(session, runs)
        self.naming = NamingController(session, self.suggestions)
        self.group_bar = GroupBar(session, self.naming, pictures)
        self.gallery = GalleryController(session, runs, pictures)
        self.decision = DecisionController(session, self.measuring)
        parts = (self.review, self.files, self.measuring, self.gallery, self.decision)
        self.form = self.inspector = LabelInspector(session, curve, *parts)
        self.suggestions_panel = SuggestionsPanel(session, runs, self.suggestions, curve)
        self.measuring_panel = MeasuringPanel(session, self.measuring)
        self.panels = self.panel = stack(self.suggestions_panel, self.measuring_panel)
        self.measuring.changed.connect(self._show_panel)
        self.form.switch.teach.clicked.connect(self.suggestions_panel.take_keys)
        self.gallery_panel = GalleryPanel(session, self.gallery)
        views = (viewer.viewer, self.suggestions_panel.strip, self.measuring_panel.strip, self.gallery_panel.view)
        leading = (self.suggestions, self.review, self.measuring, self.naming, self.gallery)
        self.label_keys = LabellingController(session, *leading, suspects, self.rules, pictures, *views)
        self.form.named.connect(self.label_keys.name)
        self._connect_naming(viewer)
        self.form.history_wanted.connect(self.history_wanted)
        self.label_keys.new_wanted.connect(self.form.ask_name)
        for part in (self.merge, self.review):
            part.shown.connect(pictures.show_samples)
        self.review.shown.connect(lambda _ids, _why: pictures.review())
        self.files.offered.connect(self.merge.show_import)
        self.merge.reading_wanted.connect(self.files.read)
        self.merge.taken.connect(self.files.take)
        self.suggestions.led.connect(self._led)
        self.form.switch.review.clicked.connect(self.gallery_panel.take_keys)
        self.gallery.shown_changed.connect(self._show_gallery)
        for strip_panel in (self.suggestions_panel, self.measuring_panel, self.gallery_panel):
            strip_panel.opened.connect(viewer.open)
        self.class_matching = self.matching = ClassMatching()
        session.domains.changed.connect(lambda _side: self._offer_classes())

    def images(self, step: str) -> QWidget | None:
        if step != LABEL:
            return None
        if self.gallery.on:
            return self.gallery_panel.view
        if self.naming.on:
            return self.context.pictures.grid
        if self.measuring.on:
            return self.measuring_panel.strip if self.measuring.pending else self.context.pictures.grid
        return self.suggestions_panel.strip if self.suggestions.batch else self.context.pictures.grid

    def enter(self, step: str) -> None:
        """Lead to the first suggested image, or to the first in the grid, unless target images are selected."""
        if step == LABEL and not self.measuring.on and not self.gallery.on and not self.session.selection.ids.target:
            if self.suggestions.state is SuggestionState.NOTHING:
                self.context.pictures.advance()
            else:
                self.suggestions.lead()

    def _connect_naming(self, viewing: ViewerController) -> None:
        """Connect the buttons that begin groups, and return to the group when an image was looked at."""
        naming, chosen = self.naming, self.session.selection
        self.group_bar.accepted.connect(self.label_keys.accept)
        self.form.similar_wanted.connect(lambda: naming.more_like(chosen.ids.target))
        self.suggestions_panel.groups.clicked.connect(naming.start)
        self.measuring.changed.connect(lambda: naming.leave() if self.measuring.on else None)
        naming.looking = lambda: viewing.viewer.isVisible() or viewing.compare.view.isVisible()
        viewing.viewer.closed.connect(lambda: naming.select_again(viewing.chosen_before) if naming.on else None)
        self.gallery.shown_changed.connect(lambda: naming.leave() if naming.on and self.gallery.on else None)
        naming.changed.connect(self._teach_groups)

    def _teach_groups(self) -> None:
        """End the review and the measuring when groups begin, whose labels teach."""
        if self.naming.on:
            self.gallery.turn(False)
            self.measuring.turn(False)

    def fills(self, step: str) -> bool:
        return step == LABEL and self.gallery.on

    def keys(self, step: str) -> Keys:
        others = GALLERY_KEYS if self.gallery.shown else MEASURING_KEYS if self.measuring.on and step == LABEL else ()
        return (*others, *PICTURE_KEYS)

    def _show_panel(self) -> None:
        """Show the images to measure, or the suggestions."""
        if self.panels.currentIndex() != int(self.measuring.on):
            self.panels.setCurrentIndex(int(self.measuring.on))
            self.keys_changed.emit()

    def _show_gallery(self) -> None:
        """Show the gallery in place of the grid while predictions are reviewed in the Label step."""
        self.context.pictures.stand_in(self.gallery_panel, self.gallery.shown)
        self.keys_changed.emit()

    def set_theme(self, tokens: Tokens) -> None:
        self.form.set_theme(tokens)
        self.gallery_panel.set_theme(tokens)
        self.suggestions_panel.set_theme(tokens)
        self.measuring_panel.set_theme(tokens)

    def close(self) -> None:
        self.files.background.close()

    # -- texts and choices in other steps ----------------------------------------------------------------------------

    def needs_shots(self, method: str) -> str:
        return tr("{method} needs labelled target images. Label a few first, best some of each class.", method=method)

    def no_shots(self) -> str:
        return tr("No label teaches yet. Target images that you label under Teach are used as shots.")

    def mapping(self) -> dict[str, str]:
        return self.class_matching.mapping()

    def show_mapping(self, mapping: Mapping[str, str]) -> None:
        self.class_matching.show_mapping(mapping)

    def predictions_file(self, parent: QWidget) -> tuple[Path, str] | None:
        start = str(Path.home() / "predictions.csv")
        name, kind = QFileDialog.getSaveFileName(parent, tr("Save the predictions"), start, ";;".join(FORMS))
        form, ending = FORMS.get(kind, ("csv", ".csv"))
        path = Path(name)
        if name and not path.suffix and path.with_suffix(ending).exists():  # asks before it is replaced
            whole = str(path.with_suffix(ending))
            name, _ = QFileDialog.getSaveFileName(parent, tr("Save the predictions"), whole, kind)
            path = Path(name)
        return (path if path.suffix else path.with_suffix(ending), form) if name else None

    def _led(self) -> None:
        """Give the keys to the strip if they are with the images of the grid."""
        if self.context.pictures.grid.hasFocus():
            self.suggestions_panel.strip.setFocus()

    def _offer_classes(self) -> None:
        """Offer a mapping if the target's labels are none of the source's. They start as left out."""
        domains = self.session.domains.by_side
        source, target = domains.get(Side.SOURCE), domains.get(Side.TARGET)
        foreign = source is not None and target is not None and bool(foreign_labels(target, source.classes))
        theirs = target.classes if foreign and target is not None else []
        before = next((run.job.mapping for run in self.context.runs.all()), {})
        known = source.classes if source is not None else []
        self.class_matching.offer(known, theirs if len(theirs) <= MAPPED else [], before, guess=False)
