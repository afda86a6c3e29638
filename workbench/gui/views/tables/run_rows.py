"""The rows and columns of the table of runs."""

from dataclasses import dataclass

from workbench.core.shot_gain import ShotGain, signed
from workbench.gui.kit.language import tr
from workbench.gui.views.tables.record_model import STATUS, TAGS, TIME, RecordColumn, RecordRow, integer, share


@dataclass(frozen=True, kw_only=True)
class RunRow(RecordRow):
    """Accuracies and score in [0, 1], None where unknown. `gained`: the gain from more shots; `no_gain`: why none.

    `measured`: what the target accuracy rests on, with its interval; empty without one.
    """

    method: str
    backbone: str
    tune: str
    source_accuracy: float | None = None
    target_accuracy: float | None = None
    measured: str = ""
    score: float | None = None
    shots: int = 0
    gained: ShotGain | None = None
    no_gain: str = ""

    def tip(self, field: str) -> str:
        """Return the tooltip: for `gained`, the gain from shots and the run that it is compared with."""
        if field == "target_accuracy" and self.measured:
            return self.measured
        if field != "gained":
            return self.degradation
        return self.no_gain if self.gained is None else self.gained.sentence


def _points(gained: ShotGain) -> float:
    return gained.points


def _signed_points(gained: ShotGain) -> str:
    return signed(gained.points)


_SCORE = tr("Label-free score, %. Higher is better; comparable between runs on the same domains")
_TARGET = tr(
    "Accuracy on labelled target samples that taught no run, %; without labels in the folder, on those of Measure"
)
_SHOTS = tr("Labelled target samples that the run was trained on")
_GAIN = tr(
    "Gain from additional shots, in points, over an earlier run of the same method and settings, on the same labels"
)
RUN_COLUMNS = (
    RecordColumn(tr("run"), "number", text=integer, number=True),
    RecordColumn(tr("method"), "method"),
    STATUS,
    RecordColumn(tr("source"), "source_accuracy", tr("Accuracy on held-out source samples, %"), share, number=True),
    RecordColumn(tr("target"), "target_accuracy", _TARGET, share, number=True),
    RecordColumn(tr("score"), "score", _SCORE, share, number=True),
    RecordColumn(
        tr("shots"), "shots", tr("Labelled target samples that the run was trained on"), integer, number=True, rare=True
    ),
    RecordColumn(tr("gain"), "gained", _GAIN, _signed_points, _points, number=True, rare=True),
    TIME,
    TAGS,
    RecordColumn(tr("backbone"), "backbone"),
    RecordColumn(tr("trained"), "tune", tr("head: only the head, on a frozen backbone (fast); all: the whole network")),
)
