"""Quality measures of a translation as text: title, value and meaning."""

from typing import NamedTuple

from workbench.core.counting import count
from workbench.core.translation import COLLAPSED, Quality
from workbench.core.translation_quality import Verdict, kept_text, verdict, vouches, yardstick
from workbench.gui.kit.number_format import percent

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
            "Distance (FID)",
            f"{quality.fid_before:,.1f} → {quality.fid:,.1f}",
            f"Distance to the target in the features of a pretrained network, before and after{_where(quality)}. Lower "
            "is better. The Fréchet distance of the Inspect step is another number, because it is of scaled principal "
            "components of the features.",
            verdict(quality) is not Verdict.CLOSER,
        ),
        Figure(
            "kid",
            "Distance (KID)",
            f"{quality.kid_before:.3f} → {quality.kid:.3f}",
            "A second distance to the target, unbiased for small numbers of images. Lower is better.",
            quality.kid >= quality.kid_before,
        ),
        Figure(
            "kept",
            "Labels kept",
            kept_text(quality),
            _kept_sentence(quality),
            kept is not None and (kept < KEPT_LOW or not vouches(quality)),
        ),
        Figure(
            "content",
            "Content changed",
            f"{quality.content:.3f}",
            "Change of content, as opposed to style. 0 means no change.",
            False,
        ),
        Figure(
            "diversity",
            "Variety",
            percent(quality.diversity),
            "Differences between translated images, relative to those of the target. Near 0, all images look alike.",
            quality.diversity < COLLAPSED,
        ),
    ]


def _where(quality: Quality) -> str:
    """The samples and the input size that distances are of, if they are known."""
    if not quality.target_images:
        return ""
    return (
        f", on {quality.images:,} source and {count(quality.target_images, 'target image')} at "
        f"{quality.side} × {quality.side} pixels"
    )


def _kept_sentence(quality: Quality) -> str:
    if quality.kept is None:
        return "Measured only if source images have classes or masks."
    unit = quality.kept_unit
    of = f"Of {quality.kept_count:,} {unit}, those" if quality.kept_count else unit.capitalize()
    sentence = f"{of} whose class the source classifier predicts as before. The others may show another class."
    return f"{sentence} {yardstick(quality)}".rstrip()
