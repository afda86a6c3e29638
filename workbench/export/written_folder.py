"""Writes an exported folder as a whole, and replaces only a folder that was exported before."""

import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from workbench.core.errors import UserError
from workbench.core.files import move_folder, part_name, sweep_parts


def check_output(out: Path, mark: str, known: Collection[str]) -> None:
    """Raises UserError if the export would replace anything but an exported folder.

    Such a folder contains the file `mark`, and nothing that is not `known`.
    """
    if not out.exists():
        return
    names = {path.name for path in out.iterdir()} if out.is_dir() else {out.name}
    if names and (mark not in names or not names <= {*known}):
        raise UserError(
            f"{out} contains other files.", "Choose a new folder, or one that contains an exported model only."
        )


@contextmanager
def written_folder(out: Path) -> Iterator[Path]:
    """A temporary folder that replaces `out` when the block ends without an exception.

    Raises UserError if it cannot be written.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        sweep_parts(out.parent)
        temporary = part_name(out)
        temporary.mkdir()
        try:
            yield temporary
            _replace_folder(temporary, out)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
    except OSError as error:
        raise UserError(f"The folder {out} could not be written ({error}).", "Choose another folder.") from error


def _replace_folder(temporary: Path, out: Path) -> None:
    """Move a finished folder to its destination; a folder that was there is removed afterwards.

    If the process is killed between, the old folder is beside it under a hidden name that ends with .old.
    """
    old = part_name(out).with_suffix(".old")
    if out.exists():
        out.rename(old)
    try:
        move_folder(temporary, out)
    except OSError:
        if old.exists():
            old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)
