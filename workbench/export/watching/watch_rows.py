"""Reads the unusual images of a table that `workbench watch` wrote."""

import csv
from heapq import nsmallest
from pathlib import Path

from workbench.core.csv_cells import unescaped
from workbench.core.errors import UserError
from workbench.export.watching.watch_table import HEAD
from workbench.store.watched_images import MOST


def unusual_rows(table: Path) -> dict[str, str]:
    """Why each unusual image is offered, by its path in the watched folder, the most unusual first; at most MOST.

    Raises UserError if it is not such a table.
    """
    problem = UserError(f"{table} is not a table that “workbench watch” wrote.", "Give its --out.")
    try:
        with table.open(newline="", encoding="utf-8") as file:
            rows = csv.DictReader(file)
            if tuple(rows.fieldnames or ())[: len(HEAD)] != HEAD:
                raise problem
            found = ((-float(row["unusual"]), unescaped(row["path"]), row) for row in rows if row["unusual"])
            odd = nsmallest(MOST, found, key=lambda one: one[:2])  # as the project orders them
    except OSError as error:
        raise UserError(f"{table} cannot be read ({error.strerror}).", "Check its path.") from error
    except (ValueError, csv.Error) as error:
        raise problem from error
    return {
        path: f"unusual when it was watched, {row['watched'][:10]}: {unescaped(row['why'])}" for _, path, row in odd
    }
