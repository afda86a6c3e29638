"""Sets of samples that are fast for a million ids: a set of paths for each domain."""

from collections.abc import Iterable, Iterator, Set
from typing import Any

from workbench.core.domain import Side

Id = tuple[Side, str]  # a sample: its domain and its path


class Ids(Set[Id]):
    """An immutable set of (side, path). It equals any other set of the same ids."""

    __slots__ = ("source", "target")

    def __init__(self, source: Iterable[str] = (), target: Iterable[str] = ()) -> None:
        self.source, self.target = frozenset(source), frozenset(target)

    @classmethod
    def of(cls, ids: Iterable[Id]) -> "Ids":
        """Convert ids to `Ids`; an `Ids` object is returned unchanged."""
        if isinstance(ids, Ids):
            return ids
        known = list(ids)
        source = [path for side, path in known if side is Side.SOURCE]
        return cls(source, (path for side, path in known if side is Side.TARGET))

    def paths(self, side: Side) -> frozenset[str]:
        """Return the paths of one domain."""
        return self.source if side is Side.SOURCE else self.target

    @classmethod
    def _from_iterable(cls, it: Iterable[Any]) -> "Ids":  # type: ignore[override]  # of ids only
        return cls.of(it)

    def __contains__(self, sample: object) -> bool:
        assert isinstance(sample, tuple)
        return sample[1] in self.paths(sample[0])

    def __iter__(self) -> Iterator[Id]:
        for side in Side:
            for path in self.paths(side):
                yield side, path

    def __len__(self) -> int:
        return len(self.source) + len(self.target)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Ids):
            return self.source == other.source and self.target == other.target
        return super().__eq__(other)

    def __hash__(self) -> int:
        return hash((self.source, self.target))

    def __and__(self, other: Set[Any]) -> "Ids":
        ids = Ids.of(other)
        return Ids(self.source & ids.source, self.target & ids.target)

    def __or__(self, other: Set[Any]) -> "Ids":
        ids = Ids.of(other)
        return Ids(self.source | ids.source, self.target | ids.target)

    def __sub__(self, other: Set[Any]) -> "Ids":
        ids = Ids.of(other)
        return Ids(self.source - ids.source, self.target - ids.target)

    def __xor__(self, other: Set[Any]) -> "Ids":
        ids = Ids.of(other)
        return Ids(self.source ^ ids.source, self.target ^ ids.target)

    def __repr__(self) -> str:
        return f"Ids({set(self)!r})"


NONE = Ids()
