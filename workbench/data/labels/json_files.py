"""Reading of JSON files, with errors that give the location in the file."""

from pathlib import Path
from typing import Any

import msgspec

from workbench.core.errors import UserError


def json_of(path: Path) -> Any:
    """The content of a JSON file. Raises UserError if it is invalid."""
    try:
        return msgspec.json.decode(path.read_bytes())
    except (msgspec.DecodeError, RecursionError) as error:
        raise UserError(f"{path} is not valid JSON ({error}).", "Export it again.") from error


def peek(path: Path) -> Any:
    """The content of a JSON file; None for other, invalid and unreadable files."""
    if not path.is_file() or path.suffix.lower() != ".json":
        return None
    try:
        return json_of(path)
    except (OSError, UserError):
        return None


def invalid_entry(path: Path, where: str, problem: str) -> UserError:
    """The error for an invalid entry of a file."""
    return UserError(f"{where[:1].upper()}{where[1:]} of {path} {problem}.", "Correct or delete the entry.")


def text_of(values: Any, key: str) -> str | None:
    """The value of a key of an object if it is a non-empty string; else None."""
    value = values.get(key) if isinstance(values, dict) else None
    return value if isinstance(value, str) and value else None
