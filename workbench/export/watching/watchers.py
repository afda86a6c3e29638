"""All that follows a watched folder: its page, and the messages to other machines."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from workbench.core.deep_range import DeepRange
from workbench.export.monitor import MonitorEvent
from workbench.export.watching.outlet import Outlet, mqtt, webhook
from workbench.export.watching.watch_page import WatchPage
from workbench.export.watching.watch_state import WatchState


class Watchers:
    """Passes events on. A block of `with` closes what was opened.

    Attributes:
        page: the page, None without one.
        outlets: where messages go.
    """

    def __init__(self, folder: Path, *, tested: bool, deep: DeepRange) -> None:
        """`tested`: whether drift is tested. `deep`: the range of deep images."""
        self.folder, self.tested, self.deep = folder, tested, deep
        self.state = WatchState()
        self.page: WatchPage | None = None
        self.outlets: list[Outlet] = []

    def open(self, port: int | None, webhooks: Sequence[str], brokers: Sequence[str]) -> None:
        """Open a page at a port, 0 for a free one, and outlets to addresses. Raises UserError as they do."""
        for make, addresses in ((webhook, webhooks), (mqtt, brokers)):
            for address in addresses:
                self.outlets.append(make(address))
        if port is not None:
            self.page = WatchPage(
                self.folder, self.state, port, tested=self.tested, deep=self.deep, outlets=self.outlets
            )

    def add(self, event: MonitorEvent) -> None:
        """Count an event and send it. Never waits."""
        self.state.add(event)
        for outlet in self.outlets:
            outlet.put(event)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for outlet in self.outlets:
            outlet.close()
        if self.page is not None:
            self.page.close()
