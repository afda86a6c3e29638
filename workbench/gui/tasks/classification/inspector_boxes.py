"""Parts of the inspector of the Label step: the learning curve, the review of labels, and label files."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QWidget

from workbench.gui.kit.inspector import answer_card
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count, whole
from workbench.gui.kit.widgets import button, column, label, row, set_role
from workbench.gui.session.learning_curve_controller import LearningCurveController
from workbench.gui.session.session import Session
from workbench.gui.tasks.classification.gallery_controller import GalleryController
from workbench.gui.tasks.classification.label_files_controller import LabelFilesController
from workbench.gui.tasks.classification.review_controller import ReviewController
from workbench.gui.theme import Tokens
from workbench.gui.views.charts.learning_curve import LearningCurve

OPENED = tr("Labels (*.csv *.json *.jsonl);;All files (*)")


class LearningCurveBox(QWidget):
    """The learning curve of runs over the number of shots, and the expected gain of ten more."""

    def __init__(self, learning_curve: LearningCurveController) -> None:
        super().__init__()
        self.learning_curve = learning_curve
        self.title = label(tr("Gain of labels: measured accuracy"), "heading")
        self.curve = LearningCurve()
        self.words = label("", "dim", wrap=True)
        self.setLayout(column(self.title, self.curve, self.words))
        learning_curve.changed.connect(self.refresh)
        self.refresh()

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self.curve.set_theme(tokens)

    def refresh(self) -> None:
        """Draw the comparable runs."""
        points = self.learning_curve.points()
        self.curve.show_curve([(point.shots, point.value) for point in points], self.learning_curve.expected())
        self.words.setText(self.learning_curve.promise())
        self.words.setVisible(bool(self.words.text()))
        self.setVisible(len(points) > 1)


class ReviewBox(QWidget):
    """The number of labels that the model contradicts, and buttons to review them."""

    def __init__(self, session: Session, review: ReviewController) -> None:
        super().__init__()
        self.session, self.review = session, review
        self.words = label("", "dim", wrap=True)
        self.look = button(tr("Review labels"), review.start)
        self.look.setToolTip(
            tr("One by one: a class key changes the label, Enter accepts the prediction, Tab confirms the label")
        )
        self.again = button(tr("Review confirmed labels again"), review.look_again, flat=True)
        self.again.setToolTip(tr("Includes the labels that you confirmed although the model contradicts them"))
        self.setLayout(column(label(tr("Review"), "heading"), self.words, self.look, self.again))
        review.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Update the number of contradicted labels."""
        number, known = self.review.number, bool(self.session.predictions.by_path and self.session.labels.class_labels)
        kept = self.review.kept
        self.look.setVisible(number > 0)
        self.again.setVisible(kept > 0)
        self.setVisible(known)
        differs = tr(
            "{labels} {verb} from the prediction of the model.",
            labels=count(number, "label"),
            verb="differs" if number == 1 else "differ",
        )
        differs += tr(" You have confirmed {others}.", others=count(kept, "other")) if kept else ""
        agrees = tr("The model agrees with every label") + (
            tr(" except {kept} that you have confirmed.", kept=whole(kept)) if kept else "."
        )
        self.words.setText(differs if number else agrees)


class GalleryBox(QWidget):
    """How many predictions are left to review."""

    def __init__(self, gallery: GalleryController) -> None:
        super().__init__()
        self.gallery = gallery
        self.summary, self.figure, self.words = answer_card(tr("Which predictions are right?"))
        self.setLayout(column(self.summary))
        gallery.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Update the numbers, while predictions are reviewed."""
        gallery = self.gallery
        self.setVisible(gallery.on)
        self.figure.setText(tr("{places} to review", places=whole(len(gallery.places))))
        classes = count(len({section.name for section in gallery.sections}), "class", "classes")
        parts = (
            [tr("Predicted by {model}: {classes}, listed beside the images.", model=gallery.model, classes=classes)]
            if gallery.sections
            else []
        )
        parts.append(
            tr("Accepted labels teach the next run; they never measure. Images of the measuring set are left out.")
        )
        self.words.setText(" ".join(parts))


class LabelFilesBox(QWidget):
    """Import and export of label files, and the outcome of the last one."""

    def __init__(self, files: LabelFilesController) -> None:
        super().__init__()
        self.files = files
        self.take = button(tr("Import…"), self._import)
        self.take.setToolTip(tr("Labels of another program or person; you see what changes before it does"))
        self.give = QPushButton(tr("Export"))
        self.give.setToolTip(tr("Writes all labels as a file for another program, or as class folders"))
        self.formats = QMenu(self.give)
        for name, title, called in files.export_formats():
            self.formats.addAction(f"{title}…").triggered.connect(partial(self._export, name, title, called))
        self.give.setMenu(self.formats)
        self.outcome = label("", "dim", wrap=True)
        self.outcome.hide()
        self.setLayout(column(label(tr("Label files"), "heading"), row(self.take, self.give), self.outcome))
        files.reported.connect(self._tell)
        files.offered.connect(lambda _incoming: self._tell("", True))
        files.session.project_changed.connect(lambda: self._tell("", True))

    def _import(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("Import labels"), "", OPENED)
        if path:
            self.files.read(Path(path))

    def _export(self, name: str, title: str, called: str, _on: bool = False) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self, tr("Export labels: {title}", title=title), str(Path.home() / called)
        )
        if path:
            self.files.write(Path(path), name)

    def _tell(self, words: str, well: bool) -> None:
        self.outcome.setText(words)
        self.outcome.setVisible(bool(words))
        set_role(self.outcome, "good" if well else "bad")
