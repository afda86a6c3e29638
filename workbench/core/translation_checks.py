"""Checks of a translator's quality, with a warning for each that fails."""

from workbench.core.translation import COLLAPSED, Quality

FLIPPED = 0.5  # least share of images that must keep their class
FARTHER = 1.25  # largest acceptable FID, relative to the original images
OTHER = "CyCADA preserves labels while it translates"
KEEPS = "more steps or a longer second stage may preserve them"  # for the translator of a method's run


def failed_checks(quality: Quality, other: str = OTHER, trained: bool = True) -> dict[str, str]:
    """Warnings by the name of the failed check.

    `other`: a clause that says how to preserve labels; `trained`: whether more training steps can help.
    """
    warnings = {}
    remedy = "Train longer, or try another translator." if trained else "Try another translator."
    if quality.diversity < COLLAPSED:
        collapse_remedy = "Train longer, or increase the cycle weight." if trained else remedy
        warnings["collapse"] = (
            f"Translated images are only {quality.diversity:.0%} as diverse as target images: the translator may "
            f"produce the same image for every input. {collapse_remedy}"
        )
    if quality.fid > FARTHER * quality.fid_before:
        warnings["look"] = (
            f"Translated images are farther from the target (FID {quality.fid:,.0f}) than the original images "
            f"({quality.fid_before:,.0f}). {remedy}"
        )
    if quality.kept is not None and quality.kept < FLIPPED:
        warnings["labels"] = (
            f"Only {quality.kept:.0%} of the translated images keep their predicted class. Their labels may be wrong, "
            "or the classifier, which was trained on the source, does not work on the new style. Check the preview "
            f"before you train on these images; {other}."
        )
    return warnings
