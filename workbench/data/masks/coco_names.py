"""Names of images in COCO files that were written on another machine: absolute paths and URLs."""

import os
import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

ELSEWHERE = re.compile(r"/|[A-Za-z][\w+.-]*:|\.\.?/")


def relative_names(names: Sequence[str]) -> list[PurePosixPath]:
    """The names with forward slashes. Absolute paths and URLs are cut to what comes after the folders they share."""
    paths = [_path(name) for name in names]
    elsewhere = [path for path, name in zip(paths, names, strict=True) if ELSEWHERE.match(name)]
    shared = PurePosixPath(os.path.commonpath([path.parent for path in elsewhere])) if elsewhere else PurePosixPath()
    return [
        path.relative_to(shared) if ELSEWHERE.match(name) else path for path, name in zip(paths, names, strict=True)
    ]


def _path(name: str) -> PurePosixPath:
    """The path of a name, without the parts that name a machine or a drive."""
    if re.match(r"[A-Za-z][\w+.-]+://", name):
        name = unquote(urlsplit(name).path)
    name = re.sub(r"^[A-Za-z]:", "", name)
    parts = [part for part in name.split("/") if part not in ("", ".", "..")]
    return PurePosixPath(*parts) if parts else PurePosixPath(name)
