"""Frames into a video file, with the sound of another beside them."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.core.errors import UserError
from workbench.data.video_reader import pyav

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.packet import Packet

Pixels = NDArray[np.uint8]
BT709 = 1  # the number of ITU-R BT.709 in ffmpeg's tables of colour spaces, primaries and transfers
NARROW = 1  # of the colour range 16 to 235
FINEST = 65_535  # ticks a second that MPEG-4 part 2 allows


class Kind(NamedTuple):
    """How a file is written: ffmpeg's container, and codecs with their options, the best first."""

    container: str
    codecs: tuple[str, ...]


_H264 = ("libx264", "libopenh264", "mpeg4")
KINDS = {
    ".mp4": Kind("mp4", _H264),
    ".m4v": Kind("mp4", _H264),
    ".mov": Kind("mov", _H264),
    ".mkv": Kind("matroska", _H264),
    ".webm": Kind("webm", ("libvpx-vp9", "libvpx")),
    ".avi": Kind("avi", ("mpeg4",)),
}
OPTIONS = {
    "libx264": {"crf": "18", "preset": "medium"},
    "mpeg4": {"qscale": "3"},
    "libvpx-vp9": {"crf": "24", "b": "0", "row-mt": "1", "cpu-used": "4"},
}


class FilmWriter:
    """A video file being written. Odd sides get one row or column more, for colours are stored by two."""

    def __init__(self, path: Path, suffix: str, rate: Fraction, time_base: Fraction) -> None:
        """`suffix` says the kind of file, whatever the path is called."""
        self.av, self.path, self.kind = pyav(), path, KINDS[suffix]
        self.rate, self.time_base = rate, time_base
        self.container = self.av.open(str(path), "w", format=self.kind.container)
        self.pictures: Any = None
        self.ticks, self.last = time_base, -1  # of the file as it is written, and the one of the last frame
        self.damaged = 0  # packets of sound
        self.sounds: dict[int, tuple[Any, bool]] = {}  # by number in the source: the track here, whether it is copied

    def begin(self, pixels: Pixels, shape: Fraction, sounds: "Sequence[AudioStream]") -> str:
        """Lay out the file by its first frame and the tracks of sound; how those are kept, as a report says it."""
        codec = next(one for one in self.kind.codecs if one in self.av.codecs_available)
        self.pictures = self.container.add_stream(codec, rate=self.rate, options=OPTIONS.get(codec, {}))
        context = self.pictures.codec_context
        context.height, context.width = (side + side % 2 for side in pixels.shape[:2])
        context.pix_fmt = "yuv420p"
        context.sample_aspect_ratio = shape
        constant = self.kind.container == "avi" or (codec == "mpeg4" and self.time_base.denominator > FINEST)
        self.ticks = context.time_base = 1 / self.rate if constant else self.time_base
        context.colorspace = context.color_primaries = context.color_trc = BT709
        context.color_range = NARROW
        return ", ".join(dict.fromkeys([self._add_sound(one) for one in sounds]))

    @property
    def size(self) -> tuple[int, int]:
        """Height and width of what is written."""
        context = self.pictures.codec_context
        return context.height, context.width

    def write(self, pixels: Pixels, at: int) -> None:
        """The next (H, W, 3) frame, shown from `at` on, in the time base."""
        odd = [(0, side % 2) for side in pixels.shape[:2]]
        even = np.pad(pixels, (*odd, (0, 0)), mode="edge") if any(right for _, right in odd) else pixels
        frame = self.av.VideoFrame.from_ndarray(np.ascontiguousarray(even), format="rgb24")
        frame = frame.reformat(format="yuv420p", dst_colorspace=BT709, dst_color_range=NARROW)
        self.last = max(self.last + 1, round(at * self.time_base / self.ticks))
        frame.pts, frame.time_base = self.last, self.ticks
        self._mux(self.pictures.encode(frame))

    def write_sound(self, packet: "Packet[Any]") -> None:
        """Sound of the source, as it is or encoded anew."""
        track, copied = self.sounds[packet.stream.index]
        if copied:
            packet.stream = track
            self._mux([packet])
            return
        try:
            frames = packet.decode()
        except self.av.FFmpegError:
            self.damaged += 1
            return
        for frame in frames:
            self._mux(track.encode(frame))

    @property
    def notes(self) -> list[str]:
        """What else there is to know, in sentences."""
        return [f"{self.damaged:,} damaged pieces of the sound were left out."] if self.damaged else []

    def finish(self) -> None:
        """Write what encoders hold back, and the file's tables. Raises UserError when the disk does not take them."""
        self._mux(self.pictures.encode(None))
        for track, copied in self.sounds.values():
            if not copied:
                self._mux(track.encode(None))
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        try:
            self.container.close()
        except OSError as error:
            raise self._trouble(error) from error

    def _add_sound(self, source: "AudioStream") -> str:
        if source.codec_context.name in self.container.supported_codecs:
            self.sounds[source.index] = (self.container.add_stream_from_template(source), True)
            return "copied"
        codec = self.container.default_audio_codec
        self.sounds[source.index] = (self.container.add_stream(codec, rate=48_000), False)
        return str(codec)

    def _mux(self, packets: "Sequence[Packet[Any]]") -> None:
        try:
            for packet in packets:
                self.container.mux(packet)
        except (OSError, self.av.FFmpegError) as error:
            raise self._trouble(error) from error

    def _trouble(self, error: Any) -> UserError:
        return UserError(
            f"The video can not be written ({error.strerror or error}).", "Free some space, or write it elsewhere."
        )
