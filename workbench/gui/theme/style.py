"""The style sheet, generated from the colour tokens. Spacing is in steps of 4 px; corners are 6 px, of cards 8 px.

Widgets choose a style by a dynamic property: `accent=true` (the main action), `flat=true`, `link=true`,
`name=true` (a class), `term=true` (the question mark beside terms), `card=true`, `zone=true` (a card with a ring),
`sheet=true`, `panel=true`, `chip=true`, `filter=true` (a part of the filter), `keycap`, and labels by `role` (title,
heading, section, dim, faint, keycap, number, estimate, good, caution, bad).
"""

from string import Template

from PySide6.QtGui import QColor

from workbench.core.resources import resource
from workbench.gui.theme.tokens import Tokens


def style_sheet(tokens: Tokens) -> str:
    """Return the Qt style sheet of the application."""
    named = {name: value for name, value in vars(tokens).items() if name != "name"}
    dark = QColor(tokens.background).lightnessF() < 0.5
    values = {
        **named,
        "hover": _mix(tokens.raised, tokens.text, 0.08),
        "pressed": _mix(tokens.raised, tokens.text, 0.03 if dark else 0.14),
        "accent_hover": _mix(tokens.accent, tokens.text if dark else "#000000", 0.12),
        "selected": _mix(tokens.panel, tokens.accent, 0.22),
        "field": tokens.background if dark else tokens.panel,
        "handle": _mix(tokens.line, tokens.text, 0.12),
        "down": _url("icons/chevron-down.svg"),
        "up": _url("icons/chevron-up.svg"),
        "back": _url("icons/arrow-left.svg"),
        "forward": _url("icons/arrow-right.svg"),
        "parent": _url("icons/arrow-up.svg"),
        "check": _url(f"icons/check-{'dark' if dark else 'light'}.svg"),
    }
    return "\n".join(part.substitute(values) for part in (_SURFACES, _LABELS, _BUTTONS, _FIELDS, _VIEWS, _BARS))


def _mix(ground: str, over: str, share: float) -> str:
    """Blend `over` on `ground` with opacity `share`."""
    a, b = QColor(ground), QColor(over)
    parts = zip((a.red(), a.green(), a.blue()), (b.red(), b.green(), b.blue()), strict=True)
    return QColor(*(round(x + (y - x) * share) for x, y in parts)).name()


def _url(name: str) -> str:
    return f'url("{resource(name).as_posix()}")'


_SURFACES = Template("""
QMainWindow, QDialog { background: $background; color: $text; }
*[panel="true"] { background: $panel; }
*[card="true"] { background: $raised; border: none; border-radius: 8px; }
*[zone="true"] { border: 1px solid $raised; }
*[zone="true"]:hover { border-color: $handle; }
*[zone="true"]:focus { border-color: $accent; }
*[sheet="true"] { background: $raised; border: 1px solid $line; border-radius: 8px; }
*[chip="true"] { background: $raised; border: none; border-radius: 11px; padding: 3px 10px; color: $dim; }
QToolTip { background: $raised; color: $text; border: 1px solid $line; border-radius: 6px; padding: 4px 8px; }
QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget { background: transparent; }
QStatusBar { background: $panel; border-top: 1px solid $line; color: $dim; }
QStatusBar::item { border: none; }
QMenu { background: $raised; border: 1px solid $line; border-radius: 8px; padding: 4px; }
QMenu::item { padding: 6px 20px 6px 12px; border-radius: 6px; }
QMenu::item:selected { background: $selected; color: $text; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
""")

_LABELS = Template("""
QLabel { background: transparent; }
QLabel[role="title"] { font-size: 20px; font-weight: 600; }
QLabel[role="heading"] { font-weight: 600; }
QLabel[role="section"] { color: $dim; font-size: 11px; font-weight: 600; letter-spacing: 0.6px; }
QLabel[role="number"] { font-size: 22px; font-weight: 600; }
QLabel[role="estimate"] { font-size: 20px; font-style: italic; color: $dim; }
QLabel[role="dim"] { color: $dim; }
QLabel[role="faint"] { color: $faint; }
QLabel[role="good"] { color: $good; }
QLabel[role="caution"] { color: $caution; }
QLabel[role="bad"] { color: $bad; }
QLabel[role="keycap"] {
  background: $background; color: $dim; border: 1px solid $line; border-radius: 4px;
  padding: 1px 5px; min-width: 9px; max-height: 16px; font-size: 11px; qproperty-alignment: AlignCenter;
}
""")

