"""A form that is generated from settings: one row for each field, with its range, unit and help text."""

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
from workbench.gui.kit.combo_box import ComboBox
from workbench.gui.kit.language import locale
from workbench.gui.kit.number_format import decimal
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import label

HIGHEST = 2**31 - 1
PADDING = 7  # pixels before a number, so that it is aligned with the texts of combo boxes
NOTHING: Mapping[str, Value] = MappingProxyType({})


class SettingsForm(QWidget):
    """Editors of fields. `values` returns the values that differ from the default."""

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
        """Replace the fields; the editors show the defaults."""
        while self.rows.rowCount():
            self.rows.removeRow(0)
        self.fields = {field.name: field for field in fields}
        self.editors = {field.name: _editor(field) for field in fields}
        for field in fields:
            name = label(field.name.replace("_", " ").capitalize(), "dim")
            name.setToolTip(plain_tip(field.help))
            name.setBuddy(self.editors[field.name])
            self.rows.addRow(name, self.editors[field.name])

    def set_values(self, values: Mapping[str, Value]) -> None:
        """Set the values of the editors; fields without a value get their default."""
        for name, editor in self.editors.items():
            _show(editor, values.get(name, self.fields[name].default))

    def values(self, beside: Mapping[str, Value] = NOTHING) -> dict[str, Value]:
        """Return the values that differ from `beside` or, for fields that it lacks, from the default."""
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
    editor: QWidget
    if field.choices:
        editor = ComboBox()
        editor.addItems(list(field.choices))
        editor.setCurrentText(str(field.default))
    elif isinstance(field.default, bool):
        editor = QCheckBox()
        editor.setChecked(field.default)
    elif isinstance(field.default, int):
        editor = QSpinBox()
        editor.setRange(int(-HIGHEST if field.low is None else field.low), int(field.high or HIGHEST))
        editor.setGroupSeparatorShown(True)
        editor.setValue(field.default)
    elif isinstance(field.default, float):
        editor = _Number()
        editor.setDecimals(8)
        editor.setRange(-1e12 if field.low is None else field.low, 1e12 if field.high is None else field.high)
        editor.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
        editor.setValue(field.default)
    else:
        editor = QLineEdit(field.default)
    if isinstance(editor, QAbstractSpinBox):
        pad(editor)
    if isinstance(editor, QSpinBox | QDoubleSpinBox) and field.unit:
        editor.valueChanged.connect(partial(_count, editor, field.unit))
        _count(editor, field.unit)
    editor.setToolTip(plain_tip(field.help))
    editor.setAccessibleName(field.help)
    editor.setMinimumWidth(60)
    return editor


def _count(box: QSpinBox | QDoubleSpinBox, unit: str, *_: float) -> None:
    """Set the unit as suffix, in singular or plural: 1 block, 2 blocks."""
    box.setSuffix(f" {unit.removesuffix('s') if box.value() == 1 else unit}")


def pad(box: QAbstractSpinBox) -> None:
    """Add space before the number, because Qt ignores the padding of style sheets inside spin boxes."""
    box.lineEdit().setTextMargins(PADDING, 0, 0, 0)


class _Number(QDoubleSpinBox):
    """A spin box without trailing zeros: 0.001, not 0.00100000."""

    def textFromValue(self, value: float) -> str:
        return decimal(value, 8).rstrip("0").rstrip(locale().decimalPoint()) or "0"


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
            raise AssertionError(f"not an editor: {editor}")


def form(*rows: tuple[str, QWidget]) -> QFormLayout:
    """Return a layout with a named editor in each row."""
    layout = QFormLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    for name, editor in rows:
        editor.setMinimumWidth(60)
        editor.setAccessibleName(name)
        title = label(name, "dim")
        title.setMinimumWidth(72)
        if isinstance(editor, QComboBox):
            title.explain(editor)
        layout.addRow(title, editor)
    return layout
