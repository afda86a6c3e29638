"""A video to translate, and what came of it."""

from pathlib import PurePath

import msgspec

from workbench.core.errors import UserError
from workbench.core.translation import Direction

SUFFIXES = (".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi")  # of what can be written
READ = (*SUFFIXES, ".mpg", ".mpeg", ".ts", ".wmv", ".flv", ".3gp", ".ogv")
RATE = 25.0  # frames a second, where a folder of frames says nothing


def is_video(path: str) -> bool:
    """Whether a file name has a video's ending."""
    return PurePath(path).suffix.lower() in READ


class VideoRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Translate a video with the translator of a run. Paths are absolute.

    `source`: a video file, or a folder of frames, which are taken in the order of their names at `rate` a second.
    `out`: a video file, its kind by its ending. `styles`, `direction` and `device` as for images.
    `side_by_side` puts the source's frame to the left of its translation. `smooth` in [0, 0.95] is how much of what
    the translation changed a frame takes over, along the motion, from the frame before: less flicker, more inertia.
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
        """This request. Raises UserError when a number is out of range or the ending of `out` is not known."""
        if not 0 <= self.smooth <= 0.95:
            raise UserError(f"The smoothing is {self.smooth}, outside its range.", "It runs from 0 to 0.95.")
        if not 0.01 <= self.rate <= 1000:
            raise UserError(f"{self.rate} frames a second can not be written.", "Use 0.01 to 1,000.")
        if PurePath(self.out).suffix.lower() not in SUFFIXES:
            raise UserError(f"{self.out} is not named as a video.", f"End it in one of {', '.join(SUFFIXES)}.")
        return self


class Flicker(msgspec.Struct, frozen=True):
    """How much neighbouring frames differ beside what moves: mean absolute difference in [0, 1] after warping.

    Of the `source`, whose share is camera noise and motion that was not found, of the `translated` frames as the
    translator gives them, and of those `written`, after smoothing.
    """

    source: float
    translated: float
    written: float


class VideoReport(msgspec.Struct, frozen=True):
    """A translated video: `width` and `height` in pixels as written, `rate` in frames a second on average.

    `sound`: "" where there is none, "copied", or the name of the codec it was written anew in. `flicker` is None for a
    single frame. `seconds` of wall time. `notes`: what else there is to know, in sentences.
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
