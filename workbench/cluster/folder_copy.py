"""Copies of a run folder between machines, as the contents of its files; only what has changed is sent."""

from pathlib import Path

import msgspec

from workbench.core.file_names import contained_path, contained_place
from workbench.core.files import PARTS, write_atomically
from workbench.store import lock

NOT_SENT = (lock.NAME, "log.txt")  # they belong to the machine
LAST = ("checkpoint.pt", "result.json")  # written after what they refer to, in this order


class FolderChange(msgspec.Struct, frozen=True):
    """What changed in a folder: the content of each new or changed file by its path, and the paths of deleted ones."""

    files: dict[str, bytes] = {}
    deleted: tuple[str, ...] = ()


class FolderWatch:
    """Reads what has changed in a folder since it was last read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seen: dict[str, tuple[int, int]] = {}

    def change(self) -> FolderChange:
        """What has changed since the last call; all files at the first one."""
        found: dict[str, tuple[int, int]] = {}
        for file in sorted(self.folder.rglob("*")):
            if file.is_file() and file.name not in NOT_SENT and not file.match(PARTS):
                status = file.stat()
                found[file.relative_to(self.folder).as_posix()] = (status.st_size, status.st_mtime_ns)
        changed = [path for path, state in found.items() if self.seen.get(path) != state]
        deleted = tuple(path for path in self.seen if path not in found)
        self.seen = found
        return FolderChange({path: (self.folder / path).read_bytes() for path in changed}, deleted)


def apply(change: FolderChange, folder: Path) -> None:
    """Make the same change in another folder. Raises OSError; no path leads out of the folder."""
    for path in sorted(change.files, key=_order):
        write_atomically(contained_place(folder, contained_path(path)), change.files[path], durable=False)
    for path in change.deleted:
        contained_place(folder, contained_path(path)).unlink(missing_ok=True)


def _order(path: str) -> tuple[int, str]:
    name = path.rpartition("/")[2]
    return LAST.index(name) + 1 if name in LAST else 0, path
