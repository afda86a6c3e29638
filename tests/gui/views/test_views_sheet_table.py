"""The table of sheets and findings: the alignment of its columns."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from workbench.gui.views.tables.sheet_table import SheetTable


def test_that_columns_of_numbers_are_aligned_to_the_right_and_columns_of_text_to_the_left(qtbot: QtBot) -> None:
    table = SheetTable("Classes")
    qtbot.addWidget(table)
    rows = [("3", "1,200", "no image has this path", "84.0 % (70 % to 92 %)"), ("7", "8", "different labels", "–")]
    table.show_rows(("class", "images", "reason", "right"), [*rows, ("9", "12", "", "50.0 % (3 % to 97 %)")])
    right = Qt.AlignmentFlag.AlignRight.value
    for y in range(3):
        cells = [table.item(y, x) for x in range(4)]
        assert [bool(cell is not None and cell.textAlignment() & right) for cell in cells] == [False, True, False, True]
    heads = [table.horizontalHeaderItem(x) for x in range(4)]
    assert [bool(head is not None and head.textAlignment() & right) for head in heads] == [False, True, False, True]
