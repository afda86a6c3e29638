"""Atomic writing of files."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PARTS = ".*.part"  # temporary files that a killed process may leave


def write_atomically(path: Path, content: bytes | str) -> None:
    """Atomically replace the file at `path`. If writing fails, the old file is unchanged."""
    with replacing(path) as temporary:
        temporary.write_bytes(content.encode() if isinstance(content, str) else content)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path that replaces `path` when the block ends without an exception."""
    with temporary_beside(path) as temporary:
        yield temporary
        temporary.replace(path)


@contextmanager
def temporary_beside(path: Path) -> Iterator[Path]:
    """A unique path in the folder of `path`. A file left there is deleted when the block ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{uuid.uuid4().hex[:12]}.part")  # the name of `path` may have the greatest length
    try:
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)
