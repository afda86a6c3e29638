"""What the machine that runs the tests can do, and the same thing said for all of them."""

import os
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
KILLED = "status 15" if sys.platform == "win32" else "status -9"  # of a process that was ended by `kill`


def _makes_links() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        try:
            Path(folder, "link").symlink_to(folder)
        except OSError:  # on Windows it is a privilege
            return False
        return True


not_root = pytest.mark.skipif(ROOT or sys.platform == "win32", reason="root may read and write everything")
needs_interrupts = pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl+C to consoles")
needs_links = pytest.mark.skipif(not _makes_links(), reason="no symbolic links here")
needs_limits = pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are POSIX")


def kill(pid: int) -> None:
    """End a process at once, as a crash does."""
    psutil.Process(pid).kill()
