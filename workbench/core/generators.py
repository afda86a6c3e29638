"""A wrapper of generators that yield progress and return a result."""

from collections.abc import Generator, Iterator
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class Returning(Generic[Item, Result]):
    """Iterates over a generator; afterwards `result` holds its return value."""

    result: Result

    def __init__(self, generator: Generator[Item, None, Result]) -> None:
        self.generator = generator

    def __iter__(self) -> Iterator[Item]:
        self.result = yield from self.generator

    def finish(self) -> Result:
        """Run the generator to its end, ignore its items, and return the result."""
        for _ in self:
            pass
        return self.result
