"""The table of `workbench bench` for the terminal, as Markdown and as JSON."""

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
    """The scores and run folders of a method, by seed."""

    method: str
    title: str
    scores: list[Scores]
    runs: list[str]

    def values(self, score: HeadlineScore) -> list[float]:
        """The values of a score by seed; empty if the runs do not have it."""
        return [value for scores in self.scores if (value := score.value(scores)) is not None]


@dataclass(frozen=True)
class Table:
    """Methods compared with a constant answer; the first row is the method without adaptation.

    `headlines`: the task's scores, most important first.
    """

    command: str
    caption: str
    constant: ConstantAnswer
    rows: list[Row]
    headlines: tuple[HeadlineScore, ...]

    @property
    def measured_scores(self) -> list[HeadlineScore]:
        """The scores that any run has, most important first."""
        return [score for score in (*self.headlines, SOURCE) if any(row.values(score) for row in self.rows)]

    def lines(self) -> list[list[str]]:
        """The heading, a row for the constant answer, and a row for each method."""
        headline, *further = self.measured_scores
        head = [
            "method",
            f"{headline.title}, %",
            "by seed",
            "above source only",
            *(f"{score.title}, %" for score in further),
        ]
        return [
            head,
            self._constant_line(headline, further),
            *(self._line(row, headline, further) for row in self.rows),
        ]

    def _constant_line(self, headline: HeadlineScore, further: list[HeadlineScore]) -> list[str]:
        values = [score.constant(self.constant) for score in (headline, *further)]
        cells = ["–" if value is None else spread([value]) for value in values]
        return [f"always “{self.constant.name}”", cells[0], "–", "–", *cells[1:]]

    def _line(self, row: Row, headline: HeadlineScore, further: list[HeadlineScore]) -> list[str]:
        values, reference = row.values(headline), self.rows[0].values(headline)
        gains = (
            []
            if row is self.rows[0]
            else [accuracy - reference_accuracy for accuracy, reference_accuracy in zip(values, reference, strict=True)]
        )
        by_seed = " ".join(f"{100 * value:.1f}" for value in values)
        cells = [spread(row.values(score)) for score in further]
        return [row.title, spread(values), by_seed, spread(gains, sign="+"), *cells]

    def screen_table(self) -> "ScreenTable":
        """The table for the terminal, in per cent."""
        from rich.markup import escape
        from rich.table import Table as ScreenTable

        head, *lines = self.lines()
        table = ScreenTable(*head, box=None, pad_edge=False)
        for line in lines:
            table.add_row(*map(escape, line))
        return table

    def markdown(self) -> str:
        """A Markdown page with the table and the command that repeats it."""
        head, *lines = self.lines()
        table = (head, ["---"] * len(head), *lines)
        rows = "\n".join(" | ".join(["", *(cell.replace("|", "/") for cell in line), ""]).strip() for line in table)
        return f"# Bench\n\n`{self.command}`\n\n{self.caption}\n\n{rows}\n\n{date.today().isoformat()}.\n"

    def json(self) -> str:
        """One JSON object; scores in [0, 1], one value for each seed."""
        methods = [
            {
                "method": row.method,
                "title": row.title,
                "figures": {score.title: row.values(score) for score in self.measured_scores},
                "runs": row.runs,
            }
            for row in self.rows
        ]
        return msgspec.json.encode({"constant": self.constant._asdict(), "methods": methods}).decode()


def spread(values: list[float], sign: str = "") -> str:
    """Format mean and standard deviation of shares in [0, 1] in per cent; a dash for no values."""
    if not values:
        return "–"
    percent = [100 * value for value in values]
    return f"{mean(percent):{sign}.1f}" + (f" ± {stdev(percent):.1f}" if len(percent) > 1 else "")
