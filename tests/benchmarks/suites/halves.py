"""Disjoint halves of domains that show the same things: no picture of the source has a twin in the target.

In every emoji folder, the same file stem is the same picture. Trained on all of one vendor's and measured on all of
another's, a net is partly measured on what it has learned by heart.
"""

import hashlib
import shutil
import tempfile
from pathlib import Path

SOURCE, TARGET = 0, 1


def in_half(stem: str, half: int) -> bool:
    """Whether a file of this stem belongs to the half, in every folder alike."""
    return hashlib.blake2b(stem.encode(), digest_size=1).digest()[0] % 2 == half


def half_of(folder: Path, half: int) -> Path:
    """A folder of links to the files of class folders that belong to the half; made anew, outside `folder`."""
    digest = hashlib.blake2b(str(folder.absolute()).encode(), digest_size=6).hexdigest()
    place = Path(tempfile.gettempdir()) / f"workbench-halves-{digest}" / f"{folder.name}-{half}"
    files = [path for path in sorted(folder.absolute().glob("*/*")) if in_half(path.stem, half)]
    links = {place / path.parent.name / path.name: path for path in files}
    if {*place.glob("*/*")} != {*links}:
        shutil.rmtree(place, ignore_errors=True)
        for link, path in links.items():
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(path)
    return place
