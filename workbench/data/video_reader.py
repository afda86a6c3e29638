"""Reading of frames from a video file or a folder of images."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from workbench.core.counting import count
from workbench.core.deep_range import DeepRange
from workbench.core.domain import natural
from workbench.core.errors import UserError
from workbench.data.decode import Unreadable, decode
from workbench.data.walk import SUFFIXES

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.packet import Packet

Pixels = NDArray[np.uint8]


class Frame(NamedTuple):
    """A frame: `pixels`, RGB (H, W, 3), upright; `at`: presentation time, in units of the video's time base."""

    pixels: Pixels
    at: int


class Video(Protocol):
    """A video. `rate`: mean frames per second; `count`: number of frames, 0 if unknown.

    `shape`: pixel aspect ratio, valid after the first frame; `sounds`: audio tracks to copy.
    """

    rate: Fraction
    time_base: Fraction
    count: int
    shape: Fraction
    sounds: "list[AudioStream]"
    notes: list[str]

    def parts(self) -> "Iterator[Frame | Packet[Any]]":
        """Frames and audio packets, in the order of the file."""

    def close(self) -> None:
        """Close the file."""


def open_video(path: Path, rate: float, deep: DeepRange | None = None) -> Video:
    """Open a video file, or a folder of frames at `rate` per second. Raises UserError if it has no frames.

    `deep`: the range of deep frames.
    """
    if path.is_dir():
        return _Folder(path, Fraction(rate).limit_denominator(1001), deep)
    if not path.exists():
        raise UserError(f"There is no video {path}.", "Check the path.")
    if not path.stat().st_size:
        raise UserError(f"{path.name} is empty.", "Copy it again from its source.")
    return _File(path)


def pyav() -> Any:
    """Import PyAV. Raises UserError if it is not installed."""
    try:
        import av
    except ImportError as error:
        raise UserError("Video needs PyAV.", "Install it: pip install 'domain-workbench[video]'.") from error
    return av


class _Folder:
    """The images of a folder, in natural order of their names."""

    shape = Fraction(1)

    def __init__(self, path: Path, rate: Fraction, deep: DeepRange | None) -> None:
        self.deep = deep
        files = [file for file in path.iterdir() if file.suffix.lower() in SUFFIXES and not file.name.startswith(".")]
        if not files:
            raise UserError(f"{path} contains no frames.", "Choose a folder of images, or a video file.")
        self.files = sorted(files, key=lambda file: natural(file.name))
        self.rate, self.time_base, self.count = rate, 1 / rate, len(files)
        self.notes: list[str] = []
        self.sounds: list[AudioStream] = []

    def parts(self) -> "Iterator[Frame | Packet[Any]]":
        size: tuple[int, ...] = ()
        for number, file in enumerate(self.files):
            try:
                pixels = decode(file, deep=self.deep)
            except Unreadable as error:
                raise UserError(f"The frame {file.name} cannot be read ({error}).", "Replace or remove it.") from error
            size = size or pixels.shape
            if pixels.shape != size:
                raise UserError(
                    f"The frame {file.name} has {pixels.shape[1]} × {pixels.shape[0]} pixels, but the first frame has "
                    f"{size[1]} × {size[0]}.",
                    "Use frames of the same size.",
                )
            yield Frame(pixels, number)

    def close(self) -> None:
        pass


class _File:
    """The first video track of a file."""

    def __init__(self, path: Path) -> None:
        self.av, self.path = pyav(), path
        try:
            self.container = self.av.open(str(path))
        except (self.av.FFmpegError, OSError, ValueError) as error:
            raise UserError(
                f"{path.name} cannot be read as a video ({getattr(error, 'strerror', '') or error}).",
                "Check it with a video player, or use a folder of frames.",
            ) from error
        tracks = [stream for stream in self.container.streams.video if not self._is_cover(stream)]
        if not tracks:
            self.container.close()
            raise UserError(f"{path.name} has no video track.", "Choose a video, or a folder of frames.")
        self.pictures = tracks[0]
        self.pictures.thread_type = "AUTO"
        self.rate = self.pictures.average_rate or self.pictures.guessed_rate or Fraction(25)
        self.time_base = self.pictures.time_base or 1 / self.rate
        self.shape = self.pictures.sample_aspect_ratio or Fraction(1)
        seconds = (self.container.duration or 0) / self.av.time_base
        self.count = self.pictures.frames or round(seconds * self.rate)
        audio = self.container.streams.audio
        self.sounds = [stream for stream in audio if stream.codec_context is not None]
        unknown = len(audio) - len(self.sounds)
        note = f"{unknown} of {len(audio)} audio tracks have an unknown codec and are left out."
        self.notes = [note] if unknown else []

    def parts(self) -> "Iterator[Frame | Packet[Any]]":
        shown, damaged = 0, 0
        clocks = {stream.index: _Clock() for stream in (self.pictures, *self.sounds)}
        packets = self.container.demux(self.pictures, *self.sounds)
        size: tuple[int, int] | None = None
        while True:
            try:
                packet = next(packets, None)
            except self.av.FFmpegError:
                self.notes.append(f"The video is truncated after {count(shown, 'frame')}.")
                return
            if packet is None:
                break
            if packet.stream is not self.pictures:
                if packet.dts is not None:  # the last packet of a track is empty
                    late = clocks[packet.stream.index].next(packet.dts, packet.duration or 1) - packet.dts
                    packet.dts += late
                    packet.pts = None if packet.pts is None else packet.pts + late
                    yield packet
                continue
            try:
                frames = packet.decode()
            except self.av.FFmpegError:
                damaged += 1
                continue
            for frame in frames:
                if size is None:
                    size = frame.width, frame.height
                    self.shape = 1 / self.shape if _quarters(frame) % 2 else self.shape
                at = clocks[self.pictures.index].next(frame.pts, self._ticks())
                yield Frame(_upright(frame, size), at)
                shown += 1
        if not shown:
            raise UserError(f"No frame of {self.path.name} can be decoded.", "Check it with a video player.")
        if damaged:
            self.notes.append(f"{damaged:,} damaged packets of the video were left out.")

    def close(self) -> None:
        self.container.close()

    def _ticks(self) -> int:
        return max(1, round(1 / self.rate / self.time_base))

    def _is_cover(self, stream: Any) -> bool:
        """Whether a stream is the cover picture of an audio file."""
        return bool(stream.disposition & self.av.stream.Disposition.attached_pic)


class _Clock:
    """Monotonic times of a track. Where the times of a file restart, as in joined files, they continue."""

    def __init__(self) -> None:
        self.last: int | None = None
        self.late = 0

    def next(self, at: int | None, ticks: int) -> int:
        """The presentation time of an item with the file's time `at`. `ticks`: duration of an item."""
        after = 0 if self.last is None else self.last + ticks
        due: int = after if at is None else at + self.late
        if self.last is not None and due < self.last:
            self.late += after - due
            due = after
        elif due == self.last:
            due += 1
        self.last = due
        return due


def _quarters(frame: Any) -> int:
    """The number of counter-clockwise rotations by 90° that make a frame upright."""
    quarters: int = round(frame.rotation / 90) % 4
    return quarters


def _upright(frame: Any, size: tuple[int, int]) -> Pixels:
    """The frame as upright RGB, in the size of the first frame."""
    pixels: Pixels = frame.to_ndarray(format="rgb24", width=size[0], height=size[1])
    quarters = _quarters(frame)
    return np.rot90(pixels, quarters) if quarters else pixels
