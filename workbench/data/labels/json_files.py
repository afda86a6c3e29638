"""JSON as it stands in files: read with errors that a person can mend, and picked apart with the entry's place."""

from pathlib import Path
from typing import Any

import msgspec

from workbench.core.errors import UserError


def json_of(path: Path) -> Any:
    """What a file holds. Raises UserError when it is no JSON."""
    try:
        return msgspec.json.decode(path.read_bytes())
    except (msgspec.DecodeError, RecursionError) as error:
        raise UserError(f"{path} is no JSON ({error}).", "Export it again.") from error


def peek(path: Path) -> Any:
    """What a file holds; None when it is no JSON file or can not be read."""
    if not path.is_file() or path.suffix.lower() != ".json":
        return None
    try:
        return json_of(path)
    except (OSError, UserError):
        return None


def bad(path: Path, where: str, problem: str) -> UserError:
    """An entry of a file that does not say what it should."""
    return UserError(f"{where[:1].upper()}{where[1:]} of {path} {problem}.", "Mend or delete it.")


def text_of(values: Any, key: str) -> str | None:
    """What an object says under a key, where that is text and not empty."""
    found = values.get(key) if isinstance(values, dict) else None
    return found if isinstance(found, str) and found else None
