"""Label: which images are worth my time?"""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QSizePolicy, QWidget

from workbench.core.domain import UNKNOWN
from workbench.gui.inspectors.base import answer_card
from workbench.gui.session import Session
from workbench.gui.widgets import button, clear, column, label, row
from workbench.gui.words import count

COLUMNS = 2


class LabelInspector(QWidget):
    """A button for each class beside its key, and a field for others; what was labelled; undo and redo.

    Signals: named(object): the person gave the selection this class (None: took its label away).
    """

    named = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        summary, self.figure, self.sentence = answer_card("Which images are worth my time?")
        self.selection = label("", "dim", wrap=True)
        self.classes = QGridLayout()
        self.classes.setSpacing(4)
        self.new = QLineEdit()
        self.new.setPlaceholderText("Another class…")
        self.new.setAccessibleName("Name of another class")
        self.new.setToolTip("A class that the source lacks; a run learns it from the images named here (N)")
        self.add = button("Name", self._name_new)
        self.unknown = button("U  unknown", lambda: self.named.emit(UNKNOWN))
        self.unknown.setProperty("name", True)
        self.unknown.setToolTip("None of these classes; teaches nothing until its class is named (U)")
        self.none = button("Take label away", lambda: self.named.emit(None))
        self.undo = button("Undo", session.undo)
        self.redo = button("Redo", session.redo)
        self.next = button("Adapt with these labels", lambda: session.go_to("adapt"), accent=True)
        self.setLayout(
            column(
                summary,
                self.selection,
                self.classes,
                self.unknown,
                row(self.new, self.add),
                self.none,
                row(self.undo, self.redo),
                8,
                self.next,
                -1,
                spacing=12,
            )
        )
        session.project_changed.connect(self.refresh_classes)
        session.classes_changed.connect(self.refresh_classes)
        session.labels_changed.connect(lambda _paths: self.refresh())
        session.selection_changed.connect(lambda _who: self.refresh())
        session.predictions_changed.connect(self.refresh)
        self.new.textChanged.connect(lambda _text: self.refresh())
        self.new.returnPressed.connect(self._name_new)
        self.refresh_classes()

    def ask_name(self) -> None:
        """Let the person type the name of another class for the selection."""
        self.session.go_to("label")
        self.new.setFocus()
        self.new.selectAll()

    def _name_new(self) -> None:
        name = " ".join(self.new.text().split())
        if name and self.add.isEnabled():
            self.new.clear()
            self.named.emit(name)

    def refresh(self) -> None:
        """How much is labelled, and what is selected."""
        session = self.session
        self.figure.setText(count(len(session.labels), "label"))
        if session.predictions:
            self.sentence.setText("The images that the model is least sure of come first: a few of them teach it most.")
        else:
            self.sentence.setText(
                "Select target images and press a class's key. After a run, the least sure come first."
            )
        chosen = len(session.selection.target)
        self.selection.setText(
            f"{count(chosen, 'target image')} selected." if chosen else "No target image is selected."
        )
        for one in (self.none, self.unknown):
            one.setEnabled(chosen > 0)
        self.add.setEnabled(chosen > 0 and bool(self.new.text().strip()))
        for index in range(self.classes.count()):
            item = self.classes.itemAt(index)
            if item is not None and (widget := item.widget()) is not None:
                widget.setEnabled(chosen > 0)
        history = session.project.labels if session.project else None
        self.undo.setEnabled(bool(history and history.undoable))
        self.redo.setEnabled(bool(history and history.redoable))
        self.next.setEnabled(bool(session.labels))

    def refresh_classes(self) -> None:
        """A button for each class."""
        clear(self.classes)
        keys = self.session.keys
        for index, name in enumerate(self.session.classes):
            key = keys.get(name, "")
            made = button(f"{key.upper()}  {name}" if key and key != name else name, partial(self.named.emit, name))
            made.setProperty("name", True)
            made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # the columns are equally wide
            made.setToolTip(f"Name the selection “{name}”" + (f" ({key.upper()})" if key else ""))
            self.classes.addWidget(made, index // COLUMNS, index % COLUMNS)
        self.refresh()
