"""Shows the progress of work in a status line of the terminal."""

from typing import TYPE_CHECKING, TypeVar

from workbench.core.events import Prepared
from workbench.library.work import Work

if TYPE_CHECKING:
    from rich.console import Console

Result = TypeVar("Result")


def run_with_progress(work: Work[Prepared, Result], console: "Console") -> Result:
    """Do the work, show its progress, and return its result."""
    with console.status("Reading…") as status:
        for event in work:
            status.update(f"{event.what} {event.done:,} of {event.total:,}" if event.total > 4 else f"{event.what}…")
    return work.result()
