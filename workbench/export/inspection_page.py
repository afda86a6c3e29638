"""An inspection as one self-contained HTML page with its pictures."""

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

THUMBNAIL = 144  # pixels, twice as many as are shown
SHOWN = 10  # images in a row
SETS = 12  # troubles of a kind


class EmbeddedPicture(NamedTuple):
    """An image inside the page: its `data` is a URL that holds it."""

    name: str
    side: Side
    data: str


def inspection_page(found: Inspection, folders: dict[Side, Path], command: str) -> str:
    """The page's text. `folders`: where the paths of each domain start; `command` repeats the inspection."""
    environment = Environment(
        loader=FileSystemLoader(resource("pages")), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    heads, rows = _classes(found)
    return environment.get_template("inspection.html").render(
        title=f"{Path(found.source).name} and {Path(found.target).name}: how far apart?",
        found=found,
        n=_number,
        percent=_percent,
        estimate=_estimate,
        pictures=list(telling(found, folders)),
        scatter=scatter_drawing(_places(found.source_table), _places(found.target_table)),
        statistics=[
            {
                "words": f"{one.title}: {_more(one.more)}",
                "medians": f"{_number(one.source_median)} → {_number(one.target_median)} {one.unit}",
                "picture": histogram_drawing(one),
            }
            for one in found.statistics
        ],
        class_heads=heads,
        class_rows=rows,
        confusions=[confusion_drawing(one) for one in found.performances],
        reliabilities=[reliability_drawing(one.bins) for one in found.performances],
        troubles=[
            {
                "title": one.title,
                "summary": one.summary,
                "total": one.total,
                "sets": [[_picture(side, path, folders) for side, path in each[:4]] for each in one.sets[:SETS]],
            }
            for one in found.troubles
        ],
        command=command,
        version=__version__,
        date=date.today().isoformat(),
    )


def telling(found: Inspection, folders: dict[Side, Path]) -> Iterable[dict[str, object]]:
    """Rows of images for a page: the most and the least typical of each domain, as the probe sees them."""
    for side, table in ((Side.SOURCE, found.source_table), (Side.TARGET, found.target_table)):
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


def _classes(found: Inspection) -> tuple[list[str], list[list[str]]]:
    right = {one.side: _recalls(one) for one in found.performances}
    heads = [f"{side} right" for side in Side if side in right]
    rows = []
    for one in found.classes:
        shares = [_percent(right[side].get(one.label)) for side in Side if side in right]
        rows.append([one.label, f"{one.source:,}", f"{one.target:,}", _percent(one.separation), *shares])
    return heads, rows


def _recalls(one: Performance) -> dict[str, float]:
    place = {name: index for index, name in enumerate(one.predictions)}
    pairs = zip(one.truths, one.confusion, strict=True)
    return {name: (counts[place[name]] if name in place else 0) / sum(counts) for name, counts in pairs if sum(counts)}


def _places(table: SampleTable) -> NDArray[np.float32]:
    return np.frombuffer(table.xy, "<f4").reshape(-1, 2)


def _column(table: SampleTable, name: str) -> NDArray[np.float32] | None:
    found: Sequence[bytes] = [one.values for one in table.columns if one.name == name]
    return np.frombuffer(found[0], "<f4") if found else None


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f} %"


def _more(share: float) -> str:
    return f"more in {100 * share:.0f}" if share >= 0.5 else f"less in {100 * (1 - share):.0f}"


def _estimate(one: Estimate | None) -> str:
    return "–" if one is None else f"{_percent(one.value)} ({one.low:.0%} to {one.high:.0%})"
