"""The form that maps classes of the target's masks to classes of the source, if their names differ."""

from collections.abc import Mapping

from PySide6.QtWidgets import QComboBox, QFormLayout, QWidget

from workbench.core.domain import Domain, Side
from workbench.core.masks import ClassTable
from workbench.gui.kit.form import form
from workbench.gui.kit.widgets import column, label

LEFT_OUT = "Left out"


class ClassMatching(QWidget):
    """A combo box for each target class whose name the source lacks. Hidden if there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.words = label("", "dim", wrap=True)
        self.choices: dict[str, QComboBox] = {}
        self.rows = QWidget()
        self.parts = column(label("Classes of the target", "heading"), self.words, self.rows, spacing=8)
        self.setLayout(self.parts)
        self.tables: tuple[ClassTable | None, ClassTable | None] = (None, None)
        self.hide()

    def offer(self, domains: Mapping[Side, Domain], before: Mapping[str, str]) -> None:
        """Show the target classes to map. Defaults: the mapping `before`, else classes with similar names."""
        source, target = (domains[side].table if side in domains else None for side in Side)
        if (source, target) == self.tables:
            return
        self.tables = (source, target)
        known = source.names if source else ()
        unmatched = [name for name in target.names if name not in known] if source and target else []
        self.choices = {name: self._choice(name, known, before.get(name)) for name in unmatched}
        rows = QWidget()
        fields = form(*((name, box) for name, box in self.choices.items()))
        fields.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        rows.setLayout(fields)
        self.parts.replaceWidget(self.rows, rows)
        self.rows.deleteLater()
        self.rows = rows
        self.words.setText(
            "The source lacks classes with these names. Classes that are left out do not count in the scores."
        )
        self.setVisible(bool(unmatched))

    def mapping(self) -> dict[str, str]:
        """Return the source class of each target class; "" for a class that is left out."""
        return {name: str(box.currentData()) for name, box in self.choices.items()}

    def show_mapping(self, mapping: Mapping[str, str]) -> None:
        """Choose the mapping of an earlier run."""
        for name, box in self.choices.items():
            box.setCurrentIndex(max(box.findData(mapping.get(name, "")), 0))

    def _choice(self, name: str, known: tuple[str, ...], before: str | None) -> QComboBox:
        box = QComboBox()
        box.addItem(LEFT_OUT, "")
        for source_class in known:
            box.addItem(source_class, source_class)
        box.setCurrentIndex(max(box.findData(similar(name, known) if before is None else before), 0))
        box.setAccessibleName(f"Source class for {name}")
        return box


def similar(name: str, known: tuple[str, ...]) -> str:
    """Return the class whose name differs only in case, punctuation or a plural “s”; empty if there is none."""

    def plain(text: str) -> str:
        return "".join(letter for letter in text.casefold() if letter.isalnum()).removesuffix("s")

    return next((other for other in known if plain(other) == plain(name)), "")
