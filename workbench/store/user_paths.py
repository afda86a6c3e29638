"""Where a person's projects are, and which were open last."""

from pathlib import Path

import msgspec
import platformdirs

from workbench.core.files import write_atomically

NAME = "domain-workbench"
KEPT = 8


def user_data() -> Path:
    """What the program keeps for a user: the sample project and the list of recent projects."""
    return platformdirs.user_data_path(NAME, appauthor=False)


def new_project_folder(name: str) -> Path:
    """A folder for a project of that name in the user's documents that is not there yet."""
    shelf = platformdirs.user_documents_path() / "Workbench Projects"
    path, number = shelf / f"{name}.workbench", 2
    while path.exists():
        path, number = shelf / f"{name} {number}.workbench", number + 1
    return path


def recent_projects() -> list[Path]:
    """The projects opened last that are still there, the latest first."""
    try:
        paths = msgspec.json.decode(_list().read_bytes(), type=list[str])
    except (OSError, msgspec.DecodeError):
        return []
    return [path for path in map(Path, paths) if path.is_dir()]


def remember_project(folder: Path) -> None:
    """Put a project at the top of the recent ones. A disk that does not take it is no reason to stop."""
    paths = [str(folder), *(str(path) for path in recent_projects() if path != folder)]
    try:
        write_atomically(_list(), msgspec.json.encode(paths[:KEPT]))
    except OSError:
        return


def _list() -> Path:
    return user_data() / "recent.json"
