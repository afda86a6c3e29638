"""`workbench desktop`: adds the program to the applications menu of a Linux desktop, or removes it."""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from workbench.core.errors import UserError
from workbench.core.files import copy_atomically, make_folder, write_atomically
from workbench.core.program import NAME
from workbench.core.resources import resource

SUMMARIES = {
    "install": "add the program, with its icon, to your applications menu and to “Open With” of folders",
    "remove": "remove it from there; the program stays installed",
}
RESERVED = '"`$\\'  # Desktop Entry Specification 1.5, “The Exec key”: escaped inside quotes


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the subcommands."""
    subparsers = parser.add_subparsers(title="subcommands", dest="do", metavar="WHAT", required=True)
    for name, summary in SUMMARIES.items():
        subparsers.add_parser(name, help=summary, description=summary[0].upper() + summary[1:] + ".")


def run(arguments: argparse.Namespace) -> int:
    """Write or delete the entry and the icon, and return 0. Raises UserError on another system, or if it fails."""
    if not sys.platform.startswith("linux"):
        raise UserError("This command writes the menu entries of Linux desktops.", "Pin the workbench program by hand.")
    from workbench.store.user_paths import user_data

    data = user_data().parent
    entry, icon = data / "applications" / f"{NAME}.desktop", data / "icons/hicolor/scalable/apps" / f"{NAME}.svg"
    try:
        if arguments.do == "install":
            _install(entry, icon)
            print(f"Added {entry}.\nAfter an update into another environment, run this command again.")
        else:
            there = entry.exists()
            for path in (entry, icon):
                path.unlink(missing_ok=True)
            print(f"Removed {entry}." if there else "There was no entry.")
    except OSError as error:
        raise UserError(f"{data} cannot be changed ({error}).", "Check who owns this folder.") from error
    if tool := shutil.which("update-desktop-database"):  # what opens folders is read from its cache
        subprocess.run([tool, entry.parent], check=False, capture_output=True)
    return 0


def desktop_entry() -> str:
    """The text of the entry, which starts the program of this environment."""
    command = " ".join((_quoted(sys.executable), "-m", "workbench", "open", "%f"))
    return (
        "[Desktop Entry]\nType=Application\nName=Domain Workbench\nGenericName=Domain adaptation of image models\n"
        "Comment=See, shrink and label the shift between two image domains\n"
        f"Exec={command}\nIcon={NAME}\nTerminal=false\nStartupWMClass=Domain Workbench\nMimeType=inode/directory;\n"
        "Categories=Science;Education;Graphics;\nKeywords=domain adaptation;image;model;labels;\n"
    )


def _install(entry: Path, icon: Path) -> None:
    for path in (entry, icon):
        make_folder(path.parent)
    copy_atomically(resource("icons/workbench.svg"), icon)
    write_atomically(entry, desktop_entry())


def _quoted(word: str) -> str:
    """An argument of the Exec key: quoted, then escaped once more as a value of type string."""
    inside = "".join(f"\\{letter}" if letter in RESERVED else letter for letter in word)
    return f'"{inside}"'.replace("\\", "\\\\").replace("%", "%%")
