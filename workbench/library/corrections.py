"""Finds the corrected labels of a source: in a project or in a file."""

from pathlib import Path

from workbench.core.corrections import Correction
from workbench.library.label_places import open_project
from workbench.store.correction_table import read_corrections
from workbench.store.project import is_project


def corrections_at(place: Path) -> tuple[Correction, ...]:
    """The corrections in a project or a file. Raises UserError if it has none to read."""
    if is_project(place):
        with open_project(place) as project:
            return tuple(project.labels.corrections.current().values())
    return read_corrections(place)
