"""Renders an inspection as one HTML page with embedded images."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from numpy.typing import NDArray

from workbench import __version__
from workbench.core.domain import Side
from workbench.core.resources import resource
from workbench.core.scores import Estimate
from workbench.core.shift_report import Inspection, Performance, SampleTable
from workbench.export.page_pictures import file_url
from workbench.export.svg import confusion_drawing, histogram_drawing, reliability_drawing, scatter_drawing

THUMBNAIL = 144  # pixels, twice the displayed size
SHOWN = 10  # images in a row
SETS = 12  # sets of images for each kind of data quality problem


class EmbeddedPicture(NamedTuple):
    """An image embedded in the page; `data` is a data URL."""

    name: str
    side: Side
    data: str


def inspection_page(inspection: Inspection, folders: dict[Side, Path], command: str) -> str:
    """Render the page. `folders`: the root of each domain's paths. `command`: repeats the inspection."""
    environment = Environment(
        loader=FileSystemLoader(resource("pages")), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    heads, rows = _classes(inspection)
    return environment.get_template("inspection.html").render(
        title=f"{Path(inspection.source).name} and {Path(inspection.target).name}: how far apart?",
        found=inspection,
        n=_number,
        percent=_percent,
        estimate=_estimate,
        pictures=list(typical_images(inspection, folders)),
        scatter=scatter_drawing(_coordinates(inspection.source_table), _coordinates(inspection.target_table)),
        statistics=[
            {
                "words": f"{statistic.title}: {_more(statistic.more)}",
                "medians": f"{_number(statistic.source_median)} → {_number(statistic.target_median)} {statistic.unit}",
                "picture": histogram_drawing(statistic),
            }
            for statistic in inspection.statistics
        ],
        class_heads=heads,
        class_rows=rows,
        confusions=[confusion_drawing(statistic) for statistic in inspection.performances],
        reliabilities=[reliability_drawing(statistic.bins) for statistic in inspection.performances],
        troubles=[
            {
                "title": problem.title,
                "summary": problem.summary,
                "total": problem.total,
                "sets": [
                    [_picture(side, path, folders) for side, path in images[:4]] for images in problem.sets[:SETS]
                ],
            }
            for problem in inspection.troubles
        ],
        command=command,
        version=__version__,
        date=date.today().isoformat(),
    )


def typical_images(inspection: Inspection, folders: dict[Side, Path]) -> Iterable[dict[str, object]]:
    """Rows of images: the most and the least typical of each domain, ranked by the domain probe."""
    for side, table in ((Side.SOURCE, inspection.source_table), (Side.TARGET, inspection.target_table)):
        likeness = _column(table, "target_likeness")
        if likeness is None:
            continue
        order = np.argsort(likeness if side is Side.SOURCE else -likeness, kind="stable")
        other = Side.TARGET if side is Side.SOURCE else Side.SOURCE
        for title, rows in (
            (f"Most {side}", order[:SHOWN]),
            (f"Of the {side}, most like the {other}", order[::-1][:SHOWN]),
        ):
            yield {"title": title, "images": [_picture(side, table.paths[row], folders) for row in rows]}


def _picture(side: Side, path: str, folders: dict[Side, Path]) -> EmbeddedPicture:
    return EmbeddedPicture(path, side, file_url(folders[side] / path, THUMBNAIL))


def _classes(inspection: Inspection) -> tuple[list[str], list[list[str]]]:
    right = {entry.side: _recalls(entry) for entry in inspection.performances}
    heads = [f"{side} recall" for side in Side if side in right]
    rows = []
    for entry in inspection.classes:
        shares = [_percent(right[side].get(entry.label)) for side in Side if side in right]
        rows.append(
            [entry.label, f"{entry.source:,}", inspection.target_share(entry), _percent(entry.separation), *shares]
        )
    return heads, rows


def _recalls(performance: Performance) -> dict[str, float]:
    column = {name: index for index, name in enumerate(performance.predictions)}
    pairs = zip(performance.truths, performance.confusion, strict=True)
    return {
        name: (counts[column[name]] if name in column else 0) / sum(counts) for name, counts in pairs if sum(counts)
    }


def _coordinates(table: SampleTable) -> NDArray[np.float32]:
    return np.frombuffer(table.xy, "<f4").reshape(-1, 2)


def _column(table: SampleTable, name: str) -> NDArray[np.float32] | None:
    values: Sequence[bytes] = [column.values for column in table.columns if column.name == name]
    return np.frombuffer(values[0], "<f4") if values else None


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f} %"


def _more(share: float) -> str:
    which, share = ("higher", share) if share >= 0.5 else ("lower", 1 - share)
    return f"{which} in {100 * share:.0f} % of pairs"


def _estimate(share: Estimate | None) -> str:
    return "–" if share is None else f"{_percent(share.value)} ({share.low:.0%} to {share.high:.0%})"
