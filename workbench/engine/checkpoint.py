"""Checkpoints: tensors and plain values, written atomically and read without executing code of the file."""

from pathlib import Path
from typing import Any

import torch

from workbench.core.errors import UserError
from workbench.core.files import replacing

VERSION = 2  # of the contents of a checkpoint; other versions cannot be resumed


def save(path: Path, state: dict[str, Any]) -> None:
    """Write a state of tensors and plain values. Raises UserError if the file cannot be written."""
    try:
        with replacing(path) as temporary:
            torch.save({"version": VERSION, **state}, temporary)
    except (OSError, RuntimeError) as error:  # torch reports a full disk as RuntimeError, in words of its own
        reason = error.strerror if isinstance(error, OSError) else "its disk may be full"
        raise UserError(
            f"The checkpoint {path} could not be written ({reason}).",
            "Free some space on that disk, then resume the run.",
        ) from error


def load(path: Path) -> dict[str, Any]:
    """Read a state. Raises UserError if the file is missing, damaged, or of another version."""
    if not path.is_file():
        raise UserError(f"There is no checkpoint {path}.", "Start the run again from the beginning.")
    try:
        state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # a damaged file can make torch raise any exception
        raise UserError(f"The checkpoint {path} is damaged.", "Start the run again from the beginning.") from error
    if state.get("version") != VERSION:
        raise UserError(f"The checkpoint {path} was written by another version of the program.", "Start the run again.")
    return state
