"""Reading of JSON files, with errors that give the location in the file."""

import json
import math
import re
from pathlib import Path
from typing import Any

import msgspec

from workbench.core.errors import UserError
from workbench.core.text_decoding import decode_text

NOT_A_NUMBER = re.compile(r"\bNaN\b|\bInfinity\b")


def json_of(path: Path) -> Any:
    """The content of a JSON file. Raises UserError if it is invalid."""
    text = decode_text(path.read_bytes(), str(path)).text
    try:
        return value_of(text)
    except ValueError as error:
        raise UserError(f"{path} is not valid JSON ({error}).", "Export it again.") from error


def value_of(text: str) -> Any:
    """The value of JSON text. NaN, which Python writes for missing numbers, is accepted. Raises ValueError."""
    try:
        return msgspec.json.decode(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        if not NOT_A_NUMBER.search(text):
            raise ValueError(str(error)) from error
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def peek(path: Path) -> Any:
    """The content of a JSON file; None for other, invalid and unreadable files."""
    if not path.is_file() or path.suffix.lower() != ".json":
        return None
    try:
        return json_of(path)
    except (OSError, UserError):
        return None


def text_of(values: Any, key: str) -> str | None:
    """The value of a key of an object if it is a non-empty string; else None."""
    value = values.get(key) if isinstance(values, dict) else None
    return value if isinstance(value, str) and value else None


def name_text(value: Any) -> str:
    """A name as text: integers also if they are written as floats, as pandas does; empty for anything else."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float) and math.isfinite(value):
        return str(int(value)) if value.is_integer() else str(value)
    return ""
