"""Parts of the Label step's inspector: what labels buy, a second look at them, and their files."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QWidget

from workbench.gui.kit.number_format import count
from workbench.gui.kit.widgets import button, column, label, row, set_role
from workbench.gui.session.learning_curve_controller import LearningCurveController
from workbench.gui.session.session import Session
from workbench.gui.tasks.classification.label_files_controller import LabelFilesController
from workbench.gui.tasks.classification.review_controller import ReviewController
from workbench.gui.theme import Tokens
from workbench.gui.views.charts.learning_curve import LearningCurve

OPENED = "Labels (*.csv *.json *.jsonl);;All files (*)"


class BoughtBox(QWidget):
    """How good runs became over the number of shots, and what ten more would buy."""

    def __init__(self, buying: LearningCurveController) -> None:
        super().__init__()
        self.buying = buying
        self.title = label("What labels buy", "heading")
        self.curve = LearningCurve()
        self.words = label("", "dim", wrap=True)
        self.setLayout(column(self.title, self.curve, self.words))
        buying.changed.connect(self.refresh)
        self.refresh()

    def set_theme(self, tokens: Tokens) -> None:
        """Take other colours."""
        self.curve.set_theme(tokens)

    def refresh(self) -> None:
        """Draw the runs that can be compared."""
        name, points = self.buying.points()
        self.title.setText(f"What labels buy: {name}" if name else "What labels buy")
        self.curve.show_curve([(one.shots, one.value) for one in points], self.buying.expected())
        self.words.setText(self.buying.promise())
        self.words.setVisible(bool(self.words.text()))
        self.setVisible(len(points) > 1)


class DoubtsBox(QWidget):
    """How many labels the model disagrees with, and the way to them."""

    def __init__(self, session: Session, second: ReviewController) -> None:
        super().__init__()
        self.session, self.second = session, second
        self.words = label("", "dim", wrap=True)
        self.look = button("Go through them", second.start)
        self.look.setToolTip("One by one: a key names it anew, Enter takes the prediction, Tab keeps the label")
        self.again = button("Look at kept ones again", second.look_again, flat=True)
        self.again.setToolTip("Labels that you kept although the model says otherwise are asked for once more")
        self.setLayout(column(label("Second look", "heading"), self.words, self.look, self.again))
        second.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Count them."""
        number, known = self.second.number, bool(self.session.predictions.by_path and self.session.labels.by_path)
        kept = self.second.kept
        self.look.setVisible(number > 0)
        self.again.setVisible(kept > 0)
        self.setVisible(known)
        differs = f"{count(number, 'label')} {'differs' if number == 1 else 'differ'} from what the model says."
        differs += f" You have kept {count(kept, 'other')}." if kept else ""
        agrees = "The model agrees with every label" + (f" but {kept:,} that you have kept." if kept else ".")
        self.words.setText(differs if number else agrees)


class FilesBox(QWidget):
    """Import and export, and what became of the last file."""

    def __init__(self, files: LabelFilesController) -> None:
        super().__init__()
        self.files = files
        self.take = button("Import…", self._import)
        self.take.setToolTip("Another program's or another person's labels; where yours differ, you are asked")
        self.give = QPushButton("Export")
        self.give.setToolTip("All labels, as a file of another program or as folders")
        self.formats = QMenu(self.give)
        for name, title, called in files.offered():
            self.formats.addAction(f"{title}…").triggered.connect(partial(self._export, name, title, called))
        self.give.setMenu(self.formats)
        self.outcome = label("", "dim", wrap=True)
        self.outcome.hide()
        self.setLayout(column(label("Label files", "heading"), row(self.take, self.give), self.outcome))
        files.told.connect(self._tell)
        files.conflicting.connect(lambda _incoming: self._tell("", True))
        files.session.project_changed.connect(lambda: self._tell("", True))

    def _import(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "Import labels", "", OPENED)
        if path:
            self.files.read(Path(path))

    def _export(self, name: str, title: str, called: str, _on: bool = False) -> None:
        path, _ = QFileDialog.getSaveFileName(self, f"Export labels: {title}", str(Path.home() / called))
        if path:
            self.files.write(Path(path), name)

    def _tell(self, words: str, well: bool) -> None:
        self.outcome.setText(words)
        self.outcome.setVisible(bool(words))
        set_role(self.outcome, "good" if well else "bad")
