"""The rows and columns of the table of translations."""

from dataclasses import dataclass

from workbench.core.translation import Quality
from workbench.gui.kit.language import tr
from workbench.gui.kit.metric_text import Figure, figures
from workbench.gui.kit.number_format import grouped
from workbench.gui.views.tables.record_model import STATUS, TAGS, TIME, RecordColumn, RecordRow, integer, share


@dataclass(frozen=True, kw_only=True)
class TranslationRow(RecordRow):
    """A translation. `kept` is in [0, 1]; `preset` and `steps` are None if nothing is trained."""

    translator: str
    preset: str | None = None
    steps: int | None = None
    ways: str = ""
    quality: Quality | None = None
    kept: float | None = None

    def tip(self, field: str) -> str:
        """Return a figure with its interval, and its meaning."""
        name = {"quality": "fid", "kept": "kept"}.get(field)
        found = (figure for figure in self._figures() if figure.name == name)
        return next((f"{figure.value}. {figure.sentence}" for figure in found), "")

    def ink(self, field: str) -> str:
        """Return the colour token; figures that need care get the caution colour."""
        name = {"quality": "fid", "kept": "kept"}.get(field)
        careful = any(figure.careful for figure in self._figures() if figure.name == name)
        return "caution" if careful else super().ink(field)

    def _figures(self) -> list[Figure]:
        return figures(self.quality) if self.quality is not None else []


def _label(number: int) -> str:
    return f"t{number}"


def _fid(quality: Quality) -> float:
    return quality.fid


def _nearer(quality: Quality) -> str:
    return f"{grouped(quality.fid_before, 0)} → {grouped(quality.fid, 0)}"


_FID = tr("Distance to the target before and after (FID). Lower is better; sorted by the value after")
TRANSLATION_COLUMNS = (
    RecordColumn(tr("no."), "number", text=_label, number=True),
    RecordColumn(tr("translator"), "translator"),
    RecordColumn("FID", "quality", _FID, _nearer, _fid, number=True),
    RecordColumn(tr("kept"), "kept", tr("Images or pixels that keep their predicted class, %"), share, number=True),
    STATUS,
    TIME,
    TAGS,
    RecordColumn(tr("steps"), "steps", tr("Training steps"), integer, number=True),
    RecordColumn(tr("preset"), "preset"),
    RecordColumn(tr("direction"), "ways", tr("Whether target images are also translated to the source")),
)
