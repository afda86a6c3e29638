"""Small videos and a small translator for tests, and what is in a video file."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import av
import numpy as np
import torch
from numpy.typing import NDArray

from workbench.core.settings import Value
from workbench.core.translation import TranslationJob
from workbench.engine.registry import translator
from workbench.engine.translator import ImageSpec
from workbench.engine.translator_io import save_translator
from workbench.store.translation_folder import TranslationFolder

Pixels = NDArray[np.uint8]


class Seen(NamedTuple):
    """`frames` (N, H, W, 3); `times` in seconds; `sound`: its codec and packets' bytes."""

    frames: Pixels
    times: list[float]
    codec: str
    sound_codec: str
    sound: bytes
    rate: float


def moving_frames(count: int = 8, high: int = 32, wide: int = 48, speed: int = 2) -> Pixels:
    """A coloured pattern that walks to the left."""
    random = np.random.default_rng(0)
    places = (high // 8 + 1, (wide + count * speed) // 8 + 1)
    blocks = random.integers(30, 225, (*places, 1)) + random.integers(
        -25, 25, (*places, 3)
    )  # colours are stored by two
    pattern = blocks.repeat(8, axis=0).repeat(8, axis=1).astype(np.float64)
    for _ in range(3):  # smooth, as pictures are
        pattern = (pattern + np.roll(pattern, 1, 0) + np.roll(pattern, 1, 1) + np.roll(pattern, 1, (0, 1))) / 4
    frames = [pattern[:high, number * speed : number * speed + wide] for number in range(count)]
    return np.stack(frames).astype(np.uint8)


def write_film(
    path: Path,
    frames: Pixels,
    at: Sequence[int] | None = None,
    time_base: Fraction = Fraction(1, 25),
    sound: str = "",
    codec: str = "libx264",
    shape: Fraction = Fraction(1),
    **options: str,
) -> Path:
    """Write frames, shown from `at` on, with a second of a tone in the `sound` codec. `shape`: of a pixel."""
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream(
            codec, rate=25, options={"qp": "0", **options} if codec == "libx264" else options
        )
        stream.height, stream.width = frames.shape[1:3]
        stream.pix_fmt = "yuv420p" if not (stream.height % 2 or stream.width % 2) else "yuv444p"
        stream.codec_context.time_base = time_base
        stream.codec_context.sample_aspect_ratio = shape
        track: Any = container.add_stream(sound, rate=48_000) if sound else None
        for pixels, when in zip(frames, at or range(len(frames)), strict=True):
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format=stream.pix_fmt)
            frame.pts, frame.time_base = when, time_base
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if track is not None:
            tone = np.sin(np.arange(48_000) * 2 * np.pi * 440 / 48_000).astype(np.float32)[None] * 0.3
            heard = av.AudioFrame.from_ndarray(tone, format="fltp", layout="mono")
            heard.sample_rate, heard.pts, heard.time_base = 48_000, 0, Fraction(1, 48_000)
            container.mux(track.encode(heard))
            container.mux(track.encode(None))
    return path


def read_film(path: Path) -> Seen:
    """All of a file."""
    with av.open(str(path)) as container:
        video: Any = container.streams.video[0]
        sound: Any = container.streams.audio[0] if container.streams.audio else None
        frames, times, heard = [], [], b""
        packet: Any
        for packet in container.demux():
            if packet.stream.type == "audio":
                heard += bytes(packet)
                continue
            for frame in packet.decode():
                frames.append(frame.to_ndarray(format="rgb24"))
                times.append(frame.time)
        named = sound.codec_context.name if sound else ""
        return Seen(np.stack(frames), times, video.codec_context.name, named, heard, float(video.average_rate))


def small_run(folder: Path) -> Path:
    """The run folder of a small COCO-FUNIT that has learned nothing yet, with grey for the look of its target."""
    torch.manual_seed(0)
    settings: dict[str, Value] = {"light": True}
    made = translator("coco_funit")(ImageSpec(16, 2), settings)
    made.study(torch.rand(1, 3, 16, 16), torch.full((1, 3, 16, 16), 0.5))
    place = TranslationFolder(folder)
    place.write_job(
        TranslationJob(translator="coco_funit", source="a", target="b", image_size=16, settings=settings).checked()
    )
    save_translator(place, made.exported(), ("one", "two"))
    return folder
