"""Labels, and what is painted, follow their images: when a file was moved or renamed, its content says where it is now.

A front end that has read a domain asks `wanted` which files to digest (few: those of labelled samples that were not
digested yet, and where labels lost their files, the files that could be them), has `workbench.data.digests.digests_of`
read these away from its own thread, and gives the digests to `settle`, which moves the labels as one action of the
history. After labelling it has the samples that were just labelled digested, and gives them to `remember`, so that
these can be followed from then on; one that was not is remembered when the domain is read again.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from workbench.core.domain import Sample, natural
from workbench.store.labels import Labels
from workbench.store.transaction import saving

MOVED = "moved"  # why such an action was taken, in the history


_CARRIED = (  # from where to where an action took strokes
    "SELECT DISTINCT fallen.path, risen.path FROM turn AS down JOIN stroke AS fallen ON fallen.id = down.stroke "
    "JOIN stroke AS risen ON risen.shape = fallen.shape AND risen.path != fallen.path "
    "JOIN turn AS up ON up.stroke = risen.id JOIN action ON action.id = down.action "
    "WHERE down.action = ? AND up.action = ? AND NOT down.stands AND up.stands AND action.why = ?"
)


class Content(NamedTuple):
    """What was in a labelled sample's file when it was last read."""

    size: int  # bytes
    mtime_ns: int
    digest: bytes


class Settled(NamedTuple):
    """`moved`: from where to where labels went; `missing`: labelled paths that the domain does not have any more."""

    moved: dict[str, str]
    missing: list[str]


class MovedFiles:
    """The contents of a project's labelled samples."""

    def __init__(self, database: sqlite3.Connection, labels: Labels) -> None:
        self.database, self.labels = database, labels

    def known(self) -> dict[str, Content]:
        """By path, also of samples that were labelled once and are no more."""
        rows = self.database.execute("SELECT path, bytes, mtime_ns, digest FROM content")
        return {path: Content(*content) for path, *content in rows}

    def wanted(self, samples: Sequence[Sample], also: Iterable[str] = ()) -> list[Sample]:
        """Which samples of the domain to digest before `settle`. `also`: paths that `elsewhere` will be asked for."""
        labels, known = self.labels.touched(), self.known()
        here = {sample.path: sample for sample in samples}
        stale = {path for path in labels if path in here and _stale(here[path], known.get(path))}
        lost = [path for path in (*labels, *also) if path in known and (path not in here or path in stale)]
        sizes = {known[path].size for path in lost}
        return [one for one in samples if one.path in stale or (one.bytes in sizes and one.path not in labels)]

    def settle(self, samples: Sequence[Sample], digests: Mapping[str, bytes]) -> Settled:
        """Move labels to where their images are now, and remember what is in the files of labelled samples.

        `samples`: all of the domain; `digests`: by path, of those that `wanted` named. A label whose file has another
        content than it had stays, unless the old content is found at another path. A move that a person has taken back
        is not made again. Raises UserError when the project can not be written.
        """
        labels, known = self.labels.touched(), self.known()
        here = {sample.path: sample for sample in samples}
        loose = {
            path for path in labels if path in known and (path not in here or _other(digests.get(path), known[path]))
        }
        free = {
            path: digest for path, digest in digests.items() if path in here and (path in loose or path not in labels)
        }
        moves = _matched({path: known[path].digest for path in loose}, free)
        undone = self._undone()
        moves = {old: new for old, new in moves.items() if (old, new) not in undone}
        if moves:
            self.labels.move(moves, MOVED)
        now = self.labels.touched() if moves else labels
        self.remember([here[path] for path in digests if path in here and path in now], digests)
        return Settled(moves, sorted((path for path in now if path not in here), key=natural))

    def elsewhere(
        self, paths: Iterable[str], samples: Sequence[Sample], digests: Mapping[str, bytes]
    ) -> dict[str, str]:
        """Where images are now that were at `paths` once and labelled there; left out where that is not known."""
        known = self.known()
        here = {sample.path for sample in samples}
        lost = {path: known[path].digest for path in paths if path in known and path not in here}
        found = {path: content.digest for path, content in known.items() if path in here} | dict(digests)
        return _matched(lost, found)

    def remember(self, samples: Iterable[Sample], digests: Mapping[str, bytes]) -> None:
        """What is in the files of labelled samples; those without a digest are left out.

        Raises UserError when the project can not be written.
        """
        rows = [(one.path, one.bytes, one.mtime_ns, digests[one.path]) for one in samples if one.path in digests]
        if rows:
            with saving(self.database):
                self.database.executemany("INSERT OR REPLACE INTO content VALUES (?, ?, ?, ?)", rows)

    def _undone(self) -> set[tuple[str, str]]:
        """Moves that stand undone in the history, as pairs of paths."""
        pairs = set()
        for number in self.labels.redoable:
            rows = self.database.execute(
                "SELECT path, coalesce(before, unsure_before), coalesce(after, nullif(unsure_after, 0)) "
                "FROM change JOIN action ON action = id WHERE action = ? AND why = ?",
                (number, MOVED),
            ).fetchall()
            to = [(path, after) for path, _, after in rows if after is not None]
            pairs |= {(old, new) for old, before, _ in rows for new, after in to if before == after}
            pairs |= set(self.database.execute(_CARRIED, (number, number, MOVED)))
        return pairs


def _stale(sample: Sample, content: Content | None) -> bool:
    return content is None or (sample.bytes, sample.mtime_ns) != (content.size, content.mtime_ns)


def _other(digest: bytes | None, content: Content) -> bool:
    return digest is not None and digest != content.digest


def _matched(lost: Mapping[str, bytes], found: Mapping[str, bytes]) -> dict[str, str]:
    """For each lost path a path of its own with the same content: one of the same name first, then in their order."""
    places = defaultdict(list)
    for path in sorted(found, key=natural):
        places[found[path]].append(path)
    moves: dict[str, str] = {}
    for same_name in (True, False):
        for old in sorted(lost, key=natural):
            free = places[lost[old]]
            fitting = [path for path in free if not same_name or _name(path) == _name(old)]
            if old not in moves and fitting:
                moves[old] = fitting[0]
                free.remove(fitting[0])
    return moves


def _name(path: str) -> str:
    return PurePosixPath(path).name
