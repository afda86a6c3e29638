"""Runs work that yields its progress, and shows a status line in the terminal."""

from collections.abc import Generator
from typing import TYPE_CHECKING, TypeVar

from workbench.core.events import Prepared
from workbench.core.generators import Returning

if TYPE_CHECKING:
    from rich.console import Console

Result = TypeVar("Result")


def run_with_progress(work: Generator[Prepared, None, Result], console: "Console") -> Result:
    """Run the generator to its end, show its progress, and return its result."""
    progress = Returning(work)
    with console.status("Reading…") as status:
        for event in progress:
            status.update(f"{event.what} {event.done:,} of {event.total:,}" if event.total > 4 else f"{event.what}…")
    return progress.result
