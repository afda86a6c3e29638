"""A page as PDF: Qt lays it out and prints it, with its drawings as pictures."""

import re
from pathlib import Path

from PySide6.QtCore import QByteArray, QMarginsF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument
from PySide6.QtSvg import QSvgRenderer

from workbench.core.errors import UserError
from workbench.core.files import replacing

DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
VARIABLE = re.compile(r"var\(--([a-z]+)\)")
SIZE = re.compile(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"')
ROOT = re.compile(r":root \{(.*?)\}", re.DOTALL)
SHARP = 3  # pixels of a picture for each of the page
DPI = 96  # what the page's pixels are
MARGIN = 15  # millimetres
WIDEST = 660  # pixels that fit between the margins


def print_page(page: Path, out: Path) -> None:
    """Write an HTML page that `workbench report` or `inspect` made to a PDF. Raises UserError when that fails."""
    try:
        text = page.read_text(encoding="utf-8")
        with replacing(out) as temporary:
            document = page_document(text)
            writer = QPdfWriter(str(temporary))
            writer.setTitle(document.metaInformation(QTextDocument.MetaInformation.DocumentTitle))
            writer.setPageLayout(
                QPageLayout(
                    QPageSize(QPageSize.PageSizeId.A4),
                    QPageLayout.Orientation.Portrait,
                    QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN),
                    QPageLayout.Unit.Millimeter,
                )
            )
            writer.setResolution(DPI * 2)
            area = QSizeF(writer.pageLayout().paintRectPixels(DPI).size())
            document.setPageSize(area)
            _draw(document, writer, area)
            if not temporary.exists() or not temporary.stat().st_size:
                raise OSError("nothing was written")
    except OSError as error:
        raise UserError(f"The PDF could not be written to {out} ({error}).", "Choose another folder.") from error


def page_document(text: str) -> QTextDocument:
    """The page as Qt can lay it out: light colours for names of colours, pictures for drawings."""
    colours = _colours(text)
    text = VARIABLE.sub(lambda found: colours.get(found[1], "#000000"), text)
    document = QTextDocument()
    document.setDocumentMargin(0)
    drawings: list[str] = []

    def keep(found: "re.Match[str]") -> str:
        drawings.append(found[0])
        width, height = _size(found[0])
        return f'<img src="drawing:{len(drawings) - 1}" width="{width:.0f}" height="{height:.0f}">'

    text = DRAWING.sub(keep, text)
    text = re.sub(r"@media[^{]*\{(?:[^{}]|\{[^{}]*\})*\}", "", text)
    for number, drawing in enumerate(drawings):
        document.addResource(
            QTextDocument.ResourceType.ImageResource.value, QUrl(f"drawing:{number}"), _picture(drawing)
        )
    document.setHtml(_plainer(text))
    return document


def _plainer(text: str) -> str:
    """What Qt's layout does not know, said as it does: lines that wrap, blocks, sizes, room in cells."""
    text = text.replace("<pre>", '<p style="font-family: monospace; font-size: 11px">').replace("</pre>", "</p>")
    text = re.sub(r'(<div class="answer"><b)>(.*?)</b>', r'\1 style="font-size: 28px">\2</b><br>', text)
    text = text.replace("<table", '<table cellpadding="4"').replace('<img src="data:', '<img width="60" src="data:')
    return re.sub(r'(<div class="card"><h3>.*?</h3>)', r"\1<br>", text)


def _draw(document: QTextDocument, writer: QPdfWriter, area: QSizeF) -> None:
    painter = QPainter()
    if not painter.begin(writer):
        raise OSError("it can not be opened")
    scale = writer.resolution() / DPI
    painter.scale(scale, scale)
    for number in range(document.pageCount()):
        if number:
            writer.newPage()
        painter.save()
        painter.translate(0, -number * area.height())
        document.drawContents(painter, QRectF(0, number * area.height(), area.width(), area.height()))
        painter.restore()
    painter.end()


def _colours(text: str) -> dict[str, str]:
    found = ROOT.search(text)
    return dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", found[1])) if found else {}


def _size(drawing: str) -> tuple[float, float]:
    found = SIZE.search(drawing)
    width, height = (float(found[1]), float(found[2])) if found else (200.0, 100.0)
    shown = re.match(r'<svg[^>]* width="([\d.]+)"', drawing)
    wanted = min(float(shown[1]) if shown else width, WIDEST)
    if wanted == 440:  # two scatters stand side by side
        wanted = WIDEST / 2 - 10
    return wanted, height * wanted / width


def _picture(drawing: str) -> QImage:
    width, height = _size(drawing)
    image = QImage(round(width * SHARP), round(height * SHARP), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    named = drawing.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    renderer = QSvgRenderer(QByteArray(named.encode()))
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image
