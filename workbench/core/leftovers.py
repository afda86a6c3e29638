"""Names of files and folders that systems and programs leave behind: bins, thumbnails, indexes. They hold no data."""

import re

_NAMES = (
    # Synology, QNAP and other network drives
    "@eaDir", "@tmp", "#recycle", "#snapshot", "@Recycle", "@Recently-Snapshot", "@sharebin", "Network Trash Folder",
    "Temporary Items",
    # Windows
    "$RECYCLE.BIN", "System Volume Information", "Thumbs.db", "ehthumbs.db", "ehthumbs_vista.db", "desktop.ini",
    "MSOCache",
    # macOS, and archives made there
    "__MACOSX", "Icon\r",
    # Linux, Android
    "lost+found", "LOST.DIR",
    # programs
    "__pycache__", "Picasa.ini",
)  # fmt: skip
_KNOWN = {name.lower(): name for name in _NAMES}
_RESCUED = re.compile(r"found\.\d{3}", re.IGNORECASE)  # folders of chkdsk
_OWN = re.compile(r"\.(?:.*\.)?lock|\.lock\.json|\.[0-9a-f]{12}\.part")  # locks and temporary files of this program


def is_leftover(name: str) -> bool:
    """Whether a file or folder of this name is passed over: hidden, or left by a system or a program."""
    if name.startswith("."):
        return True
    lowered = name.lower()
    return lowered in _KNOWN or (lowered.startswith("found.") and _RESCUED.fullmatch(name) is not None)


def is_own(name: str) -> bool:
    """Whether a leftover is a lock or a temporary file of this program, which is not counted."""
    return _OWN.fullmatch(name) is not None


def leftover_kind(name: str, *, folder: bool) -> str:
    """The name under which a leftover is counted. Hidden files are counted together."""
    if name.startswith("._"):
        return "._*"  # resource forks of macOS, one beside each file
    if name.startswith(".") and not folder and name != ".DS_Store":
        return "hidden files"
    return _KNOWN.get(name.lower(), name).strip()
