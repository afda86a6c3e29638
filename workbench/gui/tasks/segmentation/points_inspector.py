"""The inspector of the Label step while it measures pixels: progress, classes, and what is known of the model."""

from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from workbench.core.domain import UNKNOWN
from workbench.core.masks import PixelClass
from workbench.gui.kit.language import tr
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import button, clear, column, label, row
from workbench.gui.session.class_keys import UNKNOWN_KEY, UNSURE_KEY
from workbench.gui.session.session import Session
from workbench.gui.tasks.measuring_box import MeasuringBox
from workbench.gui.tasks.segmentation.label_inspector import COLUMNS, swatch
from workbench.gui.tasks.segmentation.points_panel import PointsPanel
from workbench.store.label_value import LabelMark, LabelValue

RELEASE_TIP = tr("Paint on all of them teaches then; their pixels measure no more. Ctrl+Z undoes it")


class PointsInspector(QWidget):
    """Buttons name the class of the pixel at the cross."""

    def __init__(self, session: Session, panel: PointsPanel) -> None:
        super().__init__()
        self.session, self.panel = session, panel
        self.box = MeasuringBox(panel.measuring, tr("Release these images"), RELEASE_TIP)
        self.classes, self.marks = QGridLayout(), QGridLayout()
        for grid in (self.classes, self.marks):
            grid.setSpacing(4)
        self.buttons: dict[str, QPushButton] = {}
        self.unknown = self._naming("unknown", UNKNOWN_KEY, UNKNOWN, tr("None of these classes; counts as wrong"))
        self.unsure = self._naming("unsure", UNSURE_KEY, LabelMark.UNSURE, tr("You cannot tell; widens the interval"))
        for place, mark in enumerate((self.unknown, self.unsure)):
            self.marks.addWidget(mark, 0, place)
        self.none = button(tr("Remove label"), partial(panel.name_pixel, None))
        self.undo, self.redo = button(tr("Undo"), session.labels.undo), button(tr("Redo"), session.labels.redo)
        self.undo.setToolTip(tr("Takes the last answer back and shows its image again (Ctrl+Z)"))
        for each in (self.none, self.undo, self.redo):
            each.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard focus with the image
        self.setLayout(
            column(
                self.box,
                column(label(tr("At the cross"), "heading"), self.classes, self.marks, spacing=8),
                row(self.none, self.undo, self.redo),
                self.box.details,
                -1,
                spacing=12,
            )
        )
        for signal in (session.project_changed, session.labels.classes_changed):
            signal.connect(self.refresh_classes)
        for signal in (session.selection.changed, session.labels.changed):
            signal.connect(lambda _what: self.refresh())
        panel.measuring.changed.connect(self.refresh)
        for arrival in (panel.picture.arrived, panel.picture.failed):
            arrival.connect(self.refresh)
        self.refresh_classes()

    def refresh_classes(self) -> None:
        """Create a button for each class."""
        clear(self.classes)
        table, keys = self.session.domains.table, self.session.labels.keys
        known: dict[str, PixelClass] = {entry.name: entry for entry in (table.classes if table else ())}
        self.buttons = {}
        for place, name in enumerate(self.session.labels.classes):
            self.buttons[name] = self._naming(name, keys.get(name, ""), name, tr("The pixel shows “{name}”", name=name))
            if name in known:
                self.buttons[name].setIcon(swatch(known[name].colour))
                self.buttons[name].setIconSize(QSize(12, 12))
            self.classes.addWidget(self.buttons[name], place // COLUMNS, place % COLUMNS)
        self.refresh()

    def refresh(self) -> None:
        """Update what can be done with the shown pixel."""
        path, labels = self.panel.path, self.session.labels
        for named in (*self.buttons.values(), self.unknown):
            named.setEnabled(self.panel.nameable)
        self.unsure.setEnabled(bool(path))
        self.none.setEnabled(path in labels.by_path or path in labels.unsure)
        history = self.session.project.labels if self.session.project else None
        self.undo.setEnabled(bool(history and history.undoable))
        self.redo.setEnabled(bool(history and history.redoable))

    def _naming(self, name: str, key: str, value: LabelValue, tip: str) -> QPushButton:
        named = button(f"{key.upper()}  {name}" if key else name, partial(self.panel.name_pixel, value))
        named.setProperty("name", True)
        named.setToolTip(plain_tip(f"{tip} ({key.upper()})" if key else tip))
        named.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        named.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        return named
