"""What may be said of the quality of a translation: first whether it is better than none, then of its labels."""

from enum import StrEnum

from workbench.core.translation import Quality

SURE = 1.96  # standard errors within which a change is sampling noise, at 95 %


class Verdict(StrEnum):
    """A translation compared with none, by the distance of images to the target."""

    CLOSER = "closer"
    NO_CLOSER = "not clearly closer"
    WORSE = "worse than none"


def verdict(quality: Quality) -> Verdict:
    """CLOSER or WORSE where both distances say so, and the change of KID is no sampling noise; else NO_CLOSER.

    For files of earlier versions, which have no error of KID, WORSE is never said.
    """
    change = quality.kid - quality.kid_before
    if quality.kid_error is None:
        return Verdict.CLOSER if quality.fid < quality.fid_before else Verdict.NO_CLOSER
    if abs(change) <= SURE * quality.kid_error or (change < 0) != (quality.fid < quality.fid_before):
        return Verdict.NO_CLOSER
    return Verdict.CLOSER if change < 0 else Verdict.WORSE


def quality_sentence(quality: Quality, trained: bool = True) -> str:
    """The quality in a few sentences, the comparison with no translation first."""
    distances = f"FID {quality.fid_before:,.0f} → {quality.fid:,.0f}"
    remedy = f"Try another translator{', or more steps' if trained else ''}."
    match verdict(quality):
        case Verdict.WORSE:
            return f"This translation is worse than none: images are farther from the target ({distances}). {remedy}"
        case Verdict.NO_CLOSER:
            return f"This translation is not clearly better than none ({distances}). {remedy}"
    closer = 1 - quality.fid / quality.fid_before
    sentence = f"Translation brought images {100 * closer:.0f} % closer to the target"
    if quality.kept is None:
        return f"{sentence}. Kept labels are measured only if source images have classes or masks."
    return f"{sentence}; {kept_text(quality)} of the {quality.kept_unit} keep their predicted class.{_doubt(quality)}"


def kept_text(quality: Quality) -> str:
    """The share of kept labels with its 95 % interval; a dash if it is not known."""
    if quality.kept is None:
        return "–"
    value = f"{100 * quality.kept:.1f} %"
    if quality.kept_low is None or quality.kept_high is None:
        return value
    return f"{value} ({100 * quality.kept_low:.1f} to {100 * quality.kept_high:.1f} %)"


def vouches(quality: Quality) -> bool:
    """Whether the label classifier avoids at least half of the errors of always answering the largest class.

    True for files of earlier versions, which do not tell.
    """
    if quality.label_constant is None:
        return True
    return quality.label_accuracy is not None and 1 - quality.label_accuracy <= (1 - quality.label_constant) / 2


def yardstick(quality: Quality) -> str:
    """What the label classifier reads of the untranslated source, in a sentence; empty if it is not known."""
    if quality.label_accuracy is None or quality.label_constant is None:
        return ""
    unit = quality.kept_unit
    pixels = "pixels of " if unit == "pixels" else ""
    return (
        f"The classifier recognises {100 * quality.label_accuracy:.0f} % of {pixels}untranslated source images that it "
        f"has not seen; always answering the largest class, {100 * quality.label_constant:.0f} %."
    )


def _doubt(quality: Quality) -> str:
    if vouches(quality):
        return ""
    return f" This is weak evidence. {yardstick(quality)}".rstrip()
