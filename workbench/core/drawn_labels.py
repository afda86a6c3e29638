"""Labels of target samples that were drawn at random: they measure models, choose among them, and never teach."""

from collections.abc import Collection

import msgspec

from workbench.core.domain import UNKNOWN
from workbench.core.job import CLOSED, Job
from workbench.core.target_quality import PixelPoint


class DrawnLabel(msgspec.Struct, frozen=True):
    """The class of a drawn target sample, or of one pixel of it at `point`."""

    path: str
    label: str
    point: PixelPoint | None = None


def in_terms_of(job: Job, classes: Collection[str], label: str) -> str:
    """A label in the terms of a run with these classes: one that it cannot predict is unknown to a run that rejects."""
    label = label if label in classes else job.mapping.get(label, label)
    rejects = job.shift not in CLOSED
    return UNKNOWN if not label or (rejects and label not in classes) else label