_BUTTONS = Template("""
QPushButton, QToolButton {
  background: $raised; color: $text; border: 1px solid $line; border-radius: 6px; padding: 0 12px; min-height: 28px;
}
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed { background: $pressed; }
QPushButton:focus, QToolButton:focus { border-color: $accent; }
QPushButton:disabled, QToolButton:disabled { color: $faint; background: transparent; }
QPushButton:checked, QToolButton:checked { background: $selected; border-color: $accent; color: $text; }
QPushButton[accent="true"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: 600; }
QPushButton[accent="true"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[accent="true"]:focus { border-color: $text; }
QPushButton[accent="true"]:disabled { background: $raised; border-color: $line; color: $faint; }
QPushButton[flat="true"], QToolButton[flat="true"] { background: transparent; border-color: transparent; }
QPushButton[flat="true"]:hover, QToolButton[flat="true"]:hover { background: $hover; }
QPushButton[flat="true"]:focus, QToolButton[flat="true"]:focus { border-color: $accent; }
QToolButton[chip="true"] {
  border: 1px solid transparent; border-radius: 11px; padding: 0 10px; min-height: 22px; max-height: 22px; color: $dim;
}
QToolButton[heading="true"] {
  background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 3px 8px; font-weight: 600;
  color: $text;
}
QToolButton[heading="true"]:hover { background: $hover; }
QToolButton[heading="true"]:focus { border-color: $accent; }
QToolButton[heading="true"]::menu-indicator { image: none; }
QToolButton[chip="true"]:focus { border-color: $accent; }
QToolButton[filter="true"] { color: $text; background: transparent; border-color: $line; }
QToolButton[filter="true"]:hover { background: $hover; }
QToolButton[chip="true"]::menu-indicator { image: none; }
QPushButton[flat="true"]:checked, QToolButton[flat="true"]:checked { background: $raised; color: $text; }
QPushButton[link="true"] { padding: 0 4px; margin-left: -5px; }
QPushButton[name="true"] { padding: 0 8px; text-align: left; }
QToolButton[fold="true"], QToolButton[fold="true"]:checked {
  background: transparent; border: none; color: $dim; padding: 0; margin-left: -8px;
}
QToolButton[fold="true"]:hover { color: $text; }
QPushButton[step="true"] {
  background: transparent; color: $dim; border: none; border-left: 2px solid transparent; text-align: left;
  padding: 0 10px; min-height: 32px;
}
QPushButton[step="true"]:hover { background: $hover; color: $text; }
QPushButton[step="true"]:checked { background: $raised; color: $text; border-left-color: $accent; }
QPushButton[step="true"]:focus { color: $text; border-left-color: $accent; }
QPushButton[class="true"] {
  background: transparent; border: none; border-radius: 4px; padding: 0; min-height: 22px; max-height: 22px;
}
QPushButton[class="true"]:hover { background: $hover; }
QPushButton[class="true"]:checked { background: $selected; }
QPushButton[class="true"]:focus { background: $hover; }
QToolButton[term="true"] {
  background: transparent; color: $dim; border: 1px solid $line; border-radius: 9px; padding: 0;
  min-width: 16px; max-width: 16px; min-height: 16px; max-height: 16px; font-size: 11px;
}
QToolButton[term="true"]:hover { color: $text; border-color: $dim; }
QToolButton[term="true"]:focus { border-color: $accent; }
QToolButton[popupMode="2"] { padding-right: 26px; }
QFileDialog {
  backward-icon: $back; forward-icon: $forward; filedialog-parent-directory-icon: $parent;
}
QFileDialog QToolButton { padding: 0 4px; min-width: 20px; }
QPushButton::menu-indicator, QToolButton::menu-indicator {
  image: $down; width: 12px; height: 12px; subcontrol-origin: padding; subcontrol-position: center right; right: 6px;
}
QCheckBox, QRadioButton { background: transparent; spacing: 8px; }
QCheckBox:disabled, QRadioButton:disabled { color: $faint; }
QCheckBox::indicator, QRadioButton::indicator {
  width: 14px; height: 14px; border: 1px solid $faint; border-radius: 4px; background: $field;
}
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover,
QCheckBox:focus::indicator, QRadioButton:focus::indicator { border-color: $accent; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: $check; }
QRadioButton::indicator:checked { background: $on_accent; border: 4px solid $accent; width: 8px; height: 8px; }
""")

