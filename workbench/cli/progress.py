"""Work that tells its progress, as a line that changes in the terminal."""

from collections.abc import Generator
from typing import TYPE_CHECKING, TypeVar

from workbench.core.events import Prepared
from workbench.core.generators import Returning

if TYPE_CHECKING:
    from rich.console import Console

Result = TypeVar("Result")


def told(work: Generator[Prepared, None, Result], console: "Console") -> Result:
    """Do it to the end, and give what it came to."""
    doing = Returning(work)
    with console.status("Reading…") as status:
        for one in doing:
            status.update(f"{one.what} {one.done:,} of {one.total:,}" if one.total > 4 else f"{one.what}…")
    return doing.result
