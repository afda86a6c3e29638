"""The contents that a host keeps, each once, and the folders that are built from them."""

import contextlib
import hashlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from workbench.core.errors import UserError
from workbench.core.file_names import safe_name
from workbench.core.files import copy_atomically, move, move_folder, part_name, sweep_parts
from workbench.worker.host.layout import HostLayout
from workbench.worker.host.protocol import DIGEST_BYTES, MakeTree, Put, checked_digest, checked_id, checked_relative

EMPTY = hashlib.blake2b(digest_size=DIGEST_BYTES).digest()  # of a content without bytes


class ContentStore:
    """The folder of contents. A content is there under its digest only when all of it is."""

    def __init__(self, layout: HostLayout) -> None:
        self.folder, self.trees = Path(layout.contents), Path(layout.trees)
        self._open: _OpenContent | None = None

    def missing(self, digests: Iterable[bytes]) -> tuple[bytes, ...]:
        """The digests without a content, each once."""
        return tuple(digest for digest in dict.fromkeys(digests) if not self._whole(digest))

    def _whole(self, digest: bytes) -> bool:
        """Whether a content is there; a power failure can leave a file empty that no tree links to yet."""
        with contextlib.suppress(FileNotFoundError):
            return self.place(digest).stat().st_size > 0 or digest == EMPTY
        return False

    def count(self) -> int:
        """The number of contents."""
        folders = os.scandir(self.folder) if self.folder.is_dir() else ()
        return sum(len(os.listdir(folder)) for folder in folders)

    def place(self, digest: bytes) -> Path:
        """The file of a content, which may be missing."""
        name = checked_digest(digest)
        return self.folder / name[:2] / name

    def put(self, part: Put) -> None:
        """Take the next part of a content. Raises UserError if the whole does not have its digest."""
        if self._open is None or self._open.digest != part.digest:
            self.close()
            self._open = _OpenContent(part.digest, self.place(part.digest))
        self._open.write(part.content)
        if part.last:
            content, self._open = self._open, None
            content.keep()

    def close(self) -> None:
        """Discard a content that did not arrive completely."""
        if self._open is not None:
            self._open.discard()
            self._open = None

    def make_tree(self, command: MakeTree) -> None:
        """Build a tree of links to contents, unless it is there. Raises UserError if a content is missing."""
        place = self.trees / checked_id(command.tree)
        if place.is_dir():
            return
        self.trees.mkdir(parents=True, exist_ok=True)
        sweep_parts(self.trees)
        part = part_name(place)
        root = part / safe_name(command.name)
        try:
            root.mkdir(parents=True)
            for path, digest in command.files:
                self._link(digest, root / checked_relative(path))
            move_folder(part, place)
        except OSError:
            if not place.is_dir():  # another connection may have been quicker
                raise
        finally:
            shutil.rmtree(part, ignore_errors=True)

    def _link(self, digest: bytes, file: Path) -> None:
        content = self.place(digest)
        if not content.is_file():
            raise UserError(f"The content of {file.name} is missing.", "Start the run again.")
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(content, file)
        except FileExistsError as error:
            raise UserError(f"The path {file.name} occurs twice.") from error
        except OSError:  # a file system without hard links, or one with too many links to a file
            copy_atomically(content, file, durable=False)  # move_folder follows


class _OpenContent:
    """A content that arrives."""

    def __init__(self, digest: bytes, place: Path) -> None:
        self.digest, self.place = digest, place
        place.parent.mkdir(parents=True, exist_ok=True)
        self.part = part_name(place)
        self.file: BinaryIO = self.part.open("xb")
        self.hash = hashlib.blake2b(digest_size=DIGEST_BYTES)

    def write(self, content: bytes) -> None:
        self.hash.update(content)
        self.file.write(content)

    def keep(self) -> None:
        """Give the file its name. Raises UserError if it is not the content of that digest."""
        self.file.close()
        if self.hash.digest() != self.digest:
            self.part.unlink()
            raise UserError("A file changed while it was sent.", "Start the run again.")
        move(self.part, self.place, durable=False)  # it is on the disk with the tree that links to it

    def discard(self) -> None:
        self.file.close()
        self.part.unlink(missing_ok=True)
