"""What a translation leaves."""

from dataclasses import dataclass
from pathlib import Path

from workbench.core.domain import SetAside
from workbench.core.events import TranslationFinished
from workbench.core.translation import Quality
from workbench.core.translation_quality import quality_sentence
from workbench.core.video import VideoReport
from workbench.library.notebook import html_lines


@dataclass(frozen=True)
class TranslationResult:
    """The `run` of a translator, the quality that was measured when it was trained, and what was written.

    `finished`: the training, if it was part of the work. `out`: a folder, with its numbers of `images` and `masks`;
    `image`: the file of a single image; `video`: of a video.
    """

    run: Path
    quality: Quality | None = None
    finished: TranslationFinished | None = None
    out: Path | None = None
    images: int = 0
    masks: int = 0
    set_aside: tuple[SetAside, ...] = ()
    image: Path | None = None
    video: VideoReport | None = None

    def _repr_html_(self) -> str:
        said = quality_sentence(self.quality) if self.quality is not None else ""
        out = self.image or self.out or (self.video.out if self.video else None)
        return html_lines(said, f"Wrote {out}." if out else "", f"Translator: {self.run}")
