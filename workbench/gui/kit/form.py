"""A form made from settings fields: one row a field, with its range, its unit and its meaning."""

from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from workbench.core.settings import Field, Value
from workbench.gui.kit.widgets import label

HIGHEST = 2**31 - 1
NOTHING: Mapping[str, Value] = MappingProxyType({})


class SettingsForm(QWidget):
    """Editors for fields; `values` are those that differ from the default."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = QFormLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(8)
        self.rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        self.rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.rows.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.editors: dict[str, QWidget] = {}
        self.fields: dict[str, Field] = {}

    def set_fields(self, fields: Sequence[Field]) -> None:
        """Show these fields, at their defaults."""
        while self.rows.rowCount():
            self.rows.removeRow(0)
        self.fields = {field.name: field for field in fields}
        self.editors = {field.name: _editor(field) for field in fields}
        for field in fields:
            name = label(field.name.replace("_", " ").capitalize(), "dim")
            name.setToolTip(field.help)
            name.setBuddy(self.editors[field.name])
            self.rows.addRow(name, self.editors[field.name])

    def set_values(self, values: Mapping[str, Value]) -> None:
        """Show these values, and the default where there is none."""
        for name, editor in self.editors.items():
            _show(editor, values.get(name, self.fields[name].default))

    def values(self, beside: Mapping[str, Value] = NOTHING) -> dict[str, Value]:
        """What the person changed: what differs from these values, and where they have none, from the default."""
        read = {name: _value(editor) for name, editor in self.editors.items()}
        return {name: value for name, value in read.items() if value != beside.get(name, self.fields[name].default)}


def _show(editor: QWidget, value: Value) -> None:
    match editor:
        case QComboBox():
            editor.setCurrentText(str(value))
        case QCheckBox():
            editor.setChecked(bool(value))
        case QSpinBox():
            editor.setValue(int(value))
        case QDoubleSpinBox():
            editor.setValue(float(value))
        case QLineEdit():
            editor.setText(str(value))


def _editor(field: Field) -> QWidget:
    made: QWidget
    if field.choices:
        made = QComboBox()
        made.addItems(list(field.choices))
        made.setCurrentText(str(field.default))
    elif isinstance(field.default, bool):
        made = QCheckBox()
        made.setChecked(field.default)
    elif isinstance(field.default, int):
        made = QSpinBox()
        made.setRange(int(-HIGHEST if field.low is None else field.low), int(field.high or HIGHEST))
        made.setGroupSeparatorShown(True)
        made.setValue(field.default)
    elif isinstance(field.default, float):
        made = _Number()
        made.setDecimals(8)
        made.setRange(-1e12 if field.low is None else field.low, 1e12 if field.high is None else field.high)
        made.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
        made.setValue(field.default)
    else:
        made = QLineEdit(field.default)
    if isinstance(made, QAbstractSpinBox):
        pad(made)
    if isinstance(made, QSpinBox | QDoubleSpinBox) and field.unit:
        made.valueChanged.connect(partial(_count, made, field.unit))
        _count(made, field.unit)
    made.setToolTip(field.help)
    made.setAccessibleName(field.help)
    made.setMinimumWidth(60)
    return made


def _count(box: QSpinBox | QDoubleSpinBox, unit: str, *_: float) -> None:
    """One block, two blocks."""
    box.setSuffix(f" {unit.removesuffix('s') if box.value() == 1 else unit}")


def pad(box: QAbstractSpinBox) -> None:
    """Room before the number: Qt ignores a style sheet's padding inside spin boxes."""
    box.lineEdit().setTextMargins(4, 0, 0, 0)


class _Number(QDoubleSpinBox):
    """Shows 0.001 as 0.001 and not as 0.00100000."""

    def textFromValue(self, value: float) -> str:
        return f"{value:.8f}".rstrip("0").rstrip(".") or "0"


def _value(editor: QWidget) -> Value:
    match editor:
        case QComboBox():
            return editor.currentText()
        case QCheckBox():
            return editor.isChecked()
        case QSpinBox():
            return editor.value()
        case QDoubleSpinBox():
            return round(editor.value(), 8)
        case QLineEdit():
            return editor.text()
        case _:
            raise AssertionError(f"no editor: {editor}")


def form(*rows: tuple[str, QWidget]) -> QFormLayout:
    """Editors below each other, each beside its name."""
    made = QFormLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(8)
    made.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    for name, editor in rows:
        editor.setMinimumWidth(60)
        editor.setAccessibleName(name)
        title = label(name, "dim")
        title.setMinimumWidth(72)
        made.addRow(title, editor)
    return made
