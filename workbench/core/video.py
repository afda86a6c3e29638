"""A request to translate a video, and its result."""

from pathlib import PurePath

import msgspec

from workbench.core.errors import UserError
from workbench.core.translation import Direction

SUFFIXES = (".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi")  # formats that can be written
READ = (*SUFFIXES, ".mpg", ".mpeg", ".ts", ".wmv", ".flv", ".3gp", ".ogv")
PREVIEW_SECONDS = 2.0  # of a video that are translated before the rest
RATE = 25.0  # default frames per second of a folder of frames


def is_video(path: str) -> bool:
    """Whether a file name has a video extension."""
    return PurePath(path).suffix.lower() in READ


class VideoRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Translate a video with the translator of a run. Paths are absolute.

    `source`: a video file, or a folder of frames in natural order of their names, at `rate` frames per second.
    `out`: a video file; its extension gives the format. `styles`, `direction`, `device`: as for images.
    `side_by_side`: put the source frame to the left of its translation. `smooth` in [0, 0.95]: share of the change by
    translation that is carried over from the previous frame along the motion; more reduces flicker and adds inertia.
    """

    run: str
    source: str
    out: str
    styles: tuple[str, ...] = ()
    direction: Direction = Direction.TO_TARGET
    side_by_side: bool = False
    smooth: float = 0.0
    rate: float = RATE
    device: str = "auto"

    def checked(self) -> "VideoRequest":
        """This request. Raises UserError if a number is out of range or the extension of `out` is unknown."""
        if not 0 <= self.smooth <= 0.95:
            raise UserError(f"The smoothing is {self.smooth}, which is out of range.", "Use a value from 0 to 0.95.")
        if not 0.01 <= self.rate <= 1000:
            raise UserError(f"The frame rate is {self.rate}, which is out of range.", "Use a value from 0.01 to 1,000.")
        if PurePath(self.out).suffix.lower() not in SUFFIXES:
            raise UserError(f"{self.out} has no video extension.", f"Use one of {', '.join(SUFFIXES)}.")
        return self


class FramePair(msgspec.Struct, frozen=True):
    """A frame before and after translation, as encoded images."""

    before: bytes
    after: bytes


class VideoPreview(msgspec.Struct, frozen=True):
    """The first `length` seconds of a translated video: frames to be shown at `rate` per second.

    `count`: the frames of the whole video, 0 if unknown; `seconds`: wall time that all of it will take, as an estimate.
    """

    frames: tuple[FramePair, ...]
    rate: float
    length: float
    count: int
    seconds: float


class Flicker(msgspec.Struct, frozen=True):
    """Flicker: mean absolute difference in [0, 1] between consecutive frames after motion compensation.

    `source`: of the source, where it comes from noise and imperfect motion estimates; `translated`: of the translator's
    output; `written`: after smoothing.
    """

    source: float
    translated: float
    written: float


class VideoReport(msgspec.Struct, frozen=True):
    """A translated video. `width`, `height`: in pixels, as written; `rate`: mean frames per second.

    `sound`: "" for none, "copied", or the name of the codec it was converted to. `flicker`: None for a single frame.
    `seconds`: wall time. `notes`: remarks, in sentences.
    """

    out: str
    frames: int
    rate: float
    width: int
    height: int
    sound: str
    flicker: Flicker | None
    seconds: float
    notes: tuple[str, ...] = ()
