"""What may be said of a model on the target, as lines of the terminal."""

from collections.abc import Iterator

from workbench.core.scores import Estimate
from workbench.core.target_quality import QualityKind, TargetQuality


def quality_cell(quality: TargetQuality) -> str:
    """The target accuracy in a table: measured, or an estimated range."""
    match quality.kind:
        case QualityKind.MEASURED:
            return f"{quality.value:.1%} ({quality.low:.1%} to {quality.high:.1%})"
        case QualityKind.ESTIMATED:
            return f"{quality.low:.0%} to {quality.high:.0%}, estimated"
    return "not known"


def quality_lines(quality: TargetQuality) -> Iterator[str]:
    """The basis of the statement, then the figures to read beside it."""
    yield quality.basis
    if quality.miou is not None:
        yield f"Mean IoU: {interval(quality.miou)}."
    if quality.not_found:
        yield f"Not found: {', '.join(quality.not_found)}."
    if quality.balanced is not None:
        yield f"Balanced accuracy (mean recall of the classes): {interval(quality.balanced)}."
    if quality.constant is None or quality.value is None:
        return
    always = f"Always answering “{quality.constant_class}” gives {quality.constant:.1%}"
    yield f"{always}." if quality.beats_constant else f"{always}: this model does not beat it."


def interval(estimate: Estimate) -> str:
    """Format an estimate as “72.1% (65.0% to 78.3%)”."""
    return f"{estimate.value:.1%} ({estimate.low:.1%} to {estimate.high:.1%})"
