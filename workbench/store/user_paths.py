"""The folders of the user's projects and logs, and the list of recent projects."""

from pathlib import Path

import msgspec
import platformdirs

from workbench.core.files import write_atomically
from workbench.core.program import NAME

LISTED = 8  # recent projects


def user_data() -> Path:
    """The program's data folder of the user, with the sample project and the list of recent projects."""
    return platformdirs.user_data_path(NAME, appauthor=False)


def user_logs() -> Path:
    """The folder of the window's log."""
    return platformdirs.user_log_path(NAME, appauthor=False)


def new_project_folder(name: str) -> Path:
    """A new folder for a project of that name in the user's documents. It does not exist yet."""
    parent = platformdirs.user_documents_path() / "Workbench Projects"
    path, number = parent / f"{name}.workbench", 2
    while path.exists():
        path, number = parent / f"{name} {number}.workbench", number + 1
    return path


def recent_projects() -> list[Path]:
    """The most recently opened projects that still exist, latest first."""
    try:
        paths = msgspec.json.decode(_list().read_bytes(), type=list[str])
    except (OSError, msgspec.DecodeError):
        return []
    return [path for path in map(Path, paths) if path.is_dir()]


def remember_project(folder: Path) -> None:
    """Move a project to the top of the recent projects. Errors of the file system are ignored."""
    paths = [str(folder), *(str(path) for path in recent_projects() if path != folder)]
    try:
        write_atomically(_list(), msgspec.json.encode(paths[:LISTED]), durable=False)
    except OSError:
        return


def _list() -> Path:
    return user_data() / "recent.json"
