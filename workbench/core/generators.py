"""A generator that tells its progress and then returns a result, for those who want both."""

from collections.abc import Generator, Iterator
from typing import Generic, TypeVar

Told = TypeVar("Told")
Result = TypeVar("Result")


class Returning(Generic[Told, Result]):
    """Iterate over it to the end; then `result` is what the generator returned."""

    result: Result

    def __init__(self, generator: Generator[Told, None, Result]) -> None:
        self.generator = generator

    def __iter__(self) -> Iterator[Told]:
        self.result = yield from self.generator

    def finish(self) -> Result:
        """Run to the end without looking at what is told; the result."""
        for _ in self:
            pass
        return self.result
