"""Writing files so that a reader never sees half of one."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PARTS = ".*.part"  # what a killed process may leave behind


def write_atomically(path: Path, content: bytes | str) -> None:
    """Replace `path` by `content` in one step; on failure the old file stays as it was."""
    with replacing(path) as temporary:
        temporary.write_bytes(content.encode() if isinstance(content, str) else content)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path beside `path` that takes its place when the block ends well."""
    with temporary_beside(path) as temporary:
        yield temporary
        temporary.replace(path)


@contextmanager
def temporary_beside(path: Path) -> Iterator[Path]:
    """A path in the same folder that nobody else uses; whatever is there when the block ends is deleted."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{uuid.uuid4().hex[:12]}.part")  # a name of its own: the path's may fill its limit
    try:
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)
