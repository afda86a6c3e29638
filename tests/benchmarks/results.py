"""The file of results: a section of each benchmark, which a new measurement replaces."""

import shlex
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from workbench.core.files import write_atomically

ROOT = Path(__file__).parents[2]
PROGRAM = ("python", "-m", "tests.benchmarks")


def command_line(name: str, *words: object) -> str:
    """The command that runs a benchmark with these words after its name."""
    return shlex.join([*PROGRAM, name, *map(str, words)])


def section(title: str, command: str, words: str, head: str, rows: Sequence[str], where: str) -> str:
    """A section of the results: a table under its command and what it says; `head` without its outer bars."""
    rule = "|---" * (head.count("|") + 1) + "|"
    lines = [
        f"## {title}",
        "",
        f"`{command}`",
        "",
        words,
        "",
        f"| {head} |",
        rule,
        *rows,
        "",
        f"{date.today()}, {where}.",
    ]
    return "\n".join(lines) + "\n"


def where() -> str:
    """The machine, as a section ends."""
    import torch

    return f"{torch.get_num_threads()} CPU threads, torch {torch.__version__}"


def replace_section(path: Path, name: str, section: str) -> None:
    """Put a section into a Markdown file of results, where it was before or at the end."""
    begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->\n"
    text = path.read_text(encoding="utf-8") if path.exists() else "# Results\n\n"
    if begin in text:
        before, _, rest = text.partition(begin)
        text = before + begin + section + end + rest.partition(end)[2]
    else:
        text += begin + section + end
    write_atomically(path, text)
