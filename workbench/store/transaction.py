"""Writing to a project's database: all or nothing."""

import contextlib
import sqlite3
from collections.abc import Iterator

from workbench.store.database import explained


@contextlib.contextmanager
def saving(database: sqlite3.Connection) -> Iterator[None]:
    """One transaction. Raises UserError where the environment does not let it be committed; then nothing is kept."""
    with explained("The project could not be saved"), database:
        yield
