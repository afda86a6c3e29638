"""A page printed by Qt: its words can be read, its drawings are there."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSizeF
from pytestqt.qtbot import QtBot

from workbench.core.errors import UserError
from workbench.export.svg_curves import curves_drawing
from workbench.gui.export.pdf_printer import laid_out, page_document, print_page

PAGE = """<!doctype html><html><head><title>T</title><style>:root {{ color-scheme: light dark; --text: #1d2229; \
--line: #dcdfe5; --dim: #5a6472; }} @media (prefers-color-scheme: dark) {{ :root {{ --text: #ffffff; }} }}
</style></head><body><h1>Heading</h1>{drawing}{words}</body></html>"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    drawing = curves_drawing({"one": [(0, 1.0), (10, 3.0)], "two": [(0, 2.0), (10, 1.0)]}, "loss")
    path = tmp_path / "page.html"
    path.write_text(PAGE.format(drawing=drawing, words="<p>words</p>" * 120), encoding="utf-8")
    return path


def test_that_drawings_become_pictures_and_colours_are_the_light_ones(qtbot: QtBot, page: Path) -> None:
    document = page_document(page.read_text(encoding="utf-8"))
    assert "Heading" in document.toPlainText()
    picture = document.resource(2, "drawing:0")  # 2: QTextDocument.ImageResource
    assert not picture.isNull()
    seen = {
        picture.pixelColor(x, y).name() for x in range(0, picture.width(), 2) for y in range(0, picture.height(), 2)
    }
    assert {"#4477aa", "#ee7733"} <= seen


def test_that_a_long_page_is_a_pdf_of_several(qtbot: QtBot, page: Path, tmp_path: Path) -> None:
    print_page(page, tmp_path / "page.pdf")
    content = (tmp_path / "page.pdf").read_bytes()
    assert content.startswith(b"%PDF-")
    assert content.count(b"/Type /Page\n") + content.count(b"/Type /Page/") + content.count(b"/Type /Page ") >= 2


def test_that_a_place_that_takes_no_file_is_told(qtbot: QtBot, page: Path) -> None:
    with pytest.raises(UserError, match="could not be written"):
        print_page(page, page / "page.pdf")


def test_that_a_part_is_not_cut_in_two_at_the_foot_of_a_sheet(qtbot: QtBot) -> None:
    words = "<p>words</p>" * 12 + "<h3>part</h3>" + "<p>of the part</p>" * 5 + "<h3>next</h3><p>after it</p>"
    area = QSizeF(300, 400)
    document = laid_out(PAGE.format(drawing="", words=words), area)
    sheets: dict[str, set[int]] = {}
    block = document.begin()
    while block.isValid():
        box = document.documentLayout().blockBoundingRect(block)
        sheets.setdefault(block.text(), set()).update({int(box.top() / 400), int((box.bottom() - 1) / 400)})
        block = block.next()
    assert sheets["words"] == {0}
    assert sheets["part"] == sheets["of the part"] == {1}, "it would have begun on the first"
    assert sheets["next"] == sheets["after it"]
