"""Checks whether a window can open, before Qt tries: Qt aborts the process if it cannot."""

import ctypes
import os
import socket
import sys
from pathlib import Path

# Packages of Debian and Ubuntu that Qt needs on X11. README.md has the same list.
PACKAGES = (
    "libegl1 libgl1 libglib2.0-0 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1 "
    "libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
)


def unavailable() -> str:
    """Return why no window can open and how to fix it, as one sentence; empty if a window can open."""
    try:
        import PySide6.QtWidgets  # noqa: F401  # checks whether its libraries load
    except ImportError as error:
        return f"Qt does not load ({error}); on Debian or Ubuntu: apt install {PACKAGES}."
    if not sys.platform.startswith("linux"):
        return ""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if platform != "xcb" and (platform or os.environ.get("WAYLAND_DISPLAY")):
        return ""
    display = os.environ.get("DISPLAY", "")
    if not display:
        return "there is no display (DISPLAY and WAYLAND_DISPLAY are not set)."
    if not _answers(display):
        return f"the display {display} does not answer."
    for library in ("libxcb-cursor.so.0", "libxkbcommon-x11.so.0", "libxcb-icccm.so.4", "libxcb-keysyms.so.1"):
        try:
            ctypes.CDLL(library)
        except OSError:
            return f"{library} is missing; on Debian or Ubuntu: apt install {PACKAGES}."
    return ""


def _answers(display: str) -> bool:
    host, _, number = display.rpartition(":")
    if host not in ("", "unix"):
        return True  # a network display: left to Qt
    path = f"/tmp/.X11-unix/X{number.split('.')[0]}"
    for address in (path, f"\0{path}"):
        if address == path and not Path(path).exists():
            continue
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            probe.settimeout(2)
            try:
                probe.connect(address)
            except OSError:
                continue
            return True
    return False
