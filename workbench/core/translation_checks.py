"""Checks of a translator's quality, with a warning for each that fails."""

from workbench.core.translation import COLLAPSED, Quality
from workbench.core.translation_quality import kept_text, vouches, yardstick

FLIPPED = 0.5  # least share of images or pixels that must keep their class
EARLY = 0.25  # share of the steps without warnings, because a new translator always makes poor images
OTHER = "CyCADA preserves labels while it translates"
KEEPS = "more steps or a longer second stage may preserve them"  # for the translator of a method's run


def is_early(step: int, steps: int, trained: bool = True) -> bool:
    """Whether a step of a training is too early for warnings."""
    return trained and step < EARLY * steps


def failed_checks(quality: Quality, other: str = OTHER, trained: bool = True) -> dict[str, str]:
    """Warnings by the name of the failed check. `quality_sentence` says whether the translation is worse than none.

    `other`: a clause that says how to preserve labels; `trained`: whether more training steps can help.
    """
    warnings = {}
    if quality.diversity < COLLAPSED:
        remedy = "Train longer, or increase the cycle weight." if trained else "Try another translator."
        warnings["collapse"] = (
            f"Translated images are only {quality.diversity:.0%} as diverse as target images: the translator may "
            f"produce the same image for every input. {remedy}"
        )
    if quality.kept is not None and quality.kept < FLIPPED:
        doubt = "or the classifier, which was trained on the source, does not work on the new style."
        warnings["labels"] = (
            f"Only {kept_text(quality)} of the translated {quality.kept_unit} keep their predicted class. Their labels "
            f"may be wrong, {doubt} {'' if vouches(quality) else yardstick(quality) + ' '}Check the preview before you "
            f"train on these images; {other}."
        )
    return warnings
