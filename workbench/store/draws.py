"""The target samples that were drawn at random to measure models: append-only, in one history with the labels.

The table `draw` records which action drew or released which sample; the table `drawn` holds the current state. The
label of a drawn sample is an ordinary label of the history; it measures and does not teach while the sample is drawn.

A draw takes the samples with the lowest ranks. The rank of a sample is a hash of its path and of the project, so it is
independent of what the image shows: the drawn samples are a uniform random sample without replacement, which stays one
when it grows and when files arrive (bottom-k sampling, Cohen and Kaplan, PODC 2007).
"""

import hashlib
import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from workbench.core.name_matching import composed

_COLUMNS = "path, rank, x, y"


class DrawnSample(NamedTuple):
    """A drawn sample with its rank. `x`, `y`: the pixel whose class is asked for; None if that of the image is."""

    path: str
    rank: str
    x: int | None = None
    y: int | None = None


class Draw(NamedTuple):
    """That an action drew a sample (`stands`) or released it."""

    sample: DrawnSample
    stands: bool


class Draws:
    """Reads the drawn samples of a project. `Labels` writes them, as part of its actions."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database

    def current(self) -> dict[str, DrawnSample]:
        """The drawn samples by path, in the order of their ranks, which is the order in which they are labelled."""
        rows = self.database.execute(f"SELECT {_COLUMNS} FROM drawn ORDER BY rank, path")
        return {path: DrawnSample(path, *others) for path, *others in rows}

    def of_action(self, action: int) -> list[Draw]:
        """What an action drew or released."""
        rows = self.database.execute(f"SELECT {_COLUMNS}, stands FROM draw WHERE action = ? ORDER BY path", (action,))
        return [Draw(DrawnSample(*sample), bool(stands)) for *sample, stands in rows]

    def since(self, action: int) -> list[Draw]:
        """The draws and releases that restore the state just after an action."""
        current = self.current()
        rows = self.database.execute(
            f"SELECT {_COLUMNS}, NOT stands, min(2 * action + stands) FROM draw WHERE action > ? GROUP BY path",
            (action,),
        )
        then = {str(sample[0]): DrawnSample(*sample) if stood else None for *sample, stood, _ in rows}
        changed = {path: sample for path, sample in then.items() if current.get(path) != sample}
        released = [Draw(current[path], False) for path in changed if path in current]
        return released + [Draw(sample, True) for sample in changed.values() if sample is not None]

    def paths_since(self, action: int) -> list[str]:
        """The paths of the samples that were drawn or released after an action."""
        return [path for (path,) in self.database.execute("SELECT DISTINCT path FROM draw WHERE action > ?", (action,))]

    def write(self, action: int, draws: Iterable[Draw]) -> None:
        """Draw or release samples as part of an action, in which an image that moves can take the place of another.

        The caller holds a transaction.
        """
        rows = list(draws)
        values = [(action, *draw.sample, draw.stands) for draw in rows]
        self.database.executemany(f"INSERT INTO draw (action, {_COLUMNS}, stands) VALUES (?, ?, ?, ?, ?, ?)", values)
        released = [(draw.sample.path,) for draw in rows if not draw.stands]
        self.database.executemany("DELETE FROM drawn WHERE path = ?", released)
        drawn = [draw.sample for draw in rows if draw.stands]
        self.database.executemany(f"INSERT OR REPLACE INTO drawn ({_COLUMNS}) VALUES (?, ?, ?, ?)", drawn)


def rank_of(project: str, path: str) -> str:
    """The rank of a sample in the project with that id: 32 hexadecimal digits that do not depend on the Unicode form
    of its path.
    """
    return _digest(project, path, "rank").hex()


def point_of(project: str, path: str, width: int, height: int) -> tuple[int, int]:
    """A uniform random pixel (x, y) of a sample, as independent of its content as its rank."""
    digest = _digest(project, path, "point")
    across, down = (int.from_bytes(digest[part : part + 8], "big") for part in (0, 8))
    return across * width >> 64, down * height >> 64


def _digest(project: str, path: str, purpose: str) -> bytes:
    text = "\0".join((purpose, project, composed(path)))
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
