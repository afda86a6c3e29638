"""Sets of samples that are quick at a million: a set of paths for each domain."""

from collections.abc import Iterable, Iterator, Set
from typing import Any

from workbench.core.domain import Side

Id = tuple[Side, str]  # a sample: its domain and its path


class Ids(Set[Id]):
    """An immutable set of (side, path); equal to any set that holds the same."""

    __slots__ = ("source", "target")

    def __init__(self, source: Iterable[str] = (), target: Iterable[str] = ()) -> None:
        self.source, self.target = frozenset(source), frozenset(target)

    @classmethod
    def of(cls, ids: Iterable[Id]) -> "Ids":
        """The same samples; what is one already is taken as it is."""
        if isinstance(ids, Ids):
            return ids
        known = list(ids)
        source = [path for side, path in known if side is Side.SOURCE]
        return cls(source, (path for side, path in known if side is Side.TARGET))

    def paths(self, side: Side) -> frozenset[str]:
        """Those of one domain."""
        return self.source if side is Side.SOURCE else self.target

    @classmethod
    def _from_iterable(cls, it: Iterable[Any]) -> "Ids":  # type: ignore[override]  # of ids only
        return cls.of(it)

    def __contains__(self, one: object) -> bool:
        assert isinstance(one, tuple)
        return one[1] in self.paths(one[0])

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
        them = Ids.of(other)
        return Ids(self.source & them.source, self.target & them.target)

    def __or__(self, other: Set[Any]) -> "Ids":
        them = Ids.of(other)
        return Ids(self.source | them.source, self.target | them.target)

    def __sub__(self, other: Set[Any]) -> "Ids":
        them = Ids.of(other)
        return Ids(self.source - them.source, self.target - them.target)

    def __xor__(self, other: Set[Any]) -> "Ids":
        them = Ids.of(other)
        return Ids(self.source ^ them.source, self.target ^ them.target)

    def __repr__(self) -> str:
        return f"Ids({set(self)!r})"


NONE = Ids()
