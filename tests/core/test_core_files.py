"""Atomic writing: what a killed process left is swept, and nothing else."""

import os
import time
from pathlib import Path

from workbench.core.files import STALE, write_atomically

NOW = time.time()


def make(path: Path, age: float) -> Path:
    """A file that was changed so many seconds ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("content")
    os.utime(path, (NOW - age, NOW - age))
    return path


def test_that_stale_parts_are_swept_and_fresh_and_foreign_files_stay(tmp_path: Path) -> None:
    precious = make(tmp_path / "elsewhere" / "precious.txt", 2 * STALE)
    out = tmp_path / "out"
    stale = [make(out / ".0123456789ab.part", 2 * STALE), make(out / ".0123456789ac.part" / "a" / "b", 2 * STALE)]
    link = out / ".0123456789ad.part"
    link.symlink_to(precious.parent)
    kept = [
        make(out / ".0123456789ae.part", STALE / 2),
        make(out / ".0123456789af.part" / "a" / "fresh", STALE / 2),
        make(out / "video.mp4.part", 2 * STALE),
        make(out / ".0123456789.part", 2 * STALE),
        make(out / "0123456789ab.part", 2 * STALE),
    ]
    for folder in (out / ".0123456789ac.part" / "a", out / ".0123456789ac.part"):
        os.utime(folder, (NOW - 2 * STALE, NOW - 2 * STALE))
    os.utime(link, (NOW - 2 * STALE, NOW - 2 * STALE), follow_symlinks=False)
    write_atomically(out / "table.csv", "path\n")
    assert not any(os.path.lexists(path) for path in (*stale, link))
    assert all(path.is_file() for path in (*kept, precious, out / "table.csv"))
