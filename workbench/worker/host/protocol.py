"""The messages between this computer and a host, over `ssh HOST workbench-worker host`: commands and their answers.

A host carries out these commands and no others. Each is answered by the type that its docstring names, or by Denied.
"""

import re
from enum import StrEnum
from typing import TypeAlias

import msgspec

from workbench.core.errors import UserError
from workbench.store.remote_run import FileStamp
from workbench.worker.commands import Run

MAGIC = b"\nworkbench-host 1\n"  # before the first frame; what a login script prints before it is passed over
LARGEST = 1 << 28  # bytes of a frame
CHUNK = 1 << 20  # bytes of a file in one message
DIGEST_BYTES = 16
_ID = re.compile(r"[0-9a-f]{32}")
_LONGEST_PATH = 4000


class HostCommand(msgspec.Struct, frozen=True, tag=True):
    """The base of the commands to a host."""


class Greet(HostCommand, frozen=True):
    """The first command. Answered by Welcome."""


class AskMissing(HostCommand, frozen=True):
    """Which contents the host lacks. Answered by Missing."""

    digests: tuple[bytes, ...]


class Put(HostCommand, frozen=True):
    """The next part of a content; `last`: it is complete. Answered only if it is Denied."""

    digest: bytes
    content: bytes
    last: bool


class MakeTree(HostCommand, frozen=True):
    """Build the folder `name` from contents. Answered by Made.

    `tree`: an id of name and files. `files`: the content of each relative path.
    """

    tree: str
    name: str
    files: tuple[tuple[str, bytes], ...]


class Begin(HostCommand, frozen=True):
    """Start a run, or with `resume` start it again from its checkpoint. Answered by Made.

    All paths of the command lie below the host's root. The messages of a run that is started again begin anew, at
    position 0; a run that is in progress goes on.
    """

    run: str
    command: Run


class Follow(HostCommand, frozen=True):
    """Send the messages of a run from `position` on, and the files that are not as in `files`.

    Answered by FilePart, FileList and Heard until Ended.
    """

    run: str
    position: int
    files: dict[str, FileStamp]


class RunAction(StrEnum):
    """What a person does to a run in progress."""

    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"


class Act(HostCommand, frozen=True):
    """Pause, resume or stop a run. The answer is a message of the run, which Follow sends."""

    run: str
    action: RunAction


class Forget(HostCommand, frozen=True):
    """Delete the folder of a run that is over. Answered by Made."""

    run: str


class Clean(HostCommand, frozen=True):
    """Delete the host's root with all that is in it. Answered by Made."""


ToHost: TypeAlias = Greet | AskMissing | Put | MakeTree | Begin | Follow | Act | Forget | Clean


class HostReply(msgspec.Struct, frozen=True, tag=True):
    """The base of the answers of a host."""


class Welcome(HostReply, frozen=True):
    """The host. `root`: absolute, with its data. `free`: bytes on its disk. `contents`: how many it keeps.

    `python`: the interpreter of the program. `running`: the ids of its runs in progress.
    """

    version: str
    root: str
    python: str
    system: str
    cpus: int
    gpus: tuple[str, ...]
    free: int
    contents: int
    running: tuple[str, ...]


class Missing(HostReply, frozen=True):
    """The contents that the host lacks, and the free bytes on its disk."""

    digests: tuple[bytes, ...]
    free: int


class Made(HostReply, frozen=True):
    """The command was carried out."""


class Heard(HostReply, frozen=True):
    """A message of the run, an encoded Response, and the position behind it."""

    position: int
    message: bytes


class FilePart(HostReply, frozen=True):
    """The bytes of a file of the run folder from `offset` on. The file is complete with its last byte."""

    path: str
    offset: int
    content: bytes
    stamp: FileStamp


class FileList(HostReply, frozen=True):
    """All files of the run folder, after those that changed were sent."""

    paths: tuple[str, ...]


class Ended(HostReply, frozen=True):
    """The run is over. Not `finished`: its process has ended without a last message, of which `log` tells."""

    finished: bool
    log: str = ""


class Denied(HostReply, frozen=True):
    """The command was not carried out: the problem and the remedy."""

    message: str
    hint: str = ""


FromHost: TypeAlias = Welcome | Missing | Made | Heard | FilePart | FileList | Ended | Denied


def is_id(name: str) -> bool:
    """Whether a name is the id of a run or a tree."""
    return _ID.fullmatch(name) is not None


def checked_id(name: str) -> str:
    """The id of a run or a tree. Raises UserError if it is none."""
    if not is_id(name):
        raise UserError(f"{name[:80]!r} is no id.")
    return name


def checked_digest(digest: bytes) -> str:
    """A digest in hexadecimal. Raises UserError if it has another length."""
    if len(digest) != DIGEST_BYTES:
        raise UserError("A digest has another length.")
    return digest.hex()


def checked_relative(path: str) -> str:
    """A relative path with forward slashes that stays in its folder. Raises UserError for any other."""
    parts = path.split("/")
    control = any(ord(character) < 32 or character == "\x7f" for character in path)
    if not 0 < len(path) <= _LONGEST_PATH or control or any(part in ("", ".", "..") for part in parts):
        raise UserError(f"{path[:80]!r} is not a path within a folder.")
    return path
