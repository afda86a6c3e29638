"""What a run reads of this computer, and sending it to a host: each content once."""

import hashlib
import os
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import msgspec

from workbench.core.errors import UserError
from workbench.core.events import Event, Prepared
from workbench.core.file_names import safe_name
from workbench.core.job import Job
from workbench.core.leftovers import is_leftover
from workbench.core.throttle import REDRAW_SECONDS, Throttle
from workbench.data.cache_paths import default_cache
from workbench.data.index import FileIndex, IndexedFile
from workbench.data.label_tables import TABLE_SUFFIXES
from workbench.data.scan import READERS, list_files
from workbench.worker.host.layout import HostLayout
from workbench.worker.host.protocol import (
    CHUNK,
    DIGEST_BYTES,
    AskMissing,
    Made,
    MakeTree,
    Missing,
    Put,
    checked_relative,
)
from workbench.worker.remote.connection import Connection

RESERVE = 1 << 30  # bytes that stay free on the disk of a host
GB = 1e9
TABLES = (*TABLE_SUFFIXES, ".jsonl")


class SentTree(NamedTuple):
    """Files below a folder `root`, by relative path. `place`: what the job names: `root`, or a file in it."""

    place: Path
    root: Path
    files: dict[str, Path]


class SentJob(NamedTuple):
    """A job with the paths of a host, and the pairs of a path there and the path here that it stands for."""

    job: Job
    paths: tuple[tuple[str, str], ...]


def send_job(job: Job, link: Connection) -> Generator[Event, None, SentJob]:
    """Send what a job reads, as far as the host lacks it. Yields Prepared.

    Raises UserError if that is more than the limit of the host or the space on its disk.
    """
    job, layout = job.checked(), HostLayout(link.root)
    trees = trees_of(job)
    digests = yield from _digests(trees, Path(job.cache) if job.cache else default_cache())
    yield from _send_contents(digests, link)
    places: dict[str, str] = {}
    for tree in trees:
        files = tuple((path, digests[file]) for path, file in sorted(tree.files.items()) if file in digests)
        name = safe_name(tree.root.name)
        number = hashlib.blake2b(msgspec.msgpack.encode((name, files)), digest_size=DIGEST_BYTES).hexdigest()
        link.ask(MakeTree(number, name, files), Made)
        places[str(tree.place)] = str(layout.tree(number, name) / tree.place.relative_to(tree.root).as_posix())
    return _there(job, places, layout)


def missing_of(place: Path, link: Connection) -> Generator[Event, None, tuple[int, int]]:
    """The number of files of a place, and the number of those that the host lacks. Yields Prepared."""
    digests = yield from _digests([_tree(place)], default_cache())
    lacking = set(link.ask(AskMissing(tuple(digests.values())), Missing).digests)
    return len(digests), sum(digest in lacking for digest in digests.values())


def trees_of(job: Job) -> list[SentTree]:
    """The folders and files that a job reads. Raises UserError if one cannot be read."""
    named = [job.source, job.target, job.weights, *(shot.mask for shot in job.shots)]
    return [_tree(Path(place)) for place in dict.fromkeys(filter(None, named))]


def _there(job: Job, places: dict[str, str], layout: HostLayout) -> SentJob:
    """The job with the places there."""
    moved = msgspec.structs.replace(
        job,
        source=places[job.source],
        target=places[job.target],
        weights=places.get(job.weights, ""),
        shots=tuple(msgspec.structs.replace(shot, mask=places.get(shot.mask, "")) for shot in job.shots),
        cache=str(layout.cache),
    )
    return SentJob(moved, (*((there, here) for here, there in places.items()), (str(layout.cache), job.cache)))


def _tree(place: Path) -> SentTree:
    """The files of a place: all below a folder, a table of labels with its images, or a file alone."""
    if place.is_dir():
        return SentTree(place, place, {path: place / path for path in _below(place, "", frozenset())})
    if not place.is_file():
        raise UserError(f"There is no file or folder {place}.", "Check the path.")
    root, names = place.parent, [place.name]
    if place.suffix.lower() in TABLES:
        listed = list_files(place).listed
        names += [file.path for file, _ in listed.files] + [aside.path for aside in listed.set_aside]
    return SentTree(place, root, {name: root / name for name in names if (root / name).is_file()})


def _below(folder: Path, below: str, above: frozenset[tuple[int, int]]) -> Iterator[str]:
    """The relative paths of the files below a folder, without those that a scan passes over."""
    status = folder.stat()
    identity = (status.st_dev, status.st_ino)
    if identity in above:  # a link to a folder that holds it
        return
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except PermissionError:
        return  # as a scan, which sets it aside
    for entry in entries:
        path = below + entry.name
        if is_leftover(entry.name) or not _is_text(path):
            continue
        if entry.is_dir():
            yield from _below(Path(entry.path), f"{path}/", above | {identity})
        elif entry.is_file():
            yield path


