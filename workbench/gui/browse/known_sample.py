"""What the window may show of a sample: its label, and the opinion of a model."""

from typing import NamedTuple

from workbench.core.domain import Sample, Side
from workbench.gui.kit.sample_ids import Id
from workbench.gui.session.inspection_controller import InspectionController
from workbench.gui.session.session import Session


class KnownSample(NamedTuple):
    """`predicted` with `confidence` in [0, 1]: by the current model, or for the source by the inspection.

    `blind`: the sample measures and has no label yet, so that no opinion of a model is shown.
    """

    sample: Sample
    blind: bool
    label: str | None
    predicted: str | None
    confidence: float | None


def known_of(session: Session, inspections: InspectionController, sample_id: Id) -> KnownSample | None:
    """Return what may be shown of a sample; None if its domain has none of this path."""
    side, path = sample_id
    sample = session.domains.sample(sample_id)
    if sample is None:
        return None
    if side is Side.SOURCE:
        suspect = inspections.suspects().get(path)
        opinion = (suspect.likely, suspect.likely_share) if suspect else (None, None)
        return KnownSample(sample, False, sample.label, *opinion)
    blind = session.labels.is_blind(path)
    prediction = None if blind else session.predictions.by_path.get(path)
    if prediction is None or not session.domains.task.names_images:
        return KnownSample(sample, blind, session.labels.by_path.get(path), None, None)
    told = prediction.predicted, prediction.confidence
    return KnownSample(sample, blind, session.labels.by_path.get(path), *told)
