"""What is measured of translated images, in plain words."""

from typing import NamedTuple

from workbench.core.translation import COLLAPSED, Quality
from workbench.gui.kit.number_format import percent

KEPT_LOW = 0.8  # below it the figure is shown with caution


class Figure(NamedTuple):
    """One line: what it is called, its value, what that means, and whether to be careful."""

    name: str
    title: str
    value: str
    sentence: str
    careful: bool


def figures(quality: Quality) -> list[Figure]:
    """The figures of a translator, the most telling first."""
    kept = quality.kept
    return [
        Figure(
            "fid",
            "Distance (FID)",
            f"{quality.fid_before:,.1f} → {quality.fid:,.1f}",
            "How far the images lie from the target's in the eye of a pretrained net, before and now; 0 is there.",
            quality.fid >= quality.fid_before,
        ),
        Figure(
            "kid",
            "Distance (KID)",
            f"{quality.kid_before:.3f} → {quality.kid:.3f}",
            "A second measure of it, which does not grow where there are few images.",
            quality.kid >= quality.kid_before,
        ),
        Figure(
            "kept",
            "Labels kept",
            percent(kept),
            "The source has no labels to check."
            if kept is None
            else "Images that the source's classifier still reads as it did; the others may show something else.",
            kept is not None and kept < KEPT_LOW,
        ),
        Figure(
            "content",
            "Content changed",
            f"{quality.content:.3f}",
            "How much else than the look has changed; 0 is nothing.",
            False,
        ),
        Figure(
            "diversity",
            "Variety",
            percent(quality.diversity),
            "How far translated images differ from each other, beside the target's own; near 0 all look alike.",
            quality.diversity < COLLAPSED,
        ),
    ]
