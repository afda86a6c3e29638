"""Transactions of a project's database."""

import contextlib
import sqlite3
from collections.abc import Iterator

from workbench.store.database import Database, explained


@contextlib.contextmanager
def saving(database: sqlite3.Connection) -> Iterator[None]:
    """A transaction. Raises UserError if the environment prevents the commit; the transaction is then rolled back."""
    with explained("The project could not be saved"), database:
        yield
    if isinstance(database, Database):
        database.committed()
