"""`workbench restore`: replaces the damaged database of a project by a backup, or lists the backups."""

import argparse
import contextlib
from pathlib import Path

from workbench.core.counting import count
from workbench.core.errors import UserError


def configure(parser: argparse.ArgumentParser) -> None:
    """The project, and the backup."""
    parser.add_argument("project", type=Path, metavar="PROJECT", help="folder of a project (NAME.workbench)")
    parser.add_argument("--backup", metavar="NAME", help="a backup that “--list” lists (default: the latest)")
    parser.add_argument("--list", action="store_true", help="list the backups, latest first, and change nothing")


def run(arguments: argparse.Namespace) -> int:
    """Restore a backup and return 0. Raises UserError if there is none, or if the project needs none."""
    from workbench.store.backups import DamagedProjectError, backups_of, read_backup, restore
    from workbench.store.project import Project, database_file

    folder = arguments.project.absolute()
    backups = [backup for path in backups_of(folder) if (backup := read_backup(folder, path)) is not None]
    if arguments.list:
        for backup in backups:
            print(f"{backup.path.stem}  {backup.name}  {count(backup.labels, 'label')}")
        return 0
    chosen = [backup for backup in backups if arguments.backup in (None, backup.path.stem)]
    if not chosen:
        what = f"no backup named {arguments.backup}" if arguments.backup else "no backup that is whole"
        raise UserError(f"{folder} has {what}.", "Give the folder of a project, and a backup that “--list” lists.")
    if arguments.backup is None:
        with contextlib.suppress(DamagedProjectError):
            Project.open(folder, settle=False).close()
            raise UserError(f"{folder} is not damaged.", "To go back to a backup all the same, name it with --backup.")
    replaced = restore(folder, database_file(folder), chosen[0].path)
    Project.open(folder, settle=False).close()
    print(f"Restored the backup of {chosen[0].name}, with {count(chosen[0].labels, 'label')}.")
    if replaced is not None:
        print(f"The replaced files are in {replaced}.")
    return 0
