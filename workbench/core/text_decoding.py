"""Text of files that other programs write: which encoding it has, and its characters."""

import codecs
from typing import NamedTuple

from workbench.core.errors import UserError

# UTF-32 comes first: its little-endian mark begins with the one of UTF-16.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
ZIP, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"  # first bytes of .xlsx, .ods and .numbers, and of .xls
LAST_RESORT = "cp1252"  # Windows in Western Europe and America; Excel's “CSV (Comma delimited)” there


class DecodedText(NamedTuple):
    """The characters of a file and its encoding. `assumed`: whether no other encoding fits, but none is certain."""

    text: str
    encoding: str
    assumed: bool = False


def decode_text(content: bytes, name: str, *, partial: bool = False) -> DecodedText:
    """Decode UTF-8 and UTF-16 with or without a byte order mark, and anything else as Windows-1252.

    `name`: of the file, for messages. `partial`: the content may end within a character, which is left out. Raises
    UserError for workbooks, binary files and damaged text.
    """
    if content.startswith((ZIP, COMPOUND)):
        raise UserError(f"{name} is a workbook or an archive, not a text file.", "Save it as CSV in UTF-8.")
    encoding = _encoding(content)
    try:
        mark = next((mark for mark, known in MARKS if known == encoding and content.startswith(mark)), b"")
        text, assumed = codecs.getincrementaldecoder(encoding)().decode(content[len(mark) :], final=not partial), False
    except UnicodeDecodeError as error:
        if encoding != "utf-8" or content.startswith(codecs.BOM_UTF8):
            raise UserError(f"{name} is not valid {encoding.upper()} text ({error}).", "Save it as UTF-8.") from error
        encoding, assumed = LAST_RESORT, True
        text = _last_resort(content, name)
    if "\0" in text:
        raise UserError(f"{name} contains NUL characters, so it is not a text file.", "Save it as CSV in UTF-8.")
    return DecodedText(text, encoding, assumed)


def _encoding(content: bytes) -> str:
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return encoding
    # Tables begin with a header in ASCII, JSON with a bracket: in UTF-16, every second byte of that is NUL.
    first = content[:4]
    if len(first) == 4 and len(content) % 2 == 0:
        zeros = tuple(not byte for byte in first)
        if zeros == (False, True, False, True):
            return "utf-16-le"
        if zeros == (True, False, True, False):
            return "utf-16-be"
    return "utf-8"


def _last_resort(content: bytes, name: str) -> str:
    try:
        return content.decode(LAST_RESORT)
    except UnicodeDecodeError as error:
        raise UserError(
            f"{name} is neither UTF-8, UTF-16 nor Windows-1252 text.", "Save it as CSV in UTF-8."
        ) from error
