"""Takes frames of a camera or a video into a watched folder, where they are predicted as images that arrive.

A file on the disk is what a frame is from then on: it is predicted once, also after a restart, and can be labelled. If
frames come faster than they are predicted, those of a camera are dropped and counted, and a video file waits.
"""

import contextlib
import io
import threading
import time
from pathlib import Path
from typing import Any

from workbench.core.errors import UserError
from workbench.core.files import write_atomically
from workbench.core.model_formats import install_hint

WAITING = 64  # frames that are in the folder and not predicted yet
USB = "/dev/video"  # Linux's names of cameras
PATIENCE = 10.0  # seconds until a silent camera is opened again
QUALITY = 95


class FrameCamera:
    """Reads a stream in a thread until it is closed. A camera that fails is opened again; a video file ends.

    Attributes:
        name: the address without a password.
        taken, dropped, failed: numbers of frames in the folder, of dropped ones, and of failures to read.
    """

    def __init__(self, address: str, folder: Path, interval: float) -> None:
        """`address`: rtsp://…, another address that FFmpeg opens, /dev/video0, or a file. `interval`: in seconds.

        Raises UserError without PyAV, or if the address cannot be opened.
        """
        try:
            import av
        except ImportError as error:
            raise UserError("Cameras and videos need PyAV, which is not installed.", install_hint("video")) from error
        self._av: Any = av
        self.address, self.folder, self.interval = address, folder, interval
        self.name = address.rpartition("@")[2]
        self._is_file = Path(address).is_file()
        self.taken = self.dropped = self.failed = 0
        self._pending: set[str] = set()
        self._lock = threading.Lock()
        self._stopping, self._free = threading.Event(), threading.Event()
        self._prefix = time.strftime("frame-%Y%m%d-%H%M%S")
        try:
            stream = self._opened()
        except (av.FFmpegError, OSError) as error:
            reason = error.strerror or type(error).__name__  # its text has the address with the password
            raise UserError(f"{self.name} cannot be opened ({reason}).", "Check the address and the camera.") from error
        self._thread = threading.Thread(target=self._work, args=(stream,), name="camera", daemon=True)
        self._thread.start()

    @property
    def ended(self) -> bool:
        """Whether no frame comes any more: a video file was read to its end, or the camera is closed."""
        return not self._thread.is_alive()

    def predicted(self, path: str) -> None:
        """Say that a file of the folder was predicted or set aside."""
        with self._lock:
            self._pending.discard(path)
        self._free.set()

    def close(self) -> None:
        """End the thread."""
        self._stopping.set()
        self._free.set()
        self._thread.join(PATIENCE)

    def _opened(self) -> Any:
        usb = self.address.startswith(USB)
        return self._av.open(self.address, format="v4l2" if usb else None, timeout=PATIENCE)

    def _work(self, stream: Any) -> None:
        while not self._stopping.is_set():
            with contextlib.suppress(self._av.FFmpegError, OSError):  # the camera is away, or the disk is full
                if stream is None:
                    stream = self._opened()
                with stream:
                    self._read(stream)
                if self._is_file:
                    return
            stream = None
            self.failed += 1
            self._stopping.wait(self.interval)

    def _read(self, stream: Any) -> None:
        following = float("-inf")  # time of the next frame to take, in seconds
        for frame in stream.decode(video=0):
            if self._stopping.is_set():
                return
            now = frame.time if self._is_file and frame.time is not None else time.monotonic()
            if now < following - self.interval / 1000:  # sums of intervals are rounded
                continue
            following = max(following + self.interval, now) if following > 0 else now + self.interval
            if self._may_take():
                self._take(frame)
            else:
                self.dropped += 1

    def _may_take(self) -> bool:
        """Whether the folder has room for a frame. A file waits for it."""
        while not self._stopping.is_set():
            with self._lock:
                if len(self._pending) < WAITING:
                    return True
            if not self._is_file:
                return False
            self._free.wait(self.interval)
            self._free.clear()
        return False

    def _take(self, frame: Any) -> None:
        name = f"{self._prefix}-{self.taken:08d}.jpg"
        buffer = io.BytesIO()
        frame.to_image().save(buffer, "JPEG", quality=QUALITY)
        with self._lock:
            self._pending.add(name)
        write_atomically(self.folder / name, buffer.getvalue(), durable=False)
        self.taken += 1
