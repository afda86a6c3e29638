"""Writes frames and the sound of another file to a video file."""

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
BT709 = 1  # ffmpeg's number for ITU-R BT.709 as colour space, primaries and transfer
NARROW = 1  # ffmpeg's number for the colour range 16 to 235
MAX_TICKS = 65_535  # largest number of ticks per second in MPEG-4 part 2


class Kind(NamedTuple):
    """A file format: ffmpeg's container, and its codecs in order of preference."""

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


class VideoWriter:
    """Writes a video file. Frames with odd sides are padded by a row or column, as 4:2:0 colours need even sides."""

    def __init__(self, path: Path, suffix: str, rate: Fraction, time_base: Fraction) -> None:
        """`suffix`: selects the file format, independent of the path's suffix."""
        self.av, self.path, self.kind = pyav(), path, KINDS[suffix]
        self.rate, self.time_base = rate, time_base
        self.container = self.av.open(str(path), "w", format=self.kind.container)
        self.video_stream: Any = None
        self.ticks, self.last = time_base, -1  # the file's time base, and the last frame's tick
        self.damaged_packets = 0  # of sound
        self.audio_tracks: dict[
            int, tuple[Any, bool]
        ] = {}  # by number in the source: the track here, whether it is copied

    def begin(self, pixels: Pixels, shape: Fraction, sounds: "Sequence[AudioStream]") -> str:
        """Configure the streams for the first frame and the sound tracks. Return how the sound is kept, for reports."""
        codec = next(name for name in self.kind.codecs if name in self.av.codecs_available)
        self.video_stream = self.container.add_stream(codec, rate=self.rate, options=OPTIONS.get(codec, {}))
        context = self.video_stream.codec_context
        context.height, context.width = (side + side % 2 for side in pixels.shape[:2])
        context.pix_fmt = "yuv420p"
        context.sample_aspect_ratio = shape
        constant = self.kind.container == "avi" or (codec == "mpeg4" and self.time_base.denominator > MAX_TICKS)
        self.ticks = context.time_base = 1 / self.rate if constant else self.time_base
        context.colorspace = context.color_primaries = context.color_trc = BT709
        context.color_range = NARROW
        return ", ".join(dict.fromkeys([self._add_sound(stream) for stream in sounds]))

    @property
    def size(self) -> tuple[int, int]:
        """Height and width of the written frames."""
        context = self.video_stream.codec_context
        return context.height, context.width

    def write(self, pixels: Pixels, at: int) -> None:
        """Write the next frame (H, W, 3), shown from the time `at`, in units of the time base."""
        padding = [(0, side % 2) for side in pixels.shape[:2]]
        even = np.pad(pixels, (*padding, (0, 0)), mode="edge") if any(right for _, right in padding) else pixels
        frame = self.av.VideoFrame.from_ndarray(np.ascontiguousarray(even), format="rgb24")
        frame = frame.reformat(format="yuv420p", dst_colorspace=BT709, dst_color_range=NARROW)
        self.last = max(self.last + 1, round(at * self.time_base / self.ticks))
        frame.pts, frame.time_base = self.last, self.ticks
        self._mux(self.video_stream.encode(frame))

    def write_sound(self, packet: "Packet[Any]") -> None:
        """Write a sound packet of the source, copied or re-encoded."""
        track, copied = self.audio_tracks[packet.stream.index]
        if copied:
            packet.stream = track
            self._mux([packet])
            return
        try:
            frames = packet.decode()
        except self.av.FFmpegError:
            self.damaged_packets += 1
            return
        for frame in frames:
            self._mux(track.encode(frame))

    @property
    def notes(self) -> list[str]:
        """Sentences about problems that did not stop the video."""
        return [f"{self.damaged_packets:,} damaged pieces of the sound were left out."] if self.damaged_packets else []

    def finish(self) -> None:
        """Flush the encoders and finish the file. Raises UserError if it cannot be written."""
        self._mux(self.video_stream.encode(None))
        for track, copied in self.audio_tracks.values():
            if not copied:
                self._mux(track.encode(None))
        self.close()

    def close(self) -> None:
        """Close the file."""
        try:
            self.container.close()
        except OSError as error:
            raise self._write_error(error) from error

    def _add_sound(self, source: "AudioStream") -> str:
        if source.codec_context.name in self.container.supported_codecs:
            self.audio_tracks[source.index] = (self.container.add_stream_from_template(source), True)
            return "copied"
        codec = self.container.default_audio_codec
        self.audio_tracks[source.index] = (self.container.add_stream(codec, rate=48_000), False)
        return str(codec)

    def _mux(self, packets: "Sequence[Packet[Any]]") -> None:
        try:
            for packet in packets:
                self.container.mux(packet)
        except (OSError, self.av.FFmpegError) as error:
            raise self._write_error(error) from error

    def _write_error(self, error: Any) -> UserError:
        return UserError(
            f"The video cannot be written ({error.strerror or error}).", "Free some space, or choose another folder."
        )
