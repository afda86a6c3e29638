"""The comparison of translations: samples, curves, metrics and differing settings."""

import shlex
from collections.abc import Sequence

from workbench.analysis.comparison import differences
from workbench.core.events import Judged, Preview, Scalars
from workbench.core.translation import PreviewRow, Quality
from workbench.core.translation_quality import verdict
from workbench.gui.kit.core_words import word
from workbench.gui.kit.language import tr
from workbench.gui.kit.metric_text import figures
from workbench.gui.kit.number_format import duration
from workbench.gui.records.comparison import Comparison, Lines, Points, add, available_measures, cells, title_of
from workbench.gui.translate.translations_controller import TranslationsController
from workbench.gui.views.charts.translation_curves import MEASURES
from workbench.gui.views.pictures.sample_row import SampleRow
from workbench.store.translation_folder import TranslationFolder
from workbench.store.translations import TranslationRecord

SOURCE = "source"  # the column of original images


def compare_translations(translations: TranslationsController, records: Sequence[TranslationRecord]) -> Comparison:
    """Return the comparison of translations for the sheet."""
    kept, catalogue = translations.kept, translations.session.catalogue
    assert kept is not None
    folders = [kept.files(record.id) for record in records]
    jobs = [folder.job() if folder.has_job() else run.job for folder, run in zip(folders, records, strict=True)]
    cards = {card.name: card for card in catalogue.translators} if catalogue else {}
    curves = [_points(folder) for folder in folders]
    names = [f"t{record.number} {title_of(record.job.translator, cards)}" for record in records]
    return Comparison(
        title=tr("Compare translations ") + ", ".join(f"t{record.number}" for record in records),
        names=names,
        measures=available_measures({title: per_cent for _, title, per_cent, _ in MEASURES}, curves),
        curves=curves,
        scores=_metrics(records),
        settings=[(row.name.replace("_", " "), *cells(row.values)) for row in differences(jobs, cards)],
        commands=[shlex.join(translations.command(record)) for record in records],
        samples=sample_rows(names, [folder.preview() for folder in folders]),
    )


def sample_rows(names: Sequence[str], previews: Sequence[Preview | None]) -> tuple[SampleRow, ...]:
    """Return the samples that all previews share, or else the samples of any preview."""
    rows = [{row.path: row for row in preview.rows} if preview else {} for preview in previews]
    every = dict.fromkeys(path for known in rows for path in known)
    shared = [path for path in every if all(path in known for known in rows if known)]
    return tuple(_sample_row(path, names, [known.get(path) for known in rows]) for path in shared or every)


def _sample_row(path: str, names: Sequence[str], rows: Sequence[PreviewRow | None]) -> SampleRow:
    there = [(name, row) for name, row in zip(names, rows, strict=True) if row is not None]
    pictures = {SOURCE: there[0][1].source} | {name: row.translated for name, row in there}
    label = there[0][1].label
    flips = [f"{name.split()[0]}: {row.said}" for name, row in there if label and row.said and row.said != label]
    sentence = tr("{label}, predicted as {flips}", label=label, flips=", ".join(flips)) if flips else label or path
    return SampleRow(path, pictures, sentence, bool(flips))


def _points(folder: TranslationFolder) -> Points:
    points: Points = {}
    for event in folder.events():
        if isinstance(event, Scalars):
            add(
                points,
                event.step,
                {tr("Loss: {name}", name=name): value for name, value in event.values.items()},
            )
        elif isinstance(event, Judged):
            add(points, event.step, {title: of(event.quality) for _, title, _, of in MEASURES})
    return points


def _metrics(records: Sequence[TranslationRecord]) -> Lines:
    columns = [_lines(record.quality) if record.quality else {} for record in records]
    titles = dict.fromkeys(title for column in columns for title in column)
    return [
        (tr("Status"), *(word(record.status) for record in records)),
        *((title, *(column.get(title, "–") for column in columns)) for title in titles),
        (tr("Time"), *("–" if record.seconds is None else duration(record.seconds) for record in records)),
    ]


def _lines(quality: Quality) -> dict[str, str]:
    """Return metrics by title. Values before translation have lines of their own, because the columns are narrow."""
    lines = {"Compared with none": verdict(quality).capitalize()}
    for figure in figures(quality):
        before, _, now = figure.value.rpartition(" → ")
        lines |= ({tr("Before ({name})", name=figure.name.upper()): before} if before else {}) | {figure.title: now}
    return lines
