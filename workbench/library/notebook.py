"""What a notebook shows: tables, figures and the progress of work."""

import contextlib
import sys
import time
from collections.abc import Callable, Iterator, Sequence

from markupsafe import escape

from workbench.core.errors import UserError
from workbench.core.events import Prepared, Progressed

REDRAW = 0.2  # seconds between two states of a progress bar


@contextlib.contextmanager
def needs_matplotlib() -> Iterator[None]:
    """A block that imports `workbench.library.figures`. Raises UserError where matplotlib is missing."""
    try:
        yield
    except ImportError as error:
        hint = "Install it: pip install 'domain-workbench[notebook]'."
        raise UserError("Figures need matplotlib, which is not installed.", hint) from error


def html_table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table; every text is shown as it is."""
    cells = "".join(f"<th>{escape(name)}</th>" for name in head)
    lines = "".join(f"<tr>{''.join(f'<td>{escape(value)}</td>' for value in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{cells}</tr></thead><tbody>{lines}</tbody></table>"


def html_lines(*sentences: object) -> str:
    """Sentences, each in a paragraph; empty ones are left out."""
    return "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences if sentence)


def percent(share: float | None) -> str:
    """A share as a percentage; a dash for None."""
    return "–" if share is None else f"{share:.1%}"


def progress_display() -> Callable[[object], None] | None:
    """What shows the events of some work below a cell; None outside of a notebook."""
    if "IPython" not in sys.modules:
        return None
    from IPython import get_ipython
    from IPython.display import HTML, display

    shell = get_ipython()
    if shell is None or not shell.has_trait("kernel"):
        return None
    handle = display(HTML(""), display_id=True)
    drawn = 0.0

    def show(event: object) -> None:
        nonlocal drawn
        state = _state(event)
        if state is not None and (time.monotonic() - drawn > REDRAW or state[1] == state[2]):
            drawn = time.monotonic()
            handle.update(HTML(_bar(*state)))

    return show


def _state(event: object) -> tuple[str, int, int] | None:
    """What is done, how much of it, and of how much; None for an event that says nothing about it."""
    match event:
        case Prepared(what=what, done=done, total=total):
            return what, done, total
        case Progressed(step=step, steps=steps, eta=eta):
            return f"Training, {eta:.0f} s to go", step, steps
    return None


def _bar(what: str, done: int, total: int) -> str:
    return f"<progress value='{done}' max='{max(total, 1)}'></progress> {escape(what)} {done:,} of {total:,}"
