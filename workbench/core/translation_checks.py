"""What has gone wrong with a translation, by its figures, in sentences with the way out."""

from workbench.core.translation import COLLAPSED, Quality

FLIPPED = 0.5  # of the labels
FARTHER = 1.25  # times the distance that there was before
OTHER = "CyCADA keeps labels while it translates"
KEEPS = "more steps, or a longer second stage, give it time to keep them"  # of a run's own translator


def worries(quality: Quality, other: str = OTHER, trained: bool = True) -> dict[str, str]:
    """By name. `other`: what else keeps labels; `trained`: whether more steps of training can help."""
    found = {}
    another = "Train longer, or try another translator." if trained else "Try another translator."
    if quality.diversity < COLLAPSED:
        weigh = "Train longer, or weigh the cycle more." if trained else another
        found["collapse"] = (
            f"Translated images differ from each other only {quality.diversity:.0%} as much as the target's do: the "
            f"translator may be making the same image of everything. {weigh}"
        )
    if quality.fid > FARTHER * quality.fid_before:
        found["look"] = (
            f"Translated images lie farther from the target (FID {quality.fid:,.0f}) than the source's own did "
            f"({quality.fid_before:,.0f}). {another}"
        )
    if quality.kept is not None and quality.kept < FLIPPED:
        found["labels"] = (
            f"Only {quality.kept:.0%} of the translated images are read as the class they were: labels may no longer "
            "fit, or the classifier, which learned on the source, can not read this look. Look at the preview before "
            f"you learn from these images; {other}."
        )
    return found
