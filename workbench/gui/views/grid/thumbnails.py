"""Thumbnails on demand: two threads read them, newest request first; the latest stay in memory."""

import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeAlias

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap

from workbench.core.view_settings import AS_IS, ImageDisplay
from workbench.gui.views.grid.thumbnail_store import ThumbnailStore
from workbench.gui.views.pictures.deep_ranges import range_key
from workbench.gui.views.pictures.displayed import adjusted, read_displayed
from workbench.gui.views.pictures.image_reader import read_image, tile

Key: TypeAlias = tuple[str, int, str, ImageDisplay]  # file, side in screen pixels, range of deep images, display
Render: TypeAlias = Callable[[QImage, int], QImage]

_THREADS = 2
_WAITING = 400  # requests; older ones are dropped, because their rows have been scrolled past
_BUDGET = 192 * 2**20  # bytes of pixmaps
_COLLECT = 30  # ms between two collections of finished thumbnails


def _rounded(image: QImage, side: int) -> QImage:
    return tile(image, side, radius=side / 12)


class Thumbnails(QObject):
    """A cache of thumbnails. `render` makes a thumbnail from an image and the requested side, in a thread.

    Images are adjusted to `display`. Thumbnails from a store are adjusted in 8 bits.

    Signals: arrived(): requested thumbnails are available; emitted at most every 30 ms.
    """

    arrived = Signal()

    def __init__(
        self, parent: QObject | None = None, render: Render = _rounded, store: ThumbnailStore | None = None
    ) -> None:
        """`store` caches thumbnails on the disk."""
        super().__init__(parent)
        self.display = self._former = AS_IS
        self._kept: OrderedDict[Key, QPixmap | None] = OrderedDict()  # None: unreadable
        self._bytes = 0
        self._pending: set[Key] = set()
        self._reader = _ThumbnailReader(render, store)
        # The threads pass images through a list that this timer empties; they share no Qt object.
        self._timer = QTimer(self)
        self._timer.setInterval(_COLLECT)
        self._timer.timeout.connect(self._collect)
        application = QCoreApplication.instance()
        assert application is not None
        application.aboutToQuit.connect(self.close)
        self.destroyed.connect(self._reader.close)

    def get(self, file: str, side: int) -> tuple[bool, QPixmap | None]:
        """Return whether the thumbnail is known, and the thumbnail; None if the file cannot be read.

        An unknown thumbnail is requested.
        """
        key = (file, side, range_key(file), self.display)
        if key in self._kept:
            self._kept.move_to_end(key)
            return True, self._kept[key]
        if key not in self._pending:
            self._pending.add(key)
            self._pending -= self._reader.ask(key)
            if not self._timer.isActive():  # restarting it at each request would postpone it while the user scrolls
                self._timer.start()
        return False, None

    def set_display(self, display: ImageDisplay) -> None:
        """Adjust images to a display from now on."""
        if display != self.display:
            self._former, self.display = self.display, display

    def former(self, file: str, side: int) -> QPixmap | None:
        """The thumbnail in the display before this one, to be shown until the present one has been made."""
        before = (self._former, AS_IS)
        known = (self._kept.get((file, side, range_key(file), display)) for display in before)
        return next((pixmap for pixmap in known if pixmap is not None), None)

    @property
    def busy(self) -> bool:
        """Whether requested thumbnails are still to come."""
        return bool(self._pending)

    def close(self) -> None:
        """Wait for the threads to end. Nothing is read afterwards."""
        self._timer.stop()
        self._reader.close()

    def _collect(self) -> None:
        done = self._reader.take()
        for key, image in done:
            self._pending.discard(key)
            self._keep(key, QPixmap.fromImage(image) if image else None)
        if not self._pending:
            self._timer.stop()
        if done:
            self.arrived.emit()

    def _keep(self, key: Key, pixmap: QPixmap | None) -> None:
        self._kept[key] = pixmap
        self._bytes += _weight(pixmap)
        while self._bytes > _BUDGET:
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= _weight(oldest)


class _ThumbnailReader:
    """Two threads that read the newest request first. It uses no widgets."""

    def __init__(self, render: Render, store: ThumbnailStore | None) -> None:
        self._render, self._store = render, store
        self._lock = threading.Lock()
        self._asked: deque[Key] = deque()
        self._done: list[tuple[Key, QImage | None]] = []
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="thumbnails")
        self._closed = False

    def ask(self, key: Key) -> set[Key]:
        """Add a request; returns the requests that were dropped for it."""
        given_up = set()
        with self._lock:
            if self._closed:
                return {key}
            self._asked.append(key)
            while len(self._asked) > _WAITING:
                given_up.add(self._asked.popleft())
        self._pool.submit(self._read_next)
        return given_up

    def take(self) -> list[tuple[Key, QImage | None]]:
        """Return the thumbnails that were read since the last call."""
        with self._lock:
            done, self._done = self._done, []
        return done

    def close(self) -> None:
        with self._lock:
            self._closed = True
            self._asked.clear()
        self._pool.shutdown(wait=True, cancel_futures=True)
        if self._store is not None:
            self._store.close()

    def _read_next(self) -> None:
        with self._lock:
            if not self._asked:
                return
            key = self._asked.pop()
        file, side, _, display = key
        try:
            image = self._image(file, side, display)
            thumbnail = self._render(image, side) if image else None
        except Exception:  # edge of a thread: any error of a decoder means that the file is unreadable
            thumbnail = None
        with self._lock:
            self._done.append((key, thumbnail))

    def _image(self, file: str, side: int, display: ImageDisplay) -> QImage | None:
        if self._store is None:
            return read_displayed(file, side, display)
        image = self._store.get(file, side)
        if image is None:
            image = read_image(file, side)
            if image is not None:
                self._store.put(file, side, image)
        return image and adjusted(image, display)


def _weight(pixmap: QPixmap | None) -> int:
    return 4 * pixmap.width() * pixmap.height() if pixmap else 64
