"""Translates the first seconds of a video, to be seen before the rest is begun."""

import contextlib
import io
import time
from collections.abc import Generator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from workbench.core.events import Prepared
from workbench.core.video import PREVIEW_SECONDS, FramePair, VideoPreview, VideoRequest
from workbench.data.video_reader import Frame, open_video
from workbench.engine.translator_io import LoadedTranslator, check, translate_pixels
from workbench.export.temporal_smoothing import TemporalSmoother
from workbench.export.translated_folder import load_style_images

STAGE = "Translating the first seconds"
SIDE = 480  # pixels of the longer side of a shown frame
SHOWN = 10.0  # frames per second that are shown
MOST = 100  # frames


def video_preview(loaded: LoadedTranslator, request: VideoRequest) -> Generator[Prepared, None, VideoPreview]:
    """Translate the first frames of a video, one by one, as `translated_video` does. Yields the progress.

    Raises UserError if the video cannot be read, or if the translator does not support the direction or style images.
    """
    styles = load_style_images(loaded, request.styles)
    check(loaded.translator, request.direction, styles)
    smoother, pairs = TemporalSmoother(request.smooth), []
    deep = loaded.job.taken_range(request.direction)
    with contextlib.closing(open_video(Path(request.source), request.rate, deep)) as video:
        rate = float(video.rate)
        wanted = min(max(round(rate * PREVIEW_SECONDS), 1), MOST, video.count or MOST)
        every = max(round(rate / SHOWN), 1)
        frames = (part for part in video.parts() if isinstance(part, Frame))
        yield Prepared(STAGE, 0, wanted)
        since, number = time.monotonic(), 0
        for number, frame in enumerate(frames, 1):
            (translated,) = translate_pixels(loaded, [frame.pixels], request.direction, styles)
            smoothed = smoother.next(frame.pixels, translated)
            if (number - 1) % every == 0:
                pairs.append(FramePair(_encoded(frame.pixels), _encoded(smoothed)))
            yield Prepared(STAGE, number, max(wanted, number))
            if number >= wanted:
                break
        each = (time.monotonic() - since) / max(number, 1)
        return VideoPreview(tuple(pairs), rate / every, number / rate, video.count, each * video.count)


def _encoded(pixels: NDArray[np.uint8]) -> bytes:
    image, content = Image.fromarray(pixels), io.BytesIO()
    image.thumbnail((SIDE, SIDE))
    image.save(content, "JPEG", quality=88)
    return content.getvalue()