_FIELDS = Template("""
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox {
  background: $field; color: $text; border: 1px solid $line; border-radius: 6px; padding: 0 8px; min-height: 28px;
  selection-background-color: $accent; selection-color: $on_accent;
}
QPlainTextEdit, QTextEdit { padding: 4px 8px; }
QSpinBox, QDoubleSpinBox { min-height: 26px; }
QLineEdit:hover, QSpinBox:hover, QDoubleSpinBox:hover, QComboBox:hover { border-color: $handle; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus {
  border-color: $accent;
}
QLineEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled, QComboBox:disabled {
  color: $faint; background: transparent;
}
QComboBox[quiet="true"] {
  background: transparent; border-color: transparent; color: $dim; min-height: 18px; padding: 0;
}
QComboBox[quiet="true"]:hover { color: $text; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: $down; width: 12px; height: 12px; }
QComboBox QAbstractItemView {
  background: $raised; border: 1px solid $line; border-radius: 6px; padding: 4px; outline: none;
  selection-background-color: $selected; selection-color: $text;
}
QComboBox QAbstractItemView::item { min-height: 26px; padding: 0 6px; border-radius: 4px; }
QSpinBox::up-button, QDoubleSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::down-button {
  background: transparent; border: none; width: 20px; subcontrol-origin: border; margin: 2px;
}
QSpinBox::up-button, QDoubleSpinBox::up-button { subcontrol-position: top right; }
QSpinBox::down-button, QDoubleSpinBox::down-button { subcontrol-position: bottom right; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow { image: $up; width: 9px; height: 9px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow { image: $down; width: 9px; height: 9px; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $line; }
QSlider::sub-page:horizontal { height: 4px; border-radius: 2px; background: $accent; }
QSlider::handle:horizontal { width: 14px; height: 14px; margin: -5px 0; border-radius: 7px; background: $text; }
QSlider::handle:horizontal:focus { background: $accent; }
QProgressBar {
  background: $line; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; color: transparent;
}
QProgressBar::chunk { background: $accent; border-radius: 2px; }
""")

_VIEWS = Template("""
QAbstractItemView { background: $background; border: none; outline: none; color: $text; }
QTableView, QTreeView {
  background: $panel; alternate-background-color: $panel; gridline-color: transparent;
  selection-background-color: $selected; selection-color: $text;
}
QTableView::item { padding: 0 6px; border: none; }
QTableView::item:selected { background: $selected; }
QListWidget::item { padding: 4px 6px; border-radius: 4px; }
QTreeWidget::item { padding: 4px 6px; }
QTreeView::item:selected, QListView::item:selected { background: $selected; color: $text; }
QHeaderView { background: $panel; border: none; }
QHeaderView::section {
  background: $panel; color: $dim; border: none; border-bottom: 1px solid $line; padding: 4px 9px; font-weight: 400;
}
QHeaderView::section:hover { color: $text; }
QHeaderView::up-arrow, QHeaderView::down-arrow { width: 8px; height: 8px; subcontrol-position: top center; }
QHeaderView::up-arrow { image: $up; }
QHeaderView::down-arrow { image: $down; }
QTableCornerButton::section { background: $panel; border: none; }
""")

_BARS = Template("""
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $handle; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; background: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }
QTabBar::tab {
  background: transparent; color: $dim; padding: 6px 12px; border: none; border-bottom: 2px solid transparent;
}
QTabBar::tab:disabled { color: $faint; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
""")
