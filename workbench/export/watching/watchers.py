"""All that goes with a watched folder: the camera that fills it, its page, and the messages to other machines."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from workbench.export.monitor import ImagePredicted, ImageSetAside, MonitorEvent
from workbench.export.watching.camera import FrameCamera
from workbench.export.watching.outlet import Outlet, mqtt, webhook
from workbench.export.watching.watch_page import WatchPage
from workbench.export.watching.watch_state import WatchState
from workbench.export.watching.watched_model import WatchedModel


class Watchers:
    """Passes events on. A block of `with` closes what was opened.

    Attributes:
        page: the page, None without one.
        outlets: where messages go.
        camera: what fills the folder, None if others do.
    """

    def __init__(self, folder: Path, *, tested: bool, model: WatchedModel) -> None:
        """`tested`: whether drift is tested. `model`: the one that predicts the images."""
        self.folder, self.tested, self.model = folder, tested, model
        self.state = WatchState()
        self.page: WatchPage | None = None
        self.outlets: list[Outlet] = []
        self.camera: FrameCamera | None = None

    def take_frames(self, address: str, interval: float) -> None:
        """Take a frame of a camera or a video into the folder every `interval` seconds. Raises UserError."""
        self.camera = FrameCamera(address, self.folder, interval)

    def open(self, port: int | None, webhooks: Sequence[str], brokers: Sequence[str]) -> None:
        """Open a page at a port, 0 for a free one, and outlets to addresses. Raises UserError as they do."""
        for make, addresses in ((webhook, webhooks), (mqtt, brokers)):
            for address in addresses:
                self.outlets.append(make(address))
        if port is not None:
            self.page = WatchPage(
                self.folder, self.state, port, tested=self.tested, model=self.model, outlets=self.outlets
            )

    def add(self, event: MonitorEvent) -> None:
        """Count an event and send it. Never waits."""
        self.state.add(event)
        if self.camera is not None and isinstance(event, ImagePredicted | ImageSetAside):
            self.camera.predicted(event.line.path if isinstance(event, ImagePredicted) else event.sample.path)
        for outlet in self.outlets:
            outlet.put(event)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.camera is not None:
            self.camera.close()
        for outlet in self.outlets:
            outlet.close()
        if self.page is not None:
            self.page.close()
