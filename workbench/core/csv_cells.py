"""Cells of tables that people open in spreadsheets, which run a cell that begins like a formula."""

import re

# What Excel and LibreOffice take for a formula: a sign and more, unless the cell is a number.
FORMULA = re.compile(r"[=+\-@\t\r].")
NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?")
ESCAPED = re.compile(r"(?:'|\./)(?=(?:'|\./)*[=+\-@\t\r].)")


def escaped_text(text: str) -> str:
    """A text for a cell: with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if _is_formula(text) or ESCAPED.match(text) else text


def escaped_path(path: str) -> str:
    """A path for a cell: with “./” before what a spreadsheet would take for a formula. It leads to the same file."""
    return f"./{path}" if _is_formula(path) or ESCAPED.match(path) else path


def unescaped(cell: str) -> str:
    """The text or path of a cell that `escaped_text` or `escaped_path` wrote; other cells stay as they are."""
    escape = ESCAPED.match(cell)
    return cell[escape.end() :] if escape else cell


def _is_formula(text: str) -> bool:
    return bool(FORMULA.match(text)) and not NUMBER.fullmatch(text)
