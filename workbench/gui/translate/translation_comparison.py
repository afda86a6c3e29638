"""Translations side by side: the same samples by each, their curves, figures, and what differs between recipes."""

import shlex
from collections.abc import Sequence

from workbench.analysis.comparison import differences
from workbench.core.events import Judged, Preview, Scalars
from workbench.core.translation import PreviewRow, Quality
from workbench.gui.kit.metric_text import figures
from workbench.gui.kit.number_format import duration
from workbench.gui.records.comparison import Comparison, Lines, Points, add, cells, offered, title_of
from workbench.gui.translate.translations_controller import TranslationsController
from workbench.gui.views.charts.translation_curves import MEASURES
from workbench.gui.views.pictures.preview_grid import SampleRow
from workbench.store.translation_folder import TranslationFolder
from workbench.store.translations import TranslationRecord

SOURCE = "source"  # the column of images as they were


def compare_translations(translating: TranslationsController, records: Sequence[TranslationRecord]) -> Comparison:
    """What the sheet shows of these translations."""
    kept, catalogue = translating.kept, translating.session.catalogue
    assert kept is not None
    places = [kept.files(record.id) for record in records]
    jobs = [place.job() if place.has_job() else one.job for place, one in zip(places, records, strict=True)]
    cards = {card.name: card for card in catalogue.translators} if catalogue else {}
    curves = [_points(place) for place in places]
    names = [f"t{one.number} {title_of(one.job.translator, cards)}" for one in records]
    return Comparison(
        title="Compare translations " + ", ".join(f"t{one.number}" for one in records),
        names=names,
        measures=offered({title: per_cent for _, title, per_cent, _ in MEASURES}, curves),
        curves=curves,
        scores=_figures(records),
        settings=[(row.name.replace("_", " "), *cells(row.values)) for row in differences(jobs, cards)],
        commands=[shlex.join(translating.command(record)) for record in records],
        samples=beside(names, [place.preview() for place in places]),
    )


def beside(names: Sequence[str], previews: Sequence[Preview | None]) -> tuple[SampleRow, ...]:
    """The samples that all of these translators were looked at on; those of any, where they share none."""
    rows = [{row.path: row for row in preview.rows} if preview else {} for preview in previews]
    every = dict.fromkeys(path for known in rows for path in known)
    shared = [path for path in every if all(path in known for known in rows if known)]
    return tuple(_side(path, names, [known.get(path) for known in rows]) for path in shared or every)


def _side(path: str, names: Sequence[str], rows: Sequence[PreviewRow | None]) -> SampleRow:
    there = [(name, row) for name, row in zip(names, rows, strict=True) if row is not None]
    pictures = {SOURCE: there[0][1].source} | {name: row.translated for name, row in there}
    label = there[0][1].label
    flips = [f"{name.split()[0]}: {row.said}" for name, row in there if label and row.said and row.said != label]
    sentence = f"{label}, read as {', '.join(flips)}" if flips else label or path
    return SampleRow(path, pictures, sentence, bool(flips))


def _points(place: TranslationFolder) -> Points:
    points: Points = {}
    for event in place.events():
        if isinstance(event, Scalars):
            add(points, event.step, {f"Loss: {name}": value for name, value in event.values.items()})
        elif isinstance(event, Judged):
            add(points, event.step, {title: of(event.quality) for _, title, _, of in MEASURES})
    return points


def _figures(records: Sequence[TranslationRecord]) -> Lines:
    told = [_lines(record.quality) if record.quality else {} for record in records]
    titles = dict.fromkeys(title for known in told for title in known)
    return [
        ("status", *(one.status.value for one in records)),
        *((title, *(known.get(title, "–") for known in told)) for title in titles),
        ("time", *("–" if one.seconds is None else duration(one.seconds) for one in records)),
    ]


def _lines(quality: Quality) -> dict[str, str]:
    """Figures by name. What was before has a line of its own: the columns are narrow, and what came of it is told."""
    lines: dict[str, str] = {}
    for figure in figures(quality):
        before, _, now = figure.value.rpartition(" → ")
        lines |= ({f"Before ({figure.name.upper()})": before} if before else {}) | {figure.title: now}
    return lines
