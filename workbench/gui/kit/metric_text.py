"""Quality measures of a translation as text: title, value and meaning."""

from typing import NamedTuple

from workbench.core.translation import COLLAPSED, Quality
from workbench.core.translation_quality import Verdict, kept_text, verdict, vouches, yardstick
from workbench.gui.kit.core_words import word
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count, decimal, grouped, percent, whole

KEPT_LOW = 0.8  # below this share, the figure is marked with caution


class Figure(NamedTuple):
    """A measure with its title, value and meaning. `careful`: the value needs attention."""

    name: str
    title: str
    value: str
    sentence: str
    careful: bool


def figures(quality: Quality) -> list[Figure]:
    """Return the measures of a translator, the most important first."""
    kept = quality.kept
    return [
        Figure(
            "fid",
            tr("Distance (FID)"),
            f"{grouped(quality.fid_before, 1)} → {grouped(quality.fid, 1)}",
            tr(
                "Distance to the target in the features of a pretrained network, before and "
                "after{where}. Lower is better. The Fréchet distance of the Inspect step is "
                "another number, because it is of scaled principal components of the features.",
                where=_where(quality),
            ),
            verdict(quality) is not Verdict.CLOSER,
        ),
        Figure(
            "kid",
            tr("Distance (KID)"),
            f"{decimal(quality.kid_before, 3)} → {decimal(quality.kid, 3)}",
            tr("A second distance to the target, unbiased for small numbers of images. Lower is better."),
            quality.kid >= quality.kid_before,
        ),
        Figure(
            "kept",
            tr("Labels kept"),
            kept_text(quality),
            _kept_sentence(quality),
            kept is not None and (kept < KEPT_LOW or not vouches(quality)),
        ),
        Figure(
            "content",
            tr("Content changed"),
            decimal(quality.content, 3),
            tr("Change of content, as opposed to style. 0 means no change."),
            False,
        ),
        Figure(
            "diversity",
            tr("Variety"),
            percent(quality.diversity),
            tr(
                "Differences between translated images, relative to those of the target. Near 0, all images look alike."
            ),
            quality.diversity < COLLAPSED,
        ),
    ]


def _where(quality: Quality) -> str:
    """The samples and the input size that distances are of, if they are known."""
    if not quality.target_images:
        return ""
    return tr(
        ", on {images} source and {target_images} at {side} × {side} pixels",
        images=whole(quality.images),
        target_images=count(quality.target_images, "target image"),
        side=quality.side,
    )


def _kept_sentence(quality: Quality) -> str:
    if quality.kept is None:
        return tr("Measured only if source images have classes or masks.")
    unit = word(quality.kept_unit)
    of = (
        tr("Of {kept_count} {unit}, those", kept_count=whole(quality.kept_count), unit=unit)
        if quality.kept_count
        else unit.capitalize()
    )
    sentence = tr(
        "{of} whose class the source classifier predicts as before. The others may show another class.", of=of
    )
    return f"{sentence} {yardstick(quality)}".rstrip()
