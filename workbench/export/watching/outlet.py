"""Messages of a watched folder to other machines: a webhook, or a broker of MQTT.

A thread sends them. If the other side is slower than the images, messages are dropped and counted: what waits never
grows, and predicting never waits.
"""

import json
import queue
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from workbench.core.errors import UserError
from workbench.core.model_formats import install_hint
from workbench.export.monitor import DriftDetected, DriftEnded, ImagePredicted, ImageSetAside, MonitorEvent

WAITING = 256  # messages that wait at most
TIMEOUT = 10.0  # seconds for one message
CLOSING = 5.0  # seconds for those that still wait at the end
Send = Callable[[bytes], None]


class OutletCounts(NamedTuple):
    """Numbers of messages since the start."""

    sent: int = 0
    failed: int = 0
    dropped: int = 0


class Outlet:
    """Sends messages one after the other in a thread. `name`: where to, without a password."""

    def __init__(self, name: str, send: Send, end: Callable[[], object] = lambda: None) -> None:
        """`send` delivers one message, or raises OSError. `end` is called after the last one."""
        self.name, self._send, self._end = name, send, end
        self.counts = OutletCounts()
        self._lock = threading.Lock()
        self._messages: queue.Queue[bytes | None] = queue.Queue(WAITING)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name=f"outlet {name}", daemon=True)
        self._thread.start()

    def put(self, event: MonitorEvent) -> None:
        """Send an event, or drop it if too many wait. Never waits."""
        try:
            self._messages.put_nowait(json.dumps(message(event)).encode())
        except queue.Full:
            self._count(dropped=1)

    def close(self) -> None:
        """Send what waits, for CLOSING seconds at most, and end the thread."""
        try:
            self._messages.put(None, timeout=CLOSING)
        except queue.Full:
            self._stopping.set()
        self._thread.join(CLOSING)
        self._stopping.set()

    def _work(self) -> None:
        while not self._stopping.is_set() and (content := self._messages.get()) is not None:
            try:
                self._send(content)
                self._count(sent=1)
            except OSError:  # the other side is away; its next message may arrive
                self._count(failed=1)
        self._end()

    def _count(self, sent: int = 0, failed: int = 0, dropped: int = 0) -> None:
        with self._lock:
            now = self.counts
            self.counts = OutletCounts(now.sent + sent, now.failed + failed, now.dropped + dropped)


def message(event: MonitorEvent) -> dict[str, Any]:
    """An event as the object that is sent."""
    match event:
        case ImagePredicted(line=line, unusual=unusual):
            return {
                "event": "predicted",
                "path": line.path,
                "class": line.predicted,
                "confidence": round(line.confidence, 6),
                "unknown": round(line.unknown, 6),
                **({"unusual": unusual.why} if unusual is not None else {}),
            }
        case ImageSetAside(sample=sample):
            return {"event": "set aside", "path": sample.path, "reason": str(sample.reason)}
        case DriftDetected(drifted=drifted, total=total):
            measures = [{"name": one.name, "distance": one.distance, "allowed": one.allowed} for one in drifted]
            return {"event": "drift began", "images": total, "measures": measures}
        case DriftEnded(total=total):
            return {"event": "drift ended", "images": total}


def webhook(address: str) -> Outlet:
    """An outlet that posts each message as JSON. Raises UserError if it is no address of the web."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UserError(f"“{address}” is not an address of the web.", "Give one such as http://localhost:8000/hook.")

    def send(content: bytes) -> None:
        request = urllib.request.Request(address, content, {"Content-Type": "application/json"}, method="POST")
        with urllib.request.urlopen(request, timeout=TIMEOUT):
            pass  # its status is good, else an HTTPError, which is an OSError, was raised

    return Outlet(f"{parts.scheme}://{parts.hostname}{f':{parts.port}' if parts.port else ''}{parts.path}", send)


def mqtt(address: str) -> Outlet:
    """An outlet to mqtt://[USER:PASSWORD@]HOST[:PORT]/TOPIC.

    Raises UserError for another address, without the package paho-mqtt, or if the broker cannot be reached.
    """
    parts = urlsplit(address)
    topic = parts.path.strip("/")
    if parts.scheme != "mqtt" or not parts.hostname or not topic:
        raise UserError(f"“{address}” is not an address of MQTT.", "Give one such as mqtt://localhost/line-3/images.")
    try:
        from paho.mqtt.client import Client
        from paho.mqtt.enums import CallbackAPIVersion
    except ImportError as error:
        raise UserError("MQTT needs the package paho-mqtt, which is not installed.", install_hint("mqtt")) from error
    client = Client(CallbackAPIVersion.VERSION2)
    if parts.username:
        client.username_pw_set(parts.username, parts.password)
    try:
        client.connect(parts.hostname, parts.port or 1883)
    except OSError as error:
        raise UserError(f"The broker {parts.hostname} cannot be reached ({error}).", "Check host and port.") from error
    client.loop_start()

    def send(content: bytes) -> None:
        try:
            sent = client.publish(topic, content, qos=1)
            sent.wait_for_publish(TIMEOUT)
        except (RuntimeError, ValueError) as error:  # not connected, or its own queue is full
            raise OSError(str(error)) from error
        if not sent.is_published():
            raise OSError("the broker did not confirm the message")

    def end() -> None:
        client.disconnect()
        client.loop_stop()

    return Outlet(f"mqtt://{parts.hostname}/{topic}", send, end)
