"""Quality measures of a translation as text: title, value and meaning."""

from typing import NamedTuple

from workbench.core.translation import COLLAPSED, Quality
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
            "Distance to the target in the features of a pretrained network, before and after. Lower is better.",
            quality.fid >= quality.fid_before,
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
            percent(kept),
            "Measured only if each source image has a class."
            if kept is None
            else "Images whose class the source classifier predicts as before. The others may show another class.",
            kept is not None and kept < KEPT_LOW,
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
