"""The table of `workbench bench`: on the screen, as Markdown and as JSON."""

from dataclasses import dataclass
from datetime import date
from statistics import mean, stdev
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from workbench.core.scores import Scores
from workbench.engine.tasks.contract import ConstantAnswer, HeadlineScore

if TYPE_CHECKING:
    from rich.table import Table as ScreenTable

SOURCE = HeadlineScore("source accuracy", lambda scores: scores.source_accuracy)


class Row(NamedTuple):
    """What one method reached: its scores and run folders, by seed."""

    method: str
    title: str
    scores: list[Scores]
    runs: list[str]

    def values(self, figure: HeadlineScore) -> list[float]:
        """A figure by seed; empty where the runs have none."""
        return [value for scores in self.scores if (value := figure.value(scores)) is not None]


@dataclass(frozen=True)
class Table:
    """Methods beside the constant answer; the first row is the method without adaptation.

    `headlines`: the task's scores, the most important first.
    """

    command: str
    words: str
    constant: ConstantAnswer
    rows: list[Row]
    headlines: tuple[HeadlineScore, ...]

    @property
    def figures(self) -> list[HeadlineScore]:
        """The figures that any run has, the most important first."""
        return [one for one in (*self.headlines, SOURCE) if any(row.values(one) for row in self.rows)]

    def lines(self) -> list[list[str]]:
        """The heading, then a line for the constant answer and one for each method."""
        first, *others = self.figures
        head = ["method", f"{first.title}, %", "by seed", "above source only", *(f"{one.title}, %" for one in others)]
        return [head, self._constant_line(first, others), *(self._line(row, first, others) for row in self.rows)]

    def _constant_line(self, first: HeadlineScore, others: list[HeadlineScore]) -> list[str]:
        reached = [one.constant(self.constant) for one in (first, *others)]
        cells = ["–" if value is None else spread([value]) for value in reached]
        return [f"always “{self.constant.name}”", cells[0], "–", "–", *cells[1:]]

    def _line(self, row: Row, first: HeadlineScore, others: list[HeadlineScore]) -> list[str]:
        values, reference = row.values(first), self.rows[0].values(first)
        gains = [] if row is self.rows[0] else [ours - theirs for ours, theirs in zip(values, reference, strict=True)]
        by_seed = " ".join(f"{100 * value:.1f}" for value in values)
        cells = [spread(row.values(one)) for one in others]
        return [row.title, spread(values), by_seed, spread(gains, sign="+"), *cells]

    def drawn(self) -> "ScreenTable":
        """For the terminal; figures in per cent."""
        from rich.markup import escape
        from rich.table import Table as ScreenTable

        head, *lines = self.lines()
        table = ScreenTable(*head, box=None, pad_edge=False)
        for line in lines:
            table.add_row(*map(escape, line))
        return table

    def markdown(self) -> str:
        """A page with the command that repeats it."""
        head, *lines = self.lines()
        table = (head, ["---"] * len(head), *lines)
        rows = "\n".join(" | ".join(["", *(cell.replace("|", "/") for cell in line), ""]).strip() for line in table)
        return f"# Bench\n\n`{self.command}`\n\n{self.words}\n\n{rows}\n\n{date.today().isoformat()}.\n"

    def json(self) -> str:
        """One object: figures in [0, 1], a value for each seed."""
        methods = [
            {
                "method": row.method,
                "title": row.title,
                "figures": {one.title: row.values(one) for one in self.figures},
                "runs": row.runs,
            }
            for row in self.rows
        ]
        return msgspec.json.encode({"constant": self.constant._asdict(), "methods": methods}).decode()


def spread(values: list[float], sign: str = "") -> str:
    """Mean and standard deviation of shares in [0, 1], in per cent; a dash for none."""
    if not values:
        return "–"
    percent = [100 * value for value in values]
    return f"{mean(percent):{sign}.1f}" + (f" ± {stdev(percent):.1f}" if len(percent) > 1 else "")
