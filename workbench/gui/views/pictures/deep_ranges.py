"""The ranges of deep images of the displayed folders, for all views that read image files in any thread."""

import os
from pathlib import Path

from workbench.core.deep_range import DeepRange

_by_folder: dict[str, DeepRange] = {}


def set_deep_range(folder: Path, deep: DeepRange | None) -> None:
    """Set the range in which images below a folder are displayed; None for a folder without deep images."""
    if deep is None:
        _by_folder.pop(str(folder), None)
    else:
        _by_folder[str(folder)] = deep


def displayed_range(file: str) -> DeepRange | None:
    """Return the range of the innermost folder above a file that has one."""
    above = [folder for folder in list(_by_folder) if file.startswith(os.path.join(folder, ""))]
    return _by_folder.get(max(above, key=len)) if above else None


def range_key(file: str) -> str:
    """Return what distinguishes the pictures of a file in different ranges."""
    deep = displayed_range(file)
    return "" if deep is None else deep.key
