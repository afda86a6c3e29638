"""Prepares translations for a report: their quality, and a few images before and after."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from workbench.core.events import Preview
from workbench.core.translation import Quality, TranslationJob
from workbench.core.translation_checks import failed_checks
from workbench.core.translation_quality import kept_text, quality_sentence, yardstick
from workbench.export.page_pictures import png_url

SHOWN = 6  # samples for each translation
SIDE = 192  # pixels: largest side of an image


class Translated(NamedTuple):
    """A finished translation: `title` is the translator's, `preview` its last preview of the fixed samples, or None."""

    name: str
    title: str
    job: TranslationJob
    quality: Quality
    preview: Preview | None


class Examples(NamedTuple):
    """A translation as the page shows it. `warnings`: of the checks that it fails.

    `rows`: a heading, the domain of the style, and images as data URLs.
    """

    title: str
    source: str
    sentence: str
    warnings: tuple[str, ...]
    measured: str
    rows: tuple[tuple[str, str, tuple[str, ...]], ...]


def examples(translations: Iterable[Translated]) -> list[Examples]:
    """Convert translations for the page."""
    return [
        Examples(
            translation.title,
            Path(translation.job.source).name,
            quality_sentence(translation.quality, translation.job.steps > 1),
            tuple(failed_checks(translation.quality, trained=translation.job.steps > 1).values()),
            _measured(translation.quality),
            tuple(_rows(translation.preview)),
        )
        for translation in translations
    ]


def _measured(quality: Quality) -> str:
    kept = "" if quality.kept is None else f" Labels kept: {kept_text(quality)} of {quality.kept_unit}."
    distance = f"{quality.fid_before:,.1f} before, {quality.fid:,.1f} after translation"
    said = f"Distance to the target’s images (FID): {distance}; 0 for the target itself.{kept}"
    return f"{said} {yardstick(quality)}".rstrip()


def _rows(preview: Preview | None) -> Iterable[tuple[str, str, tuple[str, ...]]]:
    shown = preview.rows[:SHOWN] if preview is not None else ()
    if shown:
        yield "original", "source", tuple(png_url(row.source, SIDE) for row in shown)
        yield "translated", "", tuple(png_url(row.translated, SIDE) for row in shown)
        yield "nearest target images", "target", tuple(png_url(row.nearest, SIDE) for row in shown)
