"""Writing to a project's database: all or nothing, and a sentence where the disk or another process is in the way."""

import contextlib
import sqlite3
from collections.abc import Iterator

from workbench.core.errors import UserError


@contextlib.contextmanager
def saving(database: sqlite3.Connection) -> Iterator[None]:
    """One transaction. Raises UserError when it can not be committed; then nothing of it is there."""
    try:
        with database:
            yield
    except sqlite3.Error as error:
        raise UserError(
            f"The project could not be saved ({error}).",
            "Free some space on its disk, or close what else has it open; then do it again.",
        ) from error
