"""Prints an HTML page to PDF with QTextDocument; SVG drawings become images."""

import re
from pathlib import Path

from PySide6.QtCore import QByteArray, QMarginsF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtSvg import QSvgRenderer

from workbench.core.errors import UserError
from workbench.core.files import replacing
from workbench.gui.kit.language import tr

DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
VARIABLE = re.compile(r"var\(--([a-z]+)\)")
SIZE = re.compile(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"')
ROOT = re.compile(r":root \{(.*?)\}", re.DOTALL)
SHARP = 3  # pixels of an image for each pixel of the page
DPI = 96  # pixels of the page
MARGIN = 15  # millimetres
TOGETHER = 0.7  # of the height of a page: higher sections may be split
WIDEST = 660  # pixels between the margins
PAIRED = 440  # in pixels: two drawings up to this width fit side by side
SAMPLE, SCENE = 82, 132  # width in pixels of an image in a row of samples, or of scenes
ROWS = re.compile(r'<table class="rows( scenes)?">.*?</table>', re.DOTALL)
PAPER = (
    "body { background: #ffffff; } th, td { padding: 3px 7px; font-size: 12px; } p, td.word { white-space: normal; } "
    "p, h3 { text-align: left; } td.answer { text-align: left; } td.answer p { font-size: 14px; }"
)
ANSWER = (
    r'<table width="100%" cellpadding="12"><tr><td class="answer" align="left" bgcolor="#eef0f3">'
    r'<span style="font-size: 28px; font-weight: 600">\1</span><br>\2</td></tr></table>'
)


def print_page(page: Path, out: Path) -> None:
    """Print an HTML page of `workbench report` or `inspect` to a PDF. Raises UserError on failure."""
    try:
        text = page.read_text(encoding="utf-8")
        with replacing(out) as temporary:
            writer = QPdfWriter(str(temporary))
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
            document = laid_out(text, area)
            writer.setTitle(document.metaInformation(QTextDocument.MetaInformation.DocumentTitle))
            _draw(document, writer, area)
            if not temporary.exists() or not temporary.stat().st_size:
                raise OSError(tr("nothing was written"))
    except OSError as error:
        raise UserError(
            tr("The PDF could not be written to {out} ({error}).", out=out, error=error), tr("Choose another folder.")
        ) from error


def laid_out(text: str, area: QSizeF) -> QTextDocument:
    """Lay out a page on sheets of a size in pixels."""
    document = page_document(text)
    document.setPageSize(area)
    _keep_together(document)
    return document


def page_document(text: str) -> QTextDocument:
    """Return a page as a document: variables are replaced by light colours, and drawings by images."""
    colours = _colours(text)
    text = VARIABLE.sub(lambda match: colours.get(match[1], "#000000"), text)
    document = QTextDocument()
    document.setDocumentMargin(0)
    drawings: list[str] = []

    def keep(match: "re.Match[str]") -> str:
        drawings.append(match[0])
        width, height = _size(match[0])
        return f'<img src="drawing:{len(drawings) - 1}" width="{width:.0f}" height="{height:.0f}">'

    text = DRAWING.sub(keep, text)
    text = re.sub(r"@media[^{]*\{(?:[^{}]|\{[^{}]*\})*\}", "", text)
    for number, drawing in enumerate(drawings):
        document.addResource(
            QTextDocument.ResourceType.ImageResource.value, QUrl(f"drawing:{number}"), _picture(drawing)
        )
    document.setHtml(_simplify(text))
    return document


def _simplify(text: str) -> str:
    """Replace HTML that QTextDocument does not support: wrapping, blocks, sizes and alignment of cells."""
    text = ROOT.sub("", text)  # an unknown rule would disable all others
    text = text.replace("</style>", f"{PAPER}</style>", 1)
    text = text.replace("<pre>", '<p style="font-family: monospace; font-size: 11px">').replace("</pre>", "</p>")
    text = re.sub(r'<div class="answer"><b>(.*?)</b>(.*?)</div>', ANSWER, text, flags=re.DOTALL)
    text = ROWS.sub(lambda match: match[0].replace("<img ", f'<img width="{SCENE if match[1] else SAMPLE}" '), text)
    text = re.sub(r"(<tr[^>]*>\s*)<(td|th)>(?!<img)", r'\1<\2 align="left">', text)
    text = re.sub(r"<(td|th)>(?!<img)", r'<\1 align="right">', text)
    text = re.sub(r'<(td|th) class="word">', r'<\1 align="left">', text)
    text = text.replace('<img src="data:', '<img width="60" src="data:')
    return re.sub(r'<div class="cards three">(.*?</div>)</div>', _cards, text, flags=re.DOTALL)


def _cards(match: "re.Match[str]") -> str:
    """Lay out cards in rows of three."""
    cards = [
        f'<td style="text-align: left">{card.replace("</h3>", "</h3><br>")}</td>'
        for card in re.findall(r'<div class="card">(.*?)</div>', match[1], re.DOTALL)
    ]
    rows = "".join(f"<tr>{''.join(cards[start : start + 3])}</tr>" for start in range(0, len(cards), 3))
    return f'<table class="cards">{rows}</table>'


def _keep_together(document: QTextDocument) -> None:
    """Start a new page before a section that would be split, unless it is too high."""
    size, block = document.pageSize(), document.begin()
    while block.isValid():
        first, words = block, False
        while block.isValid() and not (words and block.blockFormat().headingLevel()):
            words = words or not block.blockFormat().headingLevel()
            last, block = block, block.next()
        top, end = _top(first), _top(last) + document.documentLayout().blockBoundingRect(last).height()
        cut = int(top / size.height()) != int((end - 1) / size.height())
        if first.blockFormat().headingLevel() and cut and end - top < TOGETHER * size.height():
            cursor = QTextCursor(first)
            form = cursor.blockFormat()
            form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
            cursor.setBlockFormat(form)
            document.setPageSize(QSizeF(0, 0))  # a partial layout would not be drawn completely
            document.setPageSize(size)


def _top(block: QTextBlock) -> float:
    return block.document().documentLayout().blockBoundingRect(block).top()


def _draw(document: QTextDocument, writer: QPdfWriter, area: QSizeF) -> None:
    painter = QPainter()
    if not painter.begin(writer):
        raise OSError(tr("it cannot be opened"))
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
    root = ROOT.search(text)
    return dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", root[1])) if root else {}


def _size(drawing: str) -> tuple[float, float]:
    view_box = SIZE.search(drawing)
    width, height = (float(view_box[1]), float(view_box[2])) if view_box else (200.0, 100.0)
    shown = re.match(r'<svg[^>]* width="([\d.]+)"', drawing)
    wanted = min(float(shown[1]) if shown else width, WIDEST)
    if wanted <= PAIRED:
        wanted = min(wanted, WIDEST / 2 - 10)
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
