"""Runs as their table shows them: what was tried, on how many shots, and how good it became."""

from dataclasses import dataclass

from workbench.core.shot_gain import ShotGain, signed
from workbench.gui.views.tables.record_model import STATUS, TAGS, TIME, RecordColumn, RecordRow, share, whole


@dataclass(frozen=True, kw_only=True)
class RunRow(RecordRow):
    """Accuracies and score in [0, 1], None where unknown. `gained`: what the shots bought."""

    method: str
    backbone: str
    tune: str
    source_accuracy: float | None = None
    target_accuracy: float | None = None
    score: float | None = None
    shots: int = 0
    gained: ShotGain | None = None

    def tip(self, field: str) -> str:
        """What shots bought, and against which run."""
        if field != "gained":
            return self.harm
        if self.gained is not None:
            return self.gained.sentence
        return "No earlier run of these domains had fewer shots." if self.shots else "This run had no shots."


def _points(gained: ShotGain) -> float:
    return gained.points


def _bought(gained: ShotGain) -> str:
    return signed(gained.points)


_SCORE = "Label-free score, %: higher is better, comparable between runs on the same domains"
_TARGET = "Accuracy on target samples with a label, shots left out, %"
_BOUGHT = "What more shots bought, in points, against an earlier run of these domains with fewer"
RUN_COLUMNS = (
    RecordColumn("run", "number", text=whole, number=True),
    RecordColumn("method", "method"),
    STATUS,
    RecordColumn("source", "source_accuracy", "Accuracy on held-out source samples, %", share, number=True),
    RecordColumn("target", "target_accuracy", _TARGET, share, number=True),
    RecordColumn("score", "score", _SCORE, share, number=True),
    RecordColumn("shots", "shots", "Labelled target samples that the run learned from", whole, number=True, rare=True),
    RecordColumn("bought", "gained", _BOUGHT, _bought, _points, number=True, rare=True),
    TIME,
    TAGS,
    RecordColumn("backbone", "backbone"),
    RecordColumn("trained", "tune", "head: fast, on a frozen backbone; all: the whole network"),
)
