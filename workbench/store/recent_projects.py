"""The list of the projects that a user opened, with their folders."""

import time
from pathlib import Path

import msgspec

from workbench.core.files import write_atomically
from workbench.store.project import SUFFIX, is_project
from workbench.store.project_contents import image_folders
from workbench.store.user_paths import user_data

LISTED = 12  # projects


class RecentProject(msgspec.Struct, frozen=True):
    """A project: its `folder`, when it was last `opened` (seconds since 1970; 0: unknown), and its two folders."""

    folder: str
    opened: float = 0.0
    source: str = ""
    target: str = ""

    @property
    def name(self) -> str:
        """The name of the project, as shown on screen."""
        return Path(self.folder).name.removesuffix(SUFFIX)

    @property
    def missing(self) -> bool:
        """Whether no project is in its folder any more."""
        return not is_project(Path(self.folder))


def recent_projects() -> list[RecentProject]:
    """The projects that were opened last, latest first. Some may be missing."""
    try:
        entries = msgspec.json.decode(_list().read_bytes(), type=list[RecentProject | str])
    except (OSError, msgspec.DecodeError):
        return []
    return [RecentProject(entry) if isinstance(entry, str) else entry for entry in entries]


def remember_project(folder: Path, source: str = "", target: str = "") -> None:
    """Move a project to the top of the list. Errors of the file system are ignored."""
    entry = RecentProject(str(folder), time.time(), source, target)
    _write([entry, *(other for other in recent_projects() if other.folder != entry.folder)])


def forget_project(folder: Path) -> None:
    """Remove a project from the list. Its files stay."""
    _write([other for other in recent_projects() if other.folder != str(folder)])


def relocate_project(folder: Path, place: Path) -> None:
    """Name another folder for a project of the list, at the same position."""
    found = [other for other in recent_projects() if other.folder != str(place)]
    _write([msgspec.structs.replace(one, folder=str(place)) if one.folder == str(folder) else one for one in found])


def project_of(source: str, target: str) -> RecentProject | None:
    """The project of the list that was opened last and has these two folders; None if there is none."""
    found = (one for one in recent_projects() if (one.source, one.target) == (source, target) and not one.missing)
    return next((one for one in found if (source, target) == _sides(Path(one.folder))), None)


def _sides(folder: Path) -> tuple[str, ...]:
    """The folders of source and target that a project has now."""
    return tuple(map(str, image_folders(folder)))


def _write(entries: list[RecentProject]) -> None:
    try:
        write_atomically(_list(), msgspec.json.encode(entries[:LISTED]), durable=False)
    except (OSError, UnicodeEncodeError):  # a name that is not UTF-8
        return


def _list() -> Path:
    return user_data() / "recent.json"
