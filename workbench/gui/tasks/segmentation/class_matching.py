"""Which class of the source a class of the target's masks is, where their names differ."""

from collections.abc import Mapping

from PySide6.QtWidgets import QComboBox, QFormLayout, QWidget

from workbench.core.domain import Domain, Side
from workbench.core.masks import ClassTable
from workbench.gui.kit.form import form
from workbench.gui.kit.widgets import column, label

LEFT_OUT = "Left out"


class ClassMatching(QWidget):
    """A choice for each class of the target that the source has not by that name; hidden where there is none."""

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
        """Ask for what the tables of both domains leave open; at first as it was `before`, else by names alike."""
        source, target = (domains[side].table if side in domains else None for side in Side)
        if (source, target) == self.tables:
            return
        self.tables = (source, target)
        known = source.names if source else ()
        strange = [name for name in target.names if name not in known] if source and target else []
        self.choices = {name: self._choice(name, known, before.get(name)) for name in strange}
        rows = QWidget()
        made = form(*((name, box) for name, box in self.choices.items()))
        made.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        rows.setLayout(made)
        self.parts.replaceWidget(self.rows, rows)
        self.rows.deleteLater()
        self.rows = rows
        self.words.setText("The source has none of these names. What is left out does not count in the scores.")
        self.setVisible(bool(strange))

    def mapping(self) -> dict[str, str]:
        """What was chosen: names of the target's classes to the source's, "" for what is left out."""
        return {name: str(box.currentData()) for name, box in self.choices.items()}

    def show_mapping(self, mapping: Mapping[str, str]) -> None:
        """Choose as an earlier run did, as far as its classes are here."""
        for name, box in self.choices.items():
            box.setCurrentIndex(max(box.findData(mapping.get(name, "")), 0))

    def _choice(self, name: str, known: tuple[str, ...], before: str | None) -> QComboBox:
        box = QComboBox()
        box.addItem(LEFT_OUT, "")
        for one in known:
            box.addItem(one, one)
        box.setCurrentIndex(max(box.findData(near(name, known) if before is None else before), 0))
        box.setAccessibleName(f"Class of the source for {name}")
        return box


def near(name: str, known: tuple[str, ...]) -> str:
    """The class whose name is the same but for case, spaces, dashes and a plural; empty where there is none."""

    def plain(text: str) -> str:
        return "".join(letter for letter in text.casefold() if letter.isalnum()).removesuffix("s")

    return next((one for one in known if plain(one) == plain(name)), "")
