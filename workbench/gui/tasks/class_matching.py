"""The form that maps classes of the target to classes of the source, if their names differ."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QWidget

from workbench.gui.kit.combo_box import ComboBox
from workbench.gui.kit.form import form
from workbench.gui.kit.language import tr
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import column, label

LEFT_OUT = tr("Left out")
WIDEST = 240  # pixels of a class name; longer names are elided


class ClassMatching(QWidget):
    """A combo box for each target class whose name the source lacks. Hidden if there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.words = label("", "dim", wrap=True)
        self.choices: dict[str, QComboBox] = {}
        self.rows = QWidget()
        self.parts = column(label(tr("Classes of the target"), "heading"), self.words, self.rows, spacing=8)
        self.setLayout(self.parts)
        self.names: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
        self.hide()

    def offer(
        self, known: Sequence[str], unmatched: Sequence[str], before: Mapping[str, str], *, guess: bool = True
    ) -> None:
        """Show target classes to map to the `known` classes of the source.

        Defaults: the mapping `before`, else with `guess` classes with similar names, else none.
        """
        names = (tuple(known), tuple(unmatched))
        if names == self.names:
            return
        self.names = names
        self.choices = {name: self._choice(name, names[0], before.get(name), guess) for name in unmatched}
        rows = QWidget()
        fields = form(*((name, box) for name, box in self.choices.items()))
        fields.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for box in self.choices.values():
            title = fields.labelForField(box)
            if isinstance(title, QLabel):
                title.setToolTip(plain_tip(title.text()))
                title.setText(title.fontMetrics().elidedText(title.text(), Qt.TextElideMode.ElideMiddle, WIDEST))
        rows.setLayout(fields)
        self.parts.replaceWidget(self.rows, rows)
        self.rows.deleteLater()
        self.rows = rows
        self.words.setText(
            tr("The source lacks classes with these names. Classes that are left out do not count in the scores.")
        )
        self.setVisible(bool(unmatched))

    def mapping(self) -> dict[str, str]:
        """Return the source class of each target class; "" for a class that is left out."""
        return {name: str(box.currentData()) for name, box in self.choices.items()}

    def show_mapping(self, mapping: Mapping[str, str]) -> None:
        """Choose the mapping of an earlier run."""
        for name, box in self.choices.items():
            box.setCurrentIndex(max(box.findData(mapping.get(name, "")), 0))

    def _choice(self, name: str, known: tuple[str, ...], before: str | None, guess: bool) -> QComboBox:
        box = ComboBox()
        box.addItem(LEFT_OUT, "")
        for source_class in known:
            box.addItem(source_class, source_class)
        chosen = before if before is not None else similar(name, known) if guess else ""
        box.setCurrentIndex(max(box.findData(chosen), 0))
        box.setAccessibleName(tr("Source class for {name}", name=name))
        return box


def similar(name: str, known: tuple[str, ...]) -> str:
    """Return the class whose name differs only in case, punctuation or a plural “s”; empty if there is none."""

    def plain(text: str) -> str:
        return "".join(letter for letter in text.casefold() if letter.isalnum()).removesuffix("s")

    return next((other for other in known if plain(other) == plain(name)), "")
