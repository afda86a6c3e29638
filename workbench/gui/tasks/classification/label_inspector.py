"""The inspector of the Label step for classification."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QLineEdit, QSizePolicy, QWidget

from workbench.core.domain import UNKNOWN
from workbench.gui.kit.elided_button import ElidedButton
from workbench.gui.kit.inspector import answer_card
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import button, clear, column, label, row
from workbench.gui.session.learning_curve_controller import LearningCurveController
from workbench.gui.session.session import Session
from workbench.gui.tasks.classification.decision_box import DecisionBox
from workbench.gui.tasks.classification.decision_controller import DecisionController
from workbench.gui.tasks.classification.gallery_controller import GalleryController
from workbench.gui.tasks.classification.inspector_boxes import GalleryBox, LabelFilesBox, LearningCurveBox, ReviewBox
from workbench.gui.tasks.classification.label_files_controller import LabelFilesController
from workbench.gui.tasks.classification.review_controller import ReviewController
from workbench.gui.tasks.measuring_box import LabelSwitch, MeasuringBox
from workbench.gui.tasks.measuring_controller import MeasuringController
from workbench.gui.theme import Tokens
from workbench.store.label_value import LabelMark

COLUMNS = 2
RELEASE_TIP = tr("All of them; then they measure no more, and others can be drawn. Ctrl+Z undoes it")


class LabelInspector(QWidget):
    """Buttons for the classes, a field for new classes, undo and redo, the learning curve, review and files.

    Signals:
        named(object): the user labelled the selection with a class or a mark; None removes the label.
        history_wanted(): the user asked for the history of labels.
        similar_wanted(): the user asked for images like the selection.
    """

    named = Signal(object)
    similar_wanted = Signal()
    history_wanted = Signal()

    def __init__(
        self,
        session: Session,
        learning_curve: LearningCurveController,
        review: ReviewController,
        files: LabelFilesController,
        measuring: MeasuringController,
        gallery: GalleryController,
        decision: DecisionController,
    ) -> None:
        super().__init__()
        self.gallery, self.gallery_box = gallery, GalleryBox(gallery)
        self.measuring, self.switch = measuring, LabelSwitch(measuring, gallery.turn)
        self.measuring_box = MeasuringBox(measuring, tr("Let these labels teach"), RELEASE_TIP)
        self.decision_box = DecisionBox(decision)
        self.session, self.learning_curve = session, learning_curve
        self.summary, self.figure, self.sentence = answer_card(tr("Which images are worth my time?"))
        self.selection = label("", "dim", wrap=True)
        self.classes = QGridLayout()
        self.classes.setSpacing(4)
        self.new = QLineEdit()
        self.new.setPlaceholderText(tr("New class…"))
        self.new.setAccessibleName(tr("Name of a new class"))
        self.new.setToolTip(tr("A class that the source lacks; a run learns it from the images that you label (N)"))
        self.add = button(tr("Label"), self._name_new)
        self.unknown = _naming(tr("U  unknown"), partial(self.named.emit, UNKNOWN))
        self.unknown.setToolTip(tr("None of these classes (U)"))
        self.unsure = _naming(tr("X  unsure"), partial(self.named.emit, LabelMark.UNSURE))
        self.unsure.setToolTip(tr("You cannot tell the class: not suggested again, and not used for training (X)"))
        self.similar = button(tr("M  more like this"), self.similar_wanted.emit)
        self.similar.setToolTip(tr("Show the images that are most like the selected ones, the nearest first (M)"))
        self.similar.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard focus with the images
        self.none = button(tr("Remove label"), partial(self.named.emit, None))
        self.undo = button(tr("Undo"), session.labels.undo)
        self.redo = button(tr("Redo"), session.labels.redo)
        self.history = button(tr("History…"), self.history_wanted.emit)
        self.gain_box, self.review_box = LearningCurveBox(learning_curve), ReviewBox(session, review)
        self.files = LabelFilesBox(files)
        self.others = button(tr("Adapt with other settings…"), lambda: session.go_to("adapt"), flat=True)
        self.teaching = QWidget()
        self.teaching.setLayout(column(self.gain_box, self.others, self.review_box, spacing=12))
        self.weighing = QWidget()  # visible while the step measures; the box in it, where there is a model
        self.weighing.setLayout(column(self.decision_box))
        self._lay_out()
        self._connect(learning_curve)
        self._show_part()
        self.refresh_classes()

    def _lay_out(self) -> None:
        marks = QGridLayout()
        marks.setSpacing(4)
        marks.addWidget(self.unknown, 0, 0)
        marks.addWidget(self.unsure, 0, 1)
        self.setLayout(
            column(
                column(self.switch, self.summary, self.measuring_box, self.gallery_box, spacing=8),
                column(self.selection, self.classes, marks, row(self.new, self.add), spacing=8),
                row(self.none, self.similar),
                row(self.undo, self.redo, self.history),
                self.weighing,
                self.measuring_box.details,
                self.teaching,
                self.files,
                -1,
                spacing=12,
            )
        )

    def _connect(self, learning_curve: LearningCurveController) -> None:
        session = self.session
        session.project_changed.connect(self.refresh_classes)
        session.labels.classes_changed.connect(self.refresh_classes)
        session.labels.changed.connect(lambda _paths: self.refresh())
        session.selection.changed.connect(lambda _who: self.refresh())
        session.predictions.changed.connect(self.refresh)
        learning_curve.changed.connect(self.refresh)
        self.measuring.changed.connect(self._show_part)
        self.gallery.changed.connect(self._show_part)
        self.new.textChanged.connect(lambda _text: self.refresh())
        self.new.returnPressed.connect(self._name_new)

    def _show_part(self) -> None:
        """Show what belongs to teaching, to measuring, or to the review of predictions."""
        for part in (self.summary, self.teaching):
            part.setVisible(not self.measuring.on and not self.gallery.on)
        self.weighing.setVisible(self.measuring.on)
        self.switch.show_reviewing(self.gallery.on)

    def ask_name(self) -> None:
        """Move the focus to the field for a new class."""
        self.session.go_to("label")
        self.new.setFocus()
        self.new.selectAll()

    def _name_new(self) -> None:
        name = " ".join(self.new.text().split())
        if name and self.add.isEnabled():
            self.new.clear()
            self.named.emit(name)

    def refresh(self) -> None:
        """Update the numbers and the buttons."""
        session = self.session
        self.figure.setText(count(len(session.labels.by_path) - session.labels.measuring.total(), "label"))
        self.sentence.setText(self._sentence())
        chosen = len(session.selection.ids.target)
        self.selection.setText(
            tr("{images} selected.", images=count(chosen, "target image"))
            if chosen
            else tr("No target image is selected.")
        )
        for widget in (self.similar, self.unknown, self.unsure):
            widget.setEnabled(chosen > 0)
        named, unsure = session.labels.by_path, session.labels.unsure
        self.none.setEnabled(any(path in named or path in unsure for path in session.selection.ids.target))
        self.add.setEnabled(chosen > 0 and bool(self.new.text().strip()))
        for index in range(self.classes.count()):
            item = self.classes.itemAt(index)
            if item is not None and (class_button := item.widget()) is not None:
                class_button.setEnabled(chosen > 0)
        history = session.project.labels if session.project else None
        self.undo.setEnabled(bool(history and history.undoable))
        self.redo.setEnabled(bool(history and history.redoable))
        self.history.setEnabled(bool(history and (history.undoable or history.redoable)))

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self.gain_box.set_theme(tokens)

    def _sentence(self) -> str:
        if limits := self.session.domains.limits:
            return limits
        unsure = len(self.session.labels.unsure)
        marked = tr(" {images} marked unsure.", images=count(unsure, "image")) if unsure else ""
        if gain := self.learning_curve.sentence():
            return gain + marked
        if self.session.predictions.by_path:
            return tr("The images whose labels help most are below; Tab goes to the next.") + marked
        later = tr("After a run or an inspection, the most useful images are suggested.")
        return tr("Select target images and press the key of their class. {later}{marked}", later=later, marked=marked)

    def refresh_classes(self) -> None:
        """Create a button for each class."""
        clear(self.classes)
        keys, before = self.session.labels.keys, self.measuring_box.draw
        for index, name in enumerate(self.session.labels.classes):
            key = keys.get(name, "")
            class_button = _naming(
                f"{key.upper()}  {name}" if key and key != name else name, partial(self.named.emit, name)
            )
            class_button.setToolTip(
                plain_tip(tr("Label the selection “{name}”", name=name) + (f" ({key.upper()})" if key else ""))
            )
            class_button.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
            change = QAction(tr("Change key…"), class_button)
            change.triggered.connect(partial(self._want_key, name))
            class_button.addAction(change)
            self.classes.addWidget(class_button, index // COLUMNS, index % COLUMNS)
            QWidget.setTabOrder(before, class_button)  # else Tab would reach it after all that was there before
            before = class_button
        self.refresh()

    def _want_key(self, name: str, _on: bool = False) -> None:
        self.session.labels.key_wanted.emit(name)


def _naming(text: str, act: partial[None]) -> ElidedButton:
    """Return a button that labels the selection. In a grid, all have the same width."""
    naming_button = ElidedButton(text)
    naming_button.clicked.connect(lambda _checked: act())
    naming_button.setProperty("name", True)
    naming_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard focus with the images
    naming_button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    return naming_button
