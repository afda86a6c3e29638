"""Labels, strokes and corrections follow moved and renamed images, which are recognised by their content.

A front end that has scanned a domain calls `to_digest` for the files to digest: labelled samples without a digest, and
candidates for labelled samples whose files are missing. It computes the digests with
`workbench.data.digests.digests_of` in another thread and passes them to `relocate`, which moves the labels as one
action of the history. After labelling, it digests the labelled samples and passes the digests to `remember`; samples
that are missed there are handled by the next scan.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from workbench.core.domain import Sample, natural
from workbench.core.name_matching import respelled
from workbench.store.labels import Labels
from workbench.store.transaction import saving

MOVED = "moved"  # `why` of such an action in the history


_MOVED_STROKES = (  # from which paths to which an action moved strokes
    "SELECT DISTINCT fallen.path, risen.path FROM turn AS down JOIN stroke AS fallen ON fallen.id = down.stroke "
    "JOIN stroke AS risen ON risen.shape = fallen.shape AND risen.path != fallen.path "
    "JOIN turn AS up ON up.stroke = risen.id JOIN action ON action.id = down.action "
    "WHERE down.action = ? AND up.action = ? AND NOT down.stands AND up.stands AND action.why = ?"
)


class Content(NamedTuple):
    """Size, modification time and digest of a labelled sample's file when it was last read."""

    size: int  # bytes
    mtime_ns: int
    digest: bytes


class Relocation(NamedTuple):
    """`moved`: from old to new paths of labels; `missing`: labelled paths that the domain no longer has."""

    moved: dict[str, str]
    missing: list[str]


class MovedFiles:
    """The stored contents of a project's labelled and drawn samples."""

    table = "content"

    def __init__(self, database: sqlite3.Connection, labels: Labels) -> None:
        self.database, self.labels = database, labels

    def touched(self) -> set[str]:
        """The paths of the samples that are followed."""
        return self.labels.touched()

    def valued(self) -> set[str]:
        """The paths of the followed samples whose loss is told: not of those that are only drawn."""
        return {*self.labels.all_values(), *self.labels.strokes.applied()}

    def known(self) -> dict[str, Content]:
        """The stored contents by path, including samples that are no longer labelled."""
        rows = self.database.execute(f"SELECT path, bytes, mtime_ns, digest FROM {self.table}")
        return {path: Content(*content) for path, *content in rows}

    def to_digest(self, samples: Sequence[Sample], also: Iterable[str] = ()) -> list[Sample]:
        """The samples of a domain to digest before `relocate`. `also`: paths that will be passed to `find_moved`."""
        labels, known = self.touched(), self.known()
        here = {sample.path: sample for sample in samples}
        stale = {path for path in labels if path in here and _stale(here[path], known.get(path))}
        lost = [path for path in (*labels, *also) if path in known and (path not in here or path in stale)]
        sizes = {known[path].size for path in lost}
        return [
            sample
            for sample in samples
            if sample.path in stale or (sample.bytes in sizes and sample.path not in labels)
        ]

    def relocate(self, samples: Sequence[Sample], digests: Mapping[str, bytes]) -> Relocation:
        """Move labels to the new paths of their images, and store the contents of labelled samples.

        `samples`: all samples of the domain; `digests`: by path, of the samples that `to_digest` returned. If the
        content of a labelled file has changed, its label stays, unless the old content is found at another path. A move
        that the user has undone is not repeated. Raises UserError if the project cannot be written.
        """
        labels, known = self.touched(), self.known()
        here = {sample.path: sample for sample in samples}
        lost = {
            path for path in labels if path in known and (path not in here or _differs(digests.get(path), known[path]))
        }
        candidates = {
            path: digest for path, digest in digests.items() if path in here and (path in lost or path not in labels)
        }
        moves = respelled((path for path in labels if path not in here), [path for path in here if path not in labels])
        lost_contents = {path: known[path].digest for path in lost if path not in moves}
        free = {path: digest for path, digest in candidates.items() if path not in moves.values()}
        moves |= _matched(lost_contents, free)
        undone = self.undone()
        moves = {old: new for old, new in moves.items() if (old, new) not in undone}
        if moves:
            self.move(moves)
        labels = self.touched() if moves else labels
        self.remember([here[path] for path in digests if path in here and path in labels], digests)
        valued = self.valued()
        return Relocation(moves, sorted((path for path in labels if path not in here and path in valued), key=natural))

    def find_moved(
        self, paths: Iterable[str], samples: Sequence[Sample], digests: Mapping[str, bytes]
    ) -> dict[str, str]:
        """The current paths of images that were once labelled at `paths`; unknown ones are left out."""
        known = self.known()
        here = {sample.path for sample in samples}
        lost = {path: known[path].digest for path in paths if path in known and path not in here}
        candidates = {path: content.digest for path, content in known.items() if path in here} | dict(digests)
        return _matched(lost, candidates)

    def remember(self, samples: Iterable[Sample], digests: Mapping[str, bytes]) -> None:
        """Store the contents of labelled samples that have a digest.

        Raises UserError if the project cannot be written.
        """
        rows = [
            (sample.path, sample.bytes, sample.mtime_ns, digests[sample.path])
            for sample in samples
            if sample.path in digests
        ]
        if rows:
            with saving(self.database):
                self.database.executemany(f"INSERT OR REPLACE INTO {self.table} VALUES (?, ?, ?, ?)", rows)

    def move(self, paths: Mapping[str, str]) -> None:
        """Move what belongs to samples, as one action of the history. `paths`: from old to new paths."""
        self.labels.move(paths, MOVED)

    def undone(self) -> set[tuple[str, str]]:
        """The undone moves of the history, as pairs of old and new paths."""
        pairs = set()
        for number in self.labels.redoable:
            rows = self.database.execute(
                "SELECT path, coalesce(before, unsure_before), coalesce(after, nullif(unsure_after, 0)) "
                "FROM change JOIN action ON action = id WHERE action = ? AND why = ?",
                (number, MOVED),
            ).fetchall()
            to = [(path, after) for path, _, after in rows if after is not None]
            pairs |= {(old, new) for old, before, _ in rows for new, after in to if before == after}
            pairs |= set(self.database.execute(_MOVED_STROKES, (number, number, MOVED)))
        return pairs


def _stale(sample: Sample, content: Content | None) -> bool:
    return content is None or (sample.bytes, sample.mtime_ns) != (content.size, content.mtime_ns)


def _differs(digest: bytes | None, content: Content) -> bool:
    return digest is not None and digest != content.digest


def _matched(lost: Mapping[str, bytes], candidates: Mapping[str, bytes]) -> dict[str, str]:
    """For each lost path, a different candidate of the same digest: of the same name if possible, else the first."""
    by_digest = defaultdict(list)
    for path in sorted(candidates, key=natural):
        by_digest[candidates[path]].append(path)
    moves: dict[str, str] = {}
    for same_name in (True, False):
        for old in sorted(lost, key=natural):
            free = by_digest[lost[old]]
            matches = [path for path in free if not same_name or _name(path) == _name(old)]
            if old not in moves and matches:
                moves[old] = matches[0]
                free.remove(matches[0])
    return moves


def _name(path: str) -> str:
    return PurePosixPath(path).name
