"""Work that reports its progress: what the functions of the library return."""

from collections.abc import Generator
from types import TracebackType
from typing import Generic, Self, TypeVar

from workbench.core.errors import UserError
from workbench.library.notebook import progress_display

Item = TypeVar("Item")
Result = TypeVar("Result")


class Work(Generic[Item, Result]):
    """Work that is done while it is iterated over: each item is an event, and `result()` does the rest.

    Nothing is done before. `close()` stops the work; a run keeps its checkpoint. A block of `with` closes it.
    """

    def __init__(self, steps: Generator[Item, None, Result]) -> None:
        self.steps = steps
        self._results: list[Result] = []

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Item:
        try:
            return next(self.steps)
        except StopIteration as end:
            if not self._results and end.value is not None:
                self._results.append(end.value)
            raise

    def result(self) -> Result:
        """Do what is left of the work, and return its result; a notebook shows the progress.

        Raises UserError if it was stopped.
        """
        show = progress_display()
        for event in self:
            if show is not None:
                show(event)
        if not self._results:
            raise UserError("The work was stopped before it had a result.", "Start it again; a run can be resumed.")
        return self._results[0]

    def close(self) -> None:
        """Stop the work."""
        self.steps.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
