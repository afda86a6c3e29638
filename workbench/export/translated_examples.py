"""Translations in a report: how good each is, and a few images before and after, inside the page."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from workbench.core.events import Preview
from workbench.core.translation import Quality, TranslationJob, quality_sentence
from workbench.export.page_pictures import png_url

SHOWN = 6  # samples of a translation
SIDE = 192  # pixels of a picture at most


class Translated(NamedTuple):
    """A finished translation: `title` is the translator's, `preview` its last look at fixed samples, if any."""

    name: str
    title: str
    job: TranslationJob
    quality: Quality
    preview: Preview | None


class Examples(NamedTuple):
    """A translation as the page shows it. `rows`: a heading, and a picture of each sample as a URL that holds it."""

    title: str
    source: str
    sentence: str
    measured: str
    rows: tuple[tuple[str, str, tuple[str, ...]], ...]  # heading, which domain's look it has, pictures


def examples(translations: Iterable[Translated]) -> list[Examples]:
    """Each translation as the page shows it."""
    return [
        Examples(
            one.title,
            Path(one.job.source).name,
            quality_sentence(one.quality, one.job.steps > 1),
            _measured(one.quality),
            tuple(_rows(one.preview)),
        )
        for one in translations
    ]


def _measured(quality: Quality) -> str:
    kept = "" if quality.kept is None else f" Labels kept: {100 * quality.kept:.1f} %."
    distance = f"{quality.fid_before:,.1f} before, {quality.fid:,.1f} translated"
    return f"Distance to the target’s images (FID): {distance}; 0 would be the target itself.{kept}"


def _rows(preview: Preview | None) -> Iterable[tuple[str, str, tuple[str, ...]]]:
    shown = preview.rows[:SHOWN] if preview is not None else ()
    if shown:
        yield "as they were", "source", tuple(png_url(row.source, SIDE) for row in shown)
        yield "translated", "", tuple(png_url(row.translated, SIDE) for row in shown)
        yield "nearest of the target", "target", tuple(png_url(row.nearest, SIDE) for row in shown)
