"""Translations as their table shows them: by which translator, how near the target, and what it cost."""

from dataclasses import dataclass

from workbench.core.translation import Quality
from workbench.gui.kit.metric_text import Figure, figures
from workbench.gui.views.tables.record_model import STATUS, TAGS, TIME, RecordColumn, RecordRow, share, whole


@dataclass(frozen=True, kw_only=True)
class TranslationRow(RecordRow):
    """`kept` in [0, 1]. Preset and steps are None where nothing is trained."""

    translator: str
    preset: str | None = None
    steps: int | None = None
    ways: str = ""
    quality: Quality | None = None
    kept: float | None = None

    def tip(self, field: str) -> str:
        """What a figure means."""
        name = {"quality": "fid", "kept": "kept"}.get(field)
        return next((one.sentence for one in self._figures() if one.name == name), "")

    def ink(self, field: str) -> str:
        """With caution where the figures say so."""
        name = {"quality": "fid", "kept": "kept"}.get(field)
        careful = any(one.careful for one in self._figures() if one.name == name)
        return "caution" if careful else super().ink(field)

    def _figures(self) -> list[Figure]:
        return figures(self.quality) if self.quality is not None else []


def _signed(number: int) -> str:
    return f"t{number}"


def _fid(quality: Quality) -> float:
    return quality.fid


def _nearer(quality: Quality) -> str:
    return f"{quality.fid_before:,.0f} → {quality.fid:,.0f}"


_FID = "Distance to the target before and after, by FID: lower is better; sorted by the one after"
TRANSLATION_COLUMNS = (
    RecordColumn("no.", "number", text=_signed, number=True),
    RecordColumn("translator", "translator"),
    RecordColumn("FID", "quality", _FID, _nearer, _fid, number=True),
    RecordColumn("kept", "kept", "Images that are still read as their class, %", share, number=True),
    STATUS,
    TIME,
    TAGS,
    RecordColumn("steps", "steps", "Steps of training", whole, number=True),
    RecordColumn("preset", "preset"),
    RecordColumn("direction", "ways", "Whether it also gives target images the source's look"),
)
