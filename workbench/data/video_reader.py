"""Frames out of a video file, or out of a folder of them, one at a time."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from workbench.core.domain import natural
from workbench.core.errors import UserError
from workbench.data.decode import Unreadable, decode
from workbench.data.walk import SUFFIXES

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.packet import Packet

Pixels = NDArray[np.uint8]


class Frame(NamedTuple):
    """`pixels` (H, W, 3) RGB, upright; shown from `at` on, in units of the film's time base."""

    pixels: Pixels
    at: int


class Film(Protocol):
    """`rate`: frames a second on average. `count`: how many frames, as far as known; 0 where not.

    `shape`: width over height of a pixel, known once there is a frame. `sounds`: its tracks of sound, to be copied.
    """

    rate: Fraction
    time_base: Fraction
    count: int
    shape: Fraction
    sounds: "list[AudioStream]"
    notes: list[str]

    def parts(self) -> "Iterator[Frame | Packet[Any]]":
        """Frames, and packets of sound between them, in the order of the file."""

    def close(self) -> None:
        """Let go of the file."""


def open_film(path: Path, rate: float) -> Film:
    """A video file, or a folder of frames at `rate` a second. Raises UserError when there is nothing to see."""
    if path.is_dir():
        return _Folder(path, Fraction(rate).limit_denominator(1001))
    if not path.exists():
        raise UserError(f"There is no video {path}.", "Check the path.")
    if not path.stat().st_size:
        raise UserError(f"{path.name} is empty.", "Copy it again from where it came.")
    return _File(path)


def library() -> Any:
    """PyAV. Raises UserError where it is not installed."""
    try:
        import av
    except ImportError as error:
        raise UserError("Video needs PyAV.", "Install it: pip install “domain-workbench[video]”.") from error
    return av


class _Folder:
    """The images of a folder in the order of their names, numbers by value."""

    shape = Fraction(1)

    def __init__(self, path: Path, rate: Fraction) -> None:
        found = [one for one in path.iterdir() if one.suffix.lower() in SUFFIXES and not one.name.startswith(".")]
        if not found:
            raise UserError(f"{path} holds no frames.", "Give a folder of images, or a video file.")
        self.files = sorted(found, key=lambda one: natural(one.name))
        self.rate, self.time_base, self.count = rate, 1 / rate, len(found)
        self.notes: list[str] = []
        self.sounds: list[AudioStream] = []

    def parts(self) -> "Iterator[Frame | Packet[Any]]":
        size: tuple[int, ...] = ()
        for number, file in enumerate(self.files):
            try:
                pixels = decode(file)
            except Unreadable as error:
                raise UserError(f"The frame {file.name} can not be read ({error}).", "Mend or remove it.") from error
            size = size or pixels.shape
            if pixels.shape != size:
                raise UserError(
                    f"The frame {file.name} has {pixels.shape[1]} × {pixels.shape[0]} pixels, the first one "
                    f"{size[1]} × {size[0]}.",
                    "All frames of a video have one size.",
                )
            yield Frame(pixels, number)

    def close(self) -> None:
        pass


class _File:
    """The first track of pictures of a video file."""

    def __init__(self, path: Path) -> None:
        self.av, self.path = library(), path
        try:
            self.container = self.av.open(str(path))
        except (self.av.FFmpegError, OSError, ValueError) as error:
            raise UserError(
                f"{path.name} can not be read as a video ({getattr(error, 'strerror', '') or error}).",
                "Play it elsewhere to see whether it is whole, or give a folder of frames.",
            ) from error
        moving = [one for one in self.container.streams.video if not self._is_cover(one)]
        if not moving:
            self.container.close()
            raise UserError(f"{path.name} has no track of pictures.", "Choose a video, or a folder of frames.")
        self.pictures = moving[0]
        self.pictures.thread_type = "AUTO"
        self.rate = self.pictures.average_rate or self.pictures.guessed_rate or Fraction(25)
        self.time_base = self.pictures.time_base or 1 / self.rate
        self.shape = self.pictures.sample_aspect_ratio or Fraction(1)
        seconds = (self.container.duration or 0) / self.av.time_base
        self.count = self.pictures.frames or round(seconds * self.rate)
        tracks = self.container.streams.audio
        self.sounds = [one for one in tracks if one.codec_context is not None]
        unknown = len(tracks) - len(self.sounds)
        self.notes = [f"{unknown} of {len(tracks)} tracks of sound, of an unknown kind, left out."] if unknown else []

    def parts(self) -> "Iterator[Frame | Packet[Any]]":
        shown, damaged = 0, 0
        clocks = {one.index: _Clock() for one in (self.pictures, *self.sounds)}
        packets = self.container.demux(self.pictures, *self.sounds)
        size: tuple[int, int] | None = None
        while True:
            try:
                packet = next(packets, None)
            except self.av.FFmpegError:
                self.notes.append(f"The video breaks off after {shown:,} frames.")
                return
            if packet is None:
                break
            if packet.stream is not self.pictures:
                if packet.dts is not None:  # the last one of a track is empty
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
            raise UserError(
                f"No frame of {self.path.name} can be decoded.", "Play it elsewhere to see whether it is whole."
            )
        if damaged:
            self.notes.append(f"{damaged:,} damaged pieces of the video were left out.")

    def close(self) -> None:
        self.container.close()

    def _ticks(self) -> int:
        return max(1, round(1 / self.rate / self.time_base))

    def _is_cover(self, stream: Any) -> bool:
        """A picture that comes with a piece of music."""
        return bool(stream.disposition & self.av.stream.Disposition.attached_pic)


class _Clock:
    """Times of a track that only go on: where a file begins to count anew, as joined ones do, it goes on from there."""

    def __init__(self) -> None:
        self.last: int | None = None
        self.late = 0

    def next(self, at: int | None, ticks: int) -> int:
        """When a piece is due that says it is at `at`. `ticks`: how long one lasts."""
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
    """By how many quarters a frame is to be turned, counter-clockwise."""
    quarters: int = round(frame.rotation / 90) % 4
    return quarters


def _upright(frame: Any, size: tuple[int, int]) -> Pixels:
    """RGB, turned as the camera says, in the size of the first frame."""
    pixels: Pixels = frame.to_ndarray(format="rgb24", width=size[0], height=size[1])
    quarters = _quarters(frame)
    return np.rot90(pixels, quarters) if quarters else pixels
