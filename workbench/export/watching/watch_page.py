"""A page on this machine that shows a watched folder, and its metrics: / and /metrics on the loopback interface."""

import io
import threading
import time
from collections.abc import Sequence
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from PIL import Image

from workbench.core.errors import UserError
from workbench.core.resources import resource
from workbench.data.decode import Unreadable, decode_within
from workbench.data.mask_png import read_numbers
from workbench.data.overlay_sheet import overlaid
from workbench.export.watching.metrics import CONTENT_TYPE, metrics_text
from workbench.export.watching.outlet import Outlet
from workbench.export.watching.watch_state import WatchState
from workbench.export.watching.watched_model import WatchedModel, mask_place

HOST = "127.0.0.1"
NAMES = ("127.0.0.1", "localhost")  # under which a browser may ask; a page of somebody else's has another name
RENEWED = 5  # seconds
SIDE = 264  # pixels of a shown image
Answer = tuple[HTTPStatus, str, bytes]
MISSING: Answer = (HTTPStatus.NOT_FOUND, "text/plain; charset=utf-8", b"There is no such page.\n")
REFUSED: Answer = (HTTPStatus.FORBIDDEN, "text/plain; charset=utf-8", b"Ask for http://localhost.\n")


class WatchPage:
    """Serves the page until it is closed. `address`: of the page."""

    def __init__(
        self,
        folder: Path,
        state: WatchState,
        port: int,
        *,
        tested: bool,
        model: WatchedModel,
        outlets: Sequence[Outlet] = (),
    ) -> None:
        """`tested`: whether drift is tested. `port`: 0 takes a free one. `model`: its masks are shown over the images.

        Raises UserError if the port is taken.
        """
        self.folder, self.state, self.tested, self.model, self.outlets = folder, state, tested, model, outlets
        environment = Environment(
            loader=FileSystemLoader(resource("pages")), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        self._template = environment.get_template("watch.html")
        try:
            self._server = ThreadingHTTPServer((HOST, port), _handler(self))
        except (OSError, OverflowError) as error:
            raise UserError(f"The page cannot use port {port} ({error}).", "Choose another --page.") from error
        self._server.daemon_threads = True
        self.address = f"http://localhost:{self._server.server_port}/"
        self._thread = threading.Thread(target=self._server.serve_forever, name="page", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the server."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, host: str, path: str) -> Answer:
        """Status, type and content of a path, for the name of the host by which it was asked."""
        if host.rpartition(":")[0] not in NAMES and host not in NAMES:
            return REFUSED
        place = path.partition("?")[0]
        if place == "/":
            return HTTPStatus.OK, "text/html; charset=utf-8", self._html().encode()
        if place == "/metrics":
            return HTTPStatus.OK, CONTENT_TYPE, metrics_text(self.state.snapshot(), self.outlets).encode()
        number = place.removeprefix("/image/")
        shown = self.state.path_of(int(number)) if number.isdecimal() and len(number) < 16 else None
        return MISSING if shown is None else self._picture(shown)

    def _html(self) -> str:
        state = self.state.snapshot()
        return self._template.render(
            folder=self.folder.name or str(self.folder),
            state=state,
            classes=sorted(state.classes.items(), key=lambda pair: -pair[1]),
            legend=self.model.classes,
            outlets=self.outlets,
            tested=self.tested,
            seconds=RENEWED,
            time=lambda at: time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(at)),
        )

    def _picture(self, path: str) -> Answer:
        """A small copy of one of the latest images, which are not kept: the file may be gone."""
        try:
            pixels = decode_within(self.folder / path, SIDE, self.model.deep)
        except Unreadable:
            return MISSING
        if self.model.masks is not None:
            mask = read_numbers(mask_place(self.model.masks, path))
            colours = [entry.colour for entry in self.model.classes]
            pixels = pixels if mask is None else overlaid(pixels, mask, colours)
        buffer = io.BytesIO()
        Image.fromarray(pixels).save(buffer, "JPEG", quality=85)
        return HTTPStatus.OK, "image/jpeg", buffer.getvalue()


def _handler(page: WatchPage) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Answers requests for the page; it takes nothing from them but their path."""

        def do_GET(self) -> None:  # the name that the server calls
            status, kind, content = page.answer(self.headers.get("Host", ""), self.path)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Cache-Control", "no-store")
            self.send_header("Content-Security-Policy", "default-src 'self'; style-src 'unsafe-inline'")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *arguments: Any) -> None:
            """Requests are not logged."""

    return Handler
