"""Translates videos frame by frame in constant memory, keeping sound and timing."""

import contextlib
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from workbench.core.deep_range import DeepRange
from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.core.files import replacing
from workbench.core.video import VideoReport, VideoRequest
from workbench.data.video_reader import Frame, Video, open_video
from workbench.engine.translator_io import LoadedTranslator, check, translate_pixels
from workbench.export.temporal_smoothing import TemporalSmoother
from workbench.export.translated_folder import load_style_images
from workbench.export.video_writer import VideoWriter

if TYPE_CHECKING:
    from av.packet import Packet

Pixels = NDArray[np.uint8]
TranslateFrames = Callable[[Pixels], Pixels]  # frames (B, H, W, 3) to their translations of the same size

BATCH_FRAMES, BATCH_PIXELS = 16, 1 << 20  # largest numbers of frames and of pixels in a batch
STAGE = "Translating frames"


def translate_video_with(
    request: VideoRequest, translate: TranslateFrames, deep: DeepRange | None = None
) -> Generator[Prepared, None, VideoReport]:
    """Translate a video with a function. Yields the progress; closing the generator stops it without leaving a file.

    `deep`: the range of deep frames. Raises UserError if the source cannot be read or the file cannot be written.
    """
    request = request.checked()
    out = Path(request.out)
    if out.exists() and Path(request.source).exists() and out.samefile(request.source):
        raise UserError("The translated video would replace its source.", "Choose another name.")
    with contextlib.closing(open_video(Path(request.source), request.rate, deep)) as video:
        try:
            with replacing(out) as temporary:
                translation = _VideoTranslation(request, video, temporary, translate)
                yield from translation.frames()
        except OSError as error:
            raise UserError(
                f"{out} cannot be written ({error.strerror or error}).", "Free some space, or choose another folder."
            ) from error
    return translation.report()


def translated_video(loaded: LoadedTranslator, request: VideoRequest) -> Generator[Prepared, None, VideoReport]:
    """Translate a video with a loaded translator; the run that the request names is ignored.

    Raises UserError as `translate_video_with` does, or if the translator does not support the direction or style
    images.
    """
    styles = load_style_images(loaded, request.styles)
    check(loaded.translator, request.direction, styles)
    return (
        yield from translate_video_with(
            request,
            lambda frames: np.stack(translate_pixels(loaded, list(frames), request.direction, styles)),
            loaded.job.taken_range(request.direction),
        )
    )


class _VideoTranslation:
    """The state of a video's translation."""

    def __init__(self, request: VideoRequest, video: Video, path: Path, translate: TranslateFrames) -> None:
        self.request, self.video, self.translate = request, video, translate
        self.since = time.monotonic()
        self.smoother = TemporalSmoother(request.smooth)
        self.writer = VideoWriter(path, Path(request.out).suffix.lower(), video.rate, video.time_base)
        self.pending: list[Frame] = []
        self.early_sound: list[Packet[Any]] = []  # sound before the first frame
        self.begun, self.done, self.sound = False, 0, ""
        self.size = (0, 0)  # height and width of the written video

    def frames(self) -> Generator[Prepared, None, None]:
        """Translate and write all frames, and close the file. Yields the progress."""
        with contextlib.closing(self.writer):
            yield Prepared(STAGE, 0, self.video.count)
            for part in self.video.parts():
                if isinstance(part, Frame):
                    yield from self._take(part)
                elif self.begun:
                    self.writer.write_sound(part)
                else:
                    self.early_sound.append(part)
            yield from self._write()
            self.writer.finish()

    def report(self) -> VideoReport:
        """The report on the written video."""
        height, width = self.size
        return VideoReport(
            out=self.request.out,
            frames=self.done,
            rate=float(self.video.rate),
            width=width,
            height=height,
            sound=self.sound,
            flicker=self.smoother.flicker,
            seconds=time.monotonic() - self.since,
            notes=(*self.video.notes, *self.writer.notes),
        )

    def _take(self, frame: Frame) -> Generator[Prepared, None, None]:
        if not self.begun:
            combined = self._combined(frame.pixels, frame.pixels)
            self.sound = self.writer.begin(combined, self.video.shape, self.video.sounds)
            self.begun, self.size = True, self.writer.size
            for packet in self.early_sound:
                self.writer.write_sound(packet)
        self.pending.append(frame)
        if len(self.pending) >= BATCH_FRAMES or len(self.pending) * frame.pixels[..., 0].size >= BATCH_PIXELS:
            yield from self._write()

    def _combined(self, source: Pixels, translated: Pixels) -> Pixels:
        return np.concatenate([source, translated], axis=1) if self.request.side_by_side else translated

    def _write(self) -> Generator[Prepared, None, None]:
        """Translate and write the pending frames."""
        frames, self.pending = self.pending, []
        if not frames:
            return
        translated_frames = self.translate(np.stack([frame.pixels for frame in frames]))
        for frame, translated in zip(frames, translated_frames, strict=True):
            smoothed = self.smoother.next(frame.pixels, translated)
            self.writer.write(self._combined(frame.pixels, smoothed), frame.at)
            self.done += 1
        yield Prepared(STAGE, self.done, max(self.video.count, self.done))
