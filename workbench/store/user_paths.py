"""The folders of the user's projects and logs."""

from pathlib import Path

import platformdirs

from workbench.core.file_names import safe_name
from workbench.core.program import NAME


def user_data() -> Path:
    """The program's data folder of the user, with the sample project and the list of recent projects."""
    return platformdirs.user_data_path(NAME, appauthor=False)


def user_settings() -> Path:
    """The folder of settings that do not belong to a project."""
    return platformdirs.user_config_path(NAME, appauthor=False)


def user_logs() -> Path:
    """The folder of the window's log."""
    return platformdirs.user_log_path(NAME, appauthor=False)


def projects_folder() -> Path:
    """The folder in the user's documents that is proposed for new projects."""
    return platformdirs.user_documents_path() / "Workbench Projects"


def new_project_folder(name: str, parent: Path | None = None) -> Path:
    """A folder for a new project of that name, with a number if the name is taken. It does not exist yet.

    `parent`: where it will lie; None for the user's documents.
    """
    place, plain, number = parent or projects_folder(), safe_name(name), 2
    path = place / f"{plain}.workbench"
    while path.exists():
        path, number = place / f"{plain} {number}.workbench", number + 1
    return path