def _is_text(path: str) -> bool:
    """Whether a path is valid UTF-8 without control characters, as a host demands."""
    try:
        return checked_relative(path) == path and bool(path.encode())
    except (UserError, UnicodeEncodeError):
        return False


def _digests(trees: Sequence[SentTree], cache: Path) -> Generator[Event, None, dict[Path, bytes]]:
    """The digests of all files that can be read. Unchanged images in the index of the cache are not read again."""
    index = FileIndex(cache)
    known = {path: file for tree in trees for path, file in index.below(tree.root).items()}
    files = list(dict.fromkeys(file for tree in trees for file in tree.files.values()))
    throttle, digests, read = Throttle(REDRAW_SECONDS), dict[Path, bytes](), list[IndexedFile]()
    with ThreadPoolExecutor(READERS) as pool:
        for done, (file, found) in enumerate(
            zip(files, pool.map(lambda file: _digest(file, known), files), strict=True)
        ):
            if found is not None:
                digests[file] = found
                entry = known.get(str(file))
                read += [entry._replace(digest=found)] if entry is not None and entry.digest is None else []
            if throttle.due(always=done + 1 == len(files)):
                yield Prepared("Comparing files with the host", done + 1, len(files))
    index.remember(read)
    return digests


def _digest(file: Path, known: Mapping[str, IndexedFile]) -> bytes | None:
    """The digest of a file; None if it cannot be read."""
    try:
        status, entry = file.stat(), known.get(str(file))
        if entry is not None and entry.digest and (entry.size, entry.mtime_ns) == (status.st_size, status.st_mtime_ns):
            return entry.digest
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, lambda: hashlib.blake2b(digest_size=DIGEST_BYTES)).digest()
    except OSError:
        return None


def _send_contents(digests: Mapping[Path, bytes], link: Connection) -> Generator[Event, None, None]:
    """Send the contents that the host lacks."""
    by_digest = {digest: file for file, digest in digests.items()}
    missing = link.ask(AskMissing(tuple(by_digest)), Missing)
    wanted = [(digest, by_digest[digest]) for digest in missing.digests if digest in by_digest]
    total = sum(file.stat().st_size for _, file in wanted)
    _check_space(total, missing.free, link)
    rate, throttle = SendingRate(link.host.rate_mb), Throttle(REDRAW_SECONDS)
    for done, (digest, file) in enumerate(wanted, 1):
        for part, last in _parts(file):
            rate.wait_for(len(part))
            link.send(Put(digest, part, last))
        link.receive(timeout=0)  # raises what the host denies
        if throttle.due(always=done == len(wanted)):
            yield Prepared(f"Sending files to {link.host.name}", done, len(wanted))
    if wanted and link.ask(AskMissing(tuple(digest for digest, _ in wanted)), Missing).digests:
        raise UserError(f"{link.host.name} did not keep all files.", "Start the run again.")


class SendingRate:
    """Keeps what is sent within a rate, on average since the first part.

    Without a limit TCP takes all that the line of this computer gives, and whoever shares it waits.
    """

    def __init__(self, rate_mb: float) -> None:
        """`rate_mb`: MB a second; 0 for no limit."""
        self.rate = rate_mb * 1e6
        self.begun: float | None = None
        self.sent = 0

    def wait_for(self, size: int) -> None:
        """Wait until `size` more bytes may be sent."""
        if not self.rate:
            return
        now = time.monotonic()
        self.begun = now if self.begun is None else self.begun
        time.sleep(max(0.0, self.begun + self.sent / self.rate - now))
        self.sent += size


def _check_space(total: int, free: int, link: Connection) -> None:
    """Raises UserError if so many bytes are more than the host's limit, or do not fit on its disk."""
    host = link.host
    if total > host.limit_gb * GB:
        raise UserError(
            f"The run would send {total / GB:.1f} GB to {host.name}; its limit is {host.limit_gb:g} GB.",
            f"Raise the limit: workbench hosts add {host.name} --limit {total / GB + 1:.0f}",
        )
    if total > free - RESERVE:
        raise UserError(
            f"The run would send {total / GB:.1f} GB to {host.name}, where {free / GB:.1f} GB are free.",
            f"Free space there, or: workbench hosts clean {host.name}",
        )


def _parts(file: Path) -> Iterator[tuple[bytes, bool]]:
    """The parts of a file, and whether each is the last."""
    try:
        with file.open("rb") as stream:
            part = stream.read(CHUNK)
            while following := stream.read(CHUNK):
                yield part, False
                part = following
            yield part, True
    except OSError as error:
        raise UserError(f"{file} cannot be read ({error.strerror}).", "Correct its permissions.") from error
