"""Tables of corrected source labels: CSV files with the columns path, given and label."""

from collections.abc import Iterable
from pathlib import Path

from workbench.core.corrections import Correction
from workbench.core.csv_cells import escaped_path, escaped_text
from workbench.core.csv_table import read_csv
from workbench.core.errors import UserError
from workbench.store.event_folder import write_table

COLUMNS = ("path", "given", "label")


def write_corrections(path: Path, corrections: Iterable[Correction]) -> None:
    """Write corrections to a file. Raises OSError if it cannot be written."""
    rows = ((escaped_path(each.path), escaped_text(each.given), escaped_text(each.label)) for each in corrections)
    write_table(path, COLUMNS, rows)


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """Read corrections from a file. Raises UserError with the line if it is not such a table."""
    table = read_csv(path, COLUMNS)
    indices = [table.column([name]) for name in COLUMNS]
    present = [index for index in indices if index is not None]
    if len(present) < len(COLUMNS):
        raise UserError(
            f"{path} has no columns “path”, “given” and “label”.",
            "“workbench label correct PROJECT --out FILE” writes such a table.",
        )
    corrections = []
    for row in table.rows:
        place, given, label = (row.cells[index] for index in present)
        if row.problem or not (place and given and label):
            problem = row.problem or "lacks a value"
            raise UserError(
                f"Line {row.line} of {path} {problem}.", "Give the path, the folder's class and the right one."
            )
        corrections.append(Correction(place, given, label))
    return tuple(corrections)


def write_beside(out: Path, corrections: Iterable[Correction]) -> Path | None:
    """Write the corrections that change a label beside exported labels. Returns the file; None if there are none.

    Raises UserError if it cannot be written.
    """
    changing = [correction for correction in corrections if not correction.confirms]
    if not changing:
        return None
    file = out.absolute().with_name(f"{out.stem}.corrections.csv")
    try:
        write_corrections(file, changing)
    except OSError as error:
        raise UserError(f"{file} cannot be written ({error.strerror}).", "Choose another folder.") from error
    return file
