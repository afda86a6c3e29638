"""Translated videos: frame by frame, with steady memory, sound and timing kept."""

import contextlib
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.core.files import replacing
from workbench.core.video import VideoReport, VideoRequest
from workbench.data.video_reader import Frame, Video, open_video
from workbench.engine.translator_io import LoadedTranslator, check, translate_pixels
from workbench.export.temporal_smoothing import Steadier
from workbench.export.translated_folder import styles_of
from workbench.export.video_writer import FilmWriter

if TYPE_CHECKING:
    from av.packet import Packet

Pixels = NDArray[np.uint8]
Paint = Callable[[Pixels], Pixels]  # (B, H, W, 3) frames to their translations, of the same size

MOST, TOGETHER = 16, 1 << 20  # frames that are translated at once, and pixels of them
WHAT = "Translating frames"


def painted_video(request: VideoRequest, paint: Paint) -> Generator[Prepared, None, VideoReport]:
    """Translate a video, telling how far it is; closing the generator ends it, and leaves no file.

    Raises UserError when the source can not be read or the file not be written.
    """
    request = request.checked()
    out = Path(request.out)
    if out.exists() and Path(request.source).exists() and out.samefile(request.source):
        raise UserError("The translated video would replace its source.", "Give it another name.")
    with contextlib.closing(open_video(Path(request.source), request.rate)) as film:
        try:
            with replacing(out) as temporary:
                making = _Making(request, film, temporary, paint)
                yield from making.frames()
        except OSError as error:
            raise UserError(
                f"{out} can not be written ({error.strerror or error}).", "Free some space, or choose another place."
            ) from error
    return making.report()


def translated_video(loaded: LoadedTranslator, request: VideoRequest) -> Generator[Prepared, None, VideoReport]:
    """As `painted_video`, with a translator of a run, whatever run the request names.

    Raises UserError for a direction or style images that it does not know, too.
    """
    styles = styles_of(loaded, request.styles)
    check(loaded.translator, request.direction, styles)
    return (
        yield from painted_video(
            request, lambda frames: np.stack(translate_pixels(loaded, list(frames), request.direction, styles))
        )
    )


class _Making:
    """A video under way."""

    def __init__(self, request: VideoRequest, film: Video, path: Path, paint: Paint) -> None:
        self.request, self.film, self.paint = request, film, paint
        self.since = time.monotonic()
        self.steadier = Steadier(request.smooth)
        self.writer = FilmWriter(path, Path(request.out).suffix.lower(), film.rate, film.time_base)
        self.waiting: list[Frame] = []
        self.early: list[Packet[Any]] = []  # sound before the first frame
        self.begun, self.done, self.sound = False, 0, ""
        self.size = (0, 0)  # height and width of what is written

    def frames(self) -> Generator[Prepared, None, None]:
        """Everything from the first frame to the closed file."""
        with contextlib.closing(self.writer):
            yield Prepared(WHAT, 0, self.film.count)
            for part in self.film.parts():
                if isinstance(part, Frame):
                    yield from self._take(part)
                elif self.begun:
                    self.writer.write_sound(part)
                else:
                    self.early.append(part)
            yield from self._write()
            self.writer.finish()

    def report(self) -> VideoReport:
        """What came of it."""
        high, wide = self.size
        return VideoReport(
            out=self.request.out,
            frames=self.done,
            rate=float(self.film.rate),
            width=wide,
            height=high,
            sound=self.sound,
            flicker=self.steadier.flicker,
            seconds=time.monotonic() - self.since,
            notes=(*self.film.notes, *self.writer.notes),
        )

    def _take(self, frame: Frame) -> Generator[Prepared, None, None]:
        if not self.begun:
            shown = self._shown(frame.pixels, frame.pixels)
            self.sound = self.writer.begin(shown, self.film.shape, self.film.sounds)
            self.begun, self.size = True, self.writer.size
            for packet in self.early:
                self.writer.write_sound(packet)
        self.waiting.append(frame)
        if len(self.waiting) >= MOST or len(self.waiting) * frame.pixels[..., 0].size >= TOGETHER:
            yield from self._write()

    def _shown(self, source: Pixels, translated: Pixels) -> Pixels:
        return np.concatenate([source, translated], axis=1) if self.request.side_by_side else translated

    def _write(self) -> Generator[Prepared, None, None]:
        """Translate and write the frames that wait."""
        frames, self.waiting = self.waiting, []
        if not frames:
            return
        made = self.paint(np.stack([frame.pixels for frame in frames]))
        for frame, translated in zip(frames, made, strict=True):
            steady = self.steadier.next(frame.pixels, translated)
            self.writer.write(self._shown(frame.pixels, steady), frame.at)
            self.done += 1
        yield Prepared(WHAT, self.done, max(self.film.count, self.done))
