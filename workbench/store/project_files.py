"""A project as a folder: how it is named, renamed, moved, duplicated and deleted.

Each operation takes a project that nothing else has open. A process that is killed in one leaves at least one whole
project: copies get their name when they are complete, and what is deleted loses its name first.
"""

import contextlib
import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from workbench.core.errors import UserError
from workbench.core.file_names import safe_name
from workbench.core.files import make_folder, move_folder, part_name, sweep_parts
from workbench.store import lock, project_state
from workbench.store.backups import BESIDE
from workbench.store.backups import FOLDER as BACKUPS
from workbench.store.database import WAIT
from workbench.store.last_visit import write_home
from workbench.store.project import DATABASE, SUFFIX, is_project
from workbench.store.project_contents import foreign_entries, images_inside
from workbench.store.project_lock import HOLDER, ProjectLock

FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
REASONS = {
    **dict.fromkeys(FULL, ("the disk is full", "Free some space on it, then try again.")),
    **dict.fromkeys(
        (errno.EACCES, errno.EPERM, errno.EROFS),
        ("you may not write there", "Get write permission, or choose another place."),
    ),
    errno.ENAMETOOLONG: ("the name is too long", "Choose a shorter name, or a place with a shorter path."),
}
TEMPORARY = (lock.NAME, HOLDER, *(f"{DATABASE}{end}" for end in BESIDE if end == "-shm"))  # not copied


def check_name(name: str) -> str:
    """Return the name of a project without spaces at its ends.

    Raises UserError if a file system refuses it, or would change it.
    """
    wanted = name.strip()
    if not wanted:
        raise UserError("The project has no name.", "Type one.")
    possible = safe_name(wanted)
    if possible != wanted:
        raise UserError(f"A project cannot have the name “{wanted}”.", f"“{possible}” is possible.")
    return wanted


def named_folder(parent: Path, name: str) -> Path:
    """The folder for a project of that name. Raises UserError if the name cannot be used, or is taken there."""
    folder = parent / f"{check_name(name)}{SUFFIX}"
    if os.path.lexists(folder):
        raise UserError(f"{folder} already exists.", "Choose another name or another place.")
    return folder


def rename_project(folder: Path, name: str) -> Path:
    """Rename a project, and return its new folder. Raises UserError, which leaves it as it is."""
    wanted = f"{check_name(name)}{SUFFIX}"
    if wanted == folder.name:
        return folder
    only_case = wanted.casefold() == folder.name.casefold() and _same(folder, folder.with_name(wanted))
    place = folder.with_name(wanted) if only_case else named_folder(folder.parent, name)
    return _put(folder, place, "renamed")


def move_project(folder: Path, parent: Path) -> Path:
    """Move a project into another folder, and return its new folder. Raises UserError, which leaves it as it is.

    On another disk it is copied first, which takes its time, and then deleted here.
    """
    if parent.resolve().is_relative_to(folder.resolve()):
        raise UserError(f"{parent} lies inside the project.", "Choose a folder outside it.")
    return _put(folder, named_folder(parent, folder.name.removesuffix(SUFFIX)), "moved")


def duplicate_project(folder: Path, place: Path) -> Path:
    """Copy a project with its runs and labels, and return `place`, the new folder. It is a project of its own.

    The backups stay behind. Raises UserError, which leaves no copy.
    """
    if os.path.lexists(place):
        raise UserError(f"{place} already exists.", "Choose another name or another place.")
    with held(folder), _told(f"The project {folder.name} could not be duplicated"), _part(place) as part:
        write_home(folder, only_if_missing=True)
        _copy(folder, part, leave=(BACKUPS, project_state.NAME))
        with contextlib.closing(sqlite3.connect(part / DATABASE)) as database, database:
            database.execute("UPDATE identity SET id = lower(hex(randomblob(16)))")
        move_folder(part, place)
    return place


def delete_project(folder: Path) -> None:
    """Delete a project for ever. Raises UserError if it is in use, or if images of the user lie in it."""
    with deletable(folder), _told(f"The project {folder.name} could not be deleted"):
        _remove(folder)


