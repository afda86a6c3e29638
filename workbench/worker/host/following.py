"""Following a run of a host: its messages as they are written, and its files as they change."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from workbench.core.leftovers import is_leftover
from workbench.store.remote_run import FileStamp
from workbench.worker.frames import HEADER
from workbench.worker.host.protocol import CHUNK, Ended, FileList, FilePart, Follow, Heard, HostReply
from workbench.worker.host.runs import HostRun

POLL = 0.05  # seconds between two looks at the journal
FILES_EVERY = 2.0  # seconds between two looks at the files, or longer where a look takes long
SHARE = 20  # the files take at most one part in this many of the time
LOG_BYTES = 4000


class _Frame(msgspec.Struct):
    """What of a message is looked at here."""

    last: bool = False


class Follower:
    """Sends what is new of a run until the run or the connection ends."""

    def __init__(self, run: HostRun, command: Follow, send: Callable[[HostReply], None]) -> None:
        self.run, self.send = run, send
        self.position, self.known = command.position, dict(command.files)
        self.left = threading.Event()  # nobody listens any more
        self._listed: tuple[str, ...] | None = None

    def follow(self) -> None:
        """Follow the run to its end."""
        due = 0.0
        while not self.left.is_set():
            alive = self.run.alive()  # before the journal is read: what a process wrote at its end is not overlooked
            for position, message in self._messages():
                if msgspec.msgpack.decode(message, type=_Frame).last:
                    self._send_files(over=True)
                    self.send(Heard(position, message))
                    self.send(Ended(finished=True))
                    return
                self.send(Heard(position, message))
            if not alive:
                self._send_files(over=False)
                self.send(Ended(finished=False, log=_tail(self.run.log)))
                return
            if time.monotonic() >= due:
                begun = time.monotonic()
                self._send_files(over=False)
                due = time.monotonic() + max(FILES_EVERY, SHARE * (time.monotonic() - begun))
            self.left.wait(POLL)

    def _messages(self) -> Iterator[tuple[int, bytes]]:
        """The complete messages from the present position on, each with the position behind it."""
        try:
            journal = self.run.journal.open("rb")
        except FileNotFoundError:
            return
        with journal:
            journal.seek(self.position)
            while len(header := journal.read(HEADER.size)) == HEADER.size:
                (length,) = HEADER.unpack(header)
                message = journal.read(length)
                if len(message) < length:
                    return
                self.position += HEADER.size + length
                yield self.position, message

    def _send_files(self, over: bool) -> None:
        """Send the files that have changed, and then their list if that has changed."""
        root, listed = self.run.folder.path, []
        for path, file in sorted(_files(root, "")):
            if path == self.run.folder.checkpoint.name and not over:
                continue  # it is large, and of use only when the run is over
            listed.append(path)
            self._send_file(path, file)
        if self._listed != tuple(listed):
            self._listed = tuple(listed)
            self.send(FileList(self._listed))

    def _send_file(self, path: str, file: Path) -> None:
        try:
            with file.open("rb") as stream:
                status = os.fstat(stream.fileno())
                stamp = FileStamp(status.st_size, status.st_mtime_ns)
                if self.known.get(path) == stamp:
                    return
                left, offset = stamp.size, 0
                while True:
                    part = stream.read(min(CHUNK, left))
                    if len(part) < min(CHUNK, left) or self.left.is_set():
                        return  # the file was cut meanwhile: the next look sends it
                    left -= len(part)
                    self.send(FilePart(path, offset, part, stamp))
                    offset += len(part)
                    if not left:
                        break
        except FileNotFoundError:  # it was replaced or removed meanwhile
            return
        self.known[path] = stamp


def _files(folder: Path, below: str) -> Iterator[tuple[str, Path]]:
    """The files of a run folder that are no locks and no temporary files."""
    try:
        entries = list(os.scandir(folder))
    except FileNotFoundError:
        return
    for entry in entries:
        if is_leftover(entry.name):
            continue
        path = f"{below}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path), f"{path}/")
        elif entry.is_file(follow_symlinks=False):
            yield path, Path(entry.path)


def _tail(log: Path) -> str:
    """The end of a log; empty without one."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - LOG_BYTES))
            return file.read().decode(errors="replace")
    except OSError:
        return ""
