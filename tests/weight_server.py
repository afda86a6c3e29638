"""A server of weights on loopback: ranges, a redirect with a checksum, connections that break or wait."""

import contextlib
import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SLOW = 0.05  # seconds for a byte


class WeightServer(ThreadingHTTPServer):
    """Serves `content` at /file, by ranges, and elsewhere, as the hub does, by a redirect to it with a checksum.

    `breaks`: bytes after which the connection ends; `holds`: bytes after which it is slow until `ends` is set;
    `missing`: whether nothing is found. `ranges`: the Range header of each request of the content.
    """

    def __init__(self, content: bytes) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.ranges: list[str] = []
        self.breaks, self.holds, self.missing, self.ends = 0, 0, False, threading.Event()
        self.serve(content)

    def serve(self, content: bytes) -> None:
        """Serve other content, and its checksum."""
        self.content, self.checksum = content, hashlib.sha256(content).hexdigest()

    @property
    def base(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    """One answer of the server."""

    server: WeightServer

    def do_GET(self) -> None:
        """Answer a request."""
        if self.server.missing:
            self.send_error(404)
        elif self.path != "/file":
            self.send_response(302)
            self.send_header("Location", "/file")
            self.send_header("X-Linked-ETag", f'"{self.server.checksum}"')
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self._send(self.headers.get("Range", ""))

    def _send(self, asked: str) -> None:
        server = self.server
        server.ranges.append(asked)
        content = server.content[int(asked.removeprefix("bytes=").rstrip("-") or 0) :]
        if asked and not content:
            self.send_error(416)
            return
        self.send_response(206 if asked else 200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if server.holds:
            self.wfile.write(content[: server.holds])
            with contextlib.suppress(OSError):  # the client has gone
                for byte in content[server.holds :]:
                    if server.ends.wait(SLOW):
                        return
                    self.wfile.write(bytes([byte]))
        else:
            self.wfile.write(content[: server.breaks or None])

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@contextlib.contextmanager
def serving(content: bytes) -> Iterator[WeightServer]:
    """A server that runs during the block."""
    server = WeightServer(content)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.ends.set()
        server.shutdown()
        server.server_close()
        thread.join()