@contextlib.contextmanager
def deletable(folder: Path) -> Iterator[None]:
    """Hold a project that may be deleted. Raises UserError if it is in use, or if images of the user lie in it."""
    with held(folder):
        if (inside := images_inside(folder)) is not None:
            raise UserError(
                f"The images in {inside} lie inside the project {folder.name}, so it is not deleted.",
                "Move them to another folder first.",
            )
        # The folders that the database names may be unknown, or written in another case than on this disk.
        if foreign := [name for name in foreign_entries(folder) if (folder / name).is_dir()]:
            raise UserError(
                f"The folder “{foreign[0]}” in the project {folder.name} is not the program's, so it is not deleted.",
                "Move it to another place first.",
            )
        yield


@contextlib.contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a project, so that no window opens it.

    Raises UserError if there is none, and if a window, another program or a run is using it.
    """
    if not is_project(folder):
        raise UserError(f"There is no project in {folder}.", f"Give a folder that ends in {SUFFIX}.")
    window = ProjectLock(folder)
    try:
        for file in sorted((folder / "runs").glob(f"*/{lock.NAME}")):
            if os.access(file, os.W_OK):
                with lock.locked(file.parent):
                    pass
        _settle_database(folder)
        with contextlib.suppress(OSError):
            (folder / HOLDER).unlink()  # it would go with the project
        if os.name == "nt":
            window.release()  # Windows moves no folder with an open file
        yield
    finally:
        window.release()


def _settle_database(folder: Path) -> None:
    """Bring the whole database into its one file. Raises UserError if another program has it open."""
    address = f"{(folder / DATABASE).absolute().as_uri()}?mode=rw"
    try:
        with contextlib.closing(sqlite3.connect(address, uri=True, timeout=WAIT)) as database:
            database.execute("PRAGMA journal_mode = DELETE").fetchone()
    except sqlite3.Error as error:  # a damaged database, or one that can only be read, goes with its files as they are
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise UserError(
                f"Another program has the project {folder.name} open.", "Close it there, then try again."
            ) from error


def _put(folder: Path, place: Path, done: str) -> Path:
    """Give a project another place."""
    with held(folder), _told(f"The project {folder.name} could not be {done}"):
        write_home(folder, only_if_missing=True)  # the next opening then knows what was where
        make_folder(place.parent)
        try:
            os.rename(folder, place)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            _put_elsewhere(folder, place)
    return place


def _put_elsewhere(folder: Path, place: Path) -> None:
    """Move a project to another disk."""
    with _part(place) as part:
        _copy(folder, part)
        move_folder(part, place)
    try:
        _remove(folder)
    except OSError as error:
        raise UserError(
            f"The project is now in {place}, but {folder} could not be deleted ({error.strerror}).",
            "Delete that folder yourself.",
        ) from error


@contextlib.contextmanager
def _part(place: Path) -> Iterator[Path]:
    """A temporary folder beside `place`. What is left of it in the end is deleted."""
    make_folder(place.parent)
    sweep_parts(place.parent)
    part = part_name(place)
    part.mkdir()
    try:
        yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _copy(folder: Path, part: Path, leave: tuple[str, ...] = ()) -> None:
    """Copy all files and links of a project, except locks and the files `leave` at its top. Raises OSError."""
    for parent, folders, files in os.walk(folder):
        here = Path(parent)
        to = part / here.relative_to(folder)
        if here == folder:
            folders[:] = [name for name in folders if name not in leave]
            files[:] = [name for name in files if name not in leave]
        for name in [name for name in folders if (here / name).is_symlink()]:
            folders.remove(name)
            files.append(name)
        for name in folders:
            (to / name).mkdir()
        for name in files:
            if name not in TEMPORARY:
                shutil.copy2(here / name, to / name, follow_symlinks=False)


def _remove(folder: Path) -> None:
    """Delete a folder, which loses its name first. Raises OSError if it cannot lose it."""
    part = part_name(folder)
    os.rename(folder, part)
    try:
        if part.is_symlink():
            part.unlink()
        else:
            shutil.rmtree(part)
    except OSError as error:
        raise UserError(
            f"The project {folder.name} is deleted, but a part of it is left in {part} ({error.strerror}).",
            "Delete that folder yourself.",
        ) from error


def _same(one: Path, other: Path) -> bool:
    return other.exists() and one.samefile(other)


@contextlib.contextmanager
def _told(problem: str) -> Iterator[None]:
    """Tell errors of the file system in one sentence."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        code = error.errno if isinstance(error, OSError) else None
        reason, hint = REASONS.get(code or 0, (getattr(error, "strerror", None) or str(error), "Try another place."))
        raise UserError(f"{problem}: {reason}.", hint) from error
