"""What leaves a watched folder: true counts, a page for this machine only, and messages that never hold images up."""

import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from workbench.core.deep_range import EACH_IMAGE
from workbench.core.domain import Reason, SetAside
from workbench.core.errors import UserError
from workbench.data.walk import FileEntry
from workbench.export.drift_reference import DriftedMeasure, Reference
from workbench.export.monitor import DriftDetected, DriftEnded, ImagePredicted, ImageSetAside
from workbench.export.results_files import ResultLine
from workbench.export.watching.camera import WAITING as WAITING_FRAMES
from workbench.export.watching.camera import FrameCamera
from workbench.export.watching.metrics import metrics_text
from workbench.export.watching.outlet import WAITING, Outlet, mqtt, webhook
from workbench.export.watching.watch_state import SHOWN, WatchState
from workbench.export.watching.watched_model import WatchedFiles, WatchedModel
from workbench.export.watching.watchers import Watchers


class Plain(WatchedModel):
    """A model that predicts nothing: here, events come from the tests."""

    deep = EACH_IMAGE

    def predict(self, folder: Path, files: Sequence[FileEntry], reference: Reference | None) -> WatchedFiles:
        raise AssertionError("no file is predicted")


BRIGHTNESS = DriftedMeasure("brightness", "Brightness", 0.4, 0.2, 0.5, 0.1)


def predicted(path: str, name: str = "cat") -> ImagePredicted:
    return ImagePredicted(ResultLine(path, name, 0.75, 0.1))


def text_at(address: str, headers: dict[str, str] | None = None) -> str:
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers or {}), timeout=10) as answer:
        content: bytes = answer.read()
    return content.decode()


# -- counts -----------------------------------------------------------------------------------------------------------


def test_that_counts_are_true_and_only_the_latest_images_are_kept() -> None:
    state = WatchState()
    for number in range(SHOWN + 10):
        state.add(predicted(f"{number}.png", "cat" if number % 2 else "dog"))
    state.add(ImageSetAside(SetAside("bad.png", Reason.TRUNCATED)))
    found = state.snapshot()
    assert (found.predicted, found.set_aside) == (SHOWN + 10, 1)
    assert found.classes == {"dog": SHOWN // 2 + 5, "cat": SHOWN // 2 + 5}
    assert [event.line.path for _, event in found.latest] == [f"{number}.png" for number in range(SHOWN + 9, 9, -1)]
    assert state.path_of(SHOWN + 10) == f"{SHOWN + 9}.png"
    assert state.path_of(10) is None


def test_that_metrics_are_in_the_form_of_prometheus() -> None:
    state = WatchState()
    state.add(predicted("1.png", 'a "b"\\\n'))
    state.add(DriftDetected((BRIGHTNESS,), 1))
    text = metrics_text(state.snapshot())
    line = re.compile(r"# (?:HELP|TYPE) [a-z_]+ .+|[a-z_]+(?:\{[a-z]+=\"(?:[^\"\\\n]|\\[\\\"n])*\"\})? [-+.e\d]+")
    assert [row for row in text.splitlines() if not line.fullmatch(row)] == []
    assert "workbench_watch_images_predicted_total 1.0\n" in text
    assert 'workbench_watch_predictions_total{class="a \\"b\\"\\\\\\n"} 1.0\n' in text
    assert 'workbench_watch_drift_distance{measure="brightness"} 0.4\n' in text
    state.add(DriftEnded(1))
    assert "workbench_watch_drift 0.0\n" in metrics_text(state.snapshot())


def test_that_the_client_of_prometheus_reads_them() -> None:
    parser = pytest.importorskip(
        "prometheus_client.parser", reason="prometheus-client is not installed: pip install prometheus-client"
    )
    state = WatchState()
    state.add(predicted("1.png", 'a "b"\\\n'))
    families = {family.name: family for family in parser.text_string_to_metric_families(metrics_text(state.snapshot()))}
    (sample,) = families["workbench_watch_predictions"].samples
    assert (sample.labels, sample.value) == ({"class": 'a "b"\\\n'}, 1.0)


# -- the page ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watchers]:
    Image.new("RGB", (400, 300), (9, 99, 199)).save(tmp_path / "1.png")
    with Watchers(tmp_path, tested=True, model=Plain()) as watchers:
        watchers.open(0, [], [])
        yield watchers


def test_that_the_page_shows_the_latest_images_and_the_drift(watched: Watchers) -> None:
    assert watched.page is not None
    watched.add(predicted("1.png", "<b>cat</b>"))
    watched.add(DriftDetected((BRIGHTNESS,), 1))
    page = text_at(watched.page.address)
    assert "&lt;b&gt;cat&lt;/b&gt;" in page
    assert "<b>cat</b>" not in page
    assert "no longer look like the target: brightness" in page
    with urllib.request.urlopen(f"{watched.page.address}image/1", timeout=10) as answer:
        assert Image.open(answer).size == (264, 198)
    assert "workbench_watch_images_predicted_total 1.0" in text_at(f"{watched.page.address}metrics")


@pytest.mark.parametrize("path", ["image/2", "image/../1.png", "image/x", "1.png", "%2e%2e/1.png"])
def test_that_the_page_has_no_other_file(watched: Watchers, path: str) -> None:
    assert watched.page is not None
    watched.add(predicted("1.png"))
    with pytest.raises(urllib.error.HTTPError) as caught:
        text_at(f"{watched.page.address}{path}")
    assert caught.value.code == 404
    caught.value.close()


def test_that_a_page_of_somebody_else_cannot_ask_it(watched: Watchers) -> None:
    assert watched.page is not None
    with pytest.raises(urllib.error.HTTPError) as caught:
        text_at(watched.page.address, {"Host": "evil.example"})
    assert caught.value.code == 403
    caught.value.close()


def test_that_an_image_that_was_removed_is_missing(watched: Watchers, tmp_path: Path) -> None:
    assert watched.page is not None
    watched.add(predicted("1.png"))
    (tmp_path / "1.png").unlink()
    with pytest.raises(urllib.error.HTTPError) as caught:
        text_at(f"{watched.page.address}image/1")
    caught.value.close()


def test_that_a_taken_port_is_told(watched: Watchers, tmp_path: Path) -> None:
    assert watched.page is not None
    port = int(watched.page.address.rpartition(":")[2].strip("/"))
    with Watchers(tmp_path, tested=False, model=Plain()) as others, pytest.raises(UserError, match=f"port {port}"):
        others.open(port, [], [])


# -- messages ---------------------------------------------------------------------------------------------------------


def test_that_messages_are_dropped_and_counted_where_the_other_side_is_slow() -> None:
    begun, going_on = threading.Event(), threading.Event()

    def slow(_content: bytes) -> None:
        begun.set()
        going_on.wait(30)

    outlet = Outlet("slow", slow)
    outlet.put(predicted("first.png"))
    assert begun.wait(10)
    for number in range(WAITING + 7):
        outlet.put(predicted(f"{number}.png"))
    assert outlet.counts.dropped == 7
    going_on.set()
    outlet.close()
    assert outlet.counts == (WAITING + 1, 0, 7)


@pytest.fixture
def receiver() -> Iterator[tuple[str, list[dict[str, object]]]]:
    """A server on this machine, and what was posted to it; it refuses what is set aside."""
    got: list[dict[str, object]] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            got.append(posted)
            self.send_response(500 if posted["event"] == "set aside" else 204)
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/hook", got
    server.shutdown()
    server.server_close()


def test_that_a_webhook_gets_every_event_in_order(receiver: tuple[str, list[dict[str, object]]]) -> None:
    address, got = receiver
    outlet = webhook(address)
    outlet.put(predicted("1.png"))
    outlet.put(ImageSetAside(SetAside("bad.png", Reason.TRUNCATED)))
    outlet.put(DriftDetected((BRIGHTNESS,), 1))
    outlet.close()
    assert outlet.counts == (2, 1, 0)
    assert got == [
        {"event": "predicted", "path": "1.png", "class": "cat", "confidence": 0.75, "unknown": 0.1},
        {"event": "set aside", "path": "bad.png", "reason": "truncated"},
        {
            "event": "drift began",
            "images": 1,
            "measures": [{"name": "brightness", "distance": 0.4, "allowed": 0.2}],
        },
    ]


def test_that_an_address_that_is_none_is_refused() -> None:
    for make, address in ((webhook, "localhost:8000"), (webhook, "file:///etc/passwd"), (mqtt, "mqtt://host")):
        with pytest.raises(UserError, match="is not an address"):
            make(address)


# -- MQTT -------------------------------------------------------------------------------------------------------------


def packet_of(connection: socket.socket) -> tuple[int, bytes]:
    """The first byte and the body of a packet of MQTT 3.1.1; zero and nothing at the end."""
    kind, length, shift = connection.recv(1), 0, 0
    while kind:
        (part,) = connection.recv(1)
        length |= (part & 127) << shift
        shift += 7
        if part < 128:
            break
    return (kind[0] if kind else 0), connection.recv(length, socket.MSG_WAITALL) if length else b""


@pytest.fixture
def broker() -> Iterator[tuple[str, list[tuple[str, dict[str, object]]]]]:
    """A broker on this machine that confirms messages, and what was published to it."""
    got: list[tuple[str, dict[str, object]]] = []
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listening.accept()
        with connection:
            while (packet := packet_of(connection))[0]:
                kind, body = packet[0] >> 4, packet[1]
                if kind == 1:  # CONNECT
                    connection.sendall(b"\x20\x02\x00\x00")
                elif kind == 3:  # PUBLISH, quality of service 1
                    end = 2 + int.from_bytes(body[:2], "big")
                    got.append((body[2:end].decode(), json.loads(body[end + 2 :])))
                    connection.sendall(b"\x40\x02" + body[end : end + 2])

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"mqtt://127.0.0.1:{listening.getsockname()[1]}/line-3/images", got
    thread.join(10)
    listening.close()


def test_that_a_broker_gets_every_event(broker: tuple[str, list[tuple[str, dict[str, object]]]]) -> None:
    pytest.importorskip("paho.mqtt", reason="paho-mqtt is not installed: pip install 'domain-workbench[mqtt]'")
    address, got = broker
    outlet = mqtt(address)
    for number in range(3):
        outlet.put(predicted(f"{number}.png"))
    outlet.close()
    assert outlet.counts == (3, 0, 0)
    assert [(topic, told["path"]) for topic, told in got] == [("line-3/images", f"{number}.png") for number in range(3)]


def test_that_a_broker_that_is_away_is_told() -> None:
    pytest.importorskip("paho.mqtt", reason="paho-mqtt is not installed: pip install 'domain-workbench[mqtt]'")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(UserError, match="cannot be reached"):
        mqtt(f"mqtt://127.0.0.1:{port}/images")


# -- the command ------------------------------------------------------------------------------------------------------


def test_that_the_command_serves_its_page_until_it_is_stopped(
    model: Path, domains: tuple[Path, Path], tmp_path: Path, receiver: tuple[str, list[dict[str, object]]]
) -> None:
    arriving = tmp_path / "arriving"
    arriving.mkdir()
    for number, path in enumerate(sorted(domains[1].rglob("*.png"))[:5]):
        shutil.copy(path, arriving / f"{number}.png")
    words = ["watch", str(model), str(arriving), "--out", str(tmp_path / "out.csv"), "--page", "0", "--every", "0.1"]
    command = [sys.executable, "-m", "workbench", *words, "--webhook", receiver[0]]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as watching:
        assert watching.stdout is not None
        assert watching.stderr is not None
        address = next(found[0] for line in watching.stderr if (found := re.search(r"http://localhost:\d+/", line)))
        lines = [watching.stdout.readline() for _ in range(5)]
        assert "workbench_watch_images_predicted_total" in text_at(f"{address}metrics")
        assert "arriving" in text_at(address)
        watching.send_signal(signal.SIGINT)
        told = watching.stderr.read()
    assert len(lines) == 5
    assert "5 sent, 0 failed, 0 dropped" in told
    assert sorted(str(one["path"]) for one in receiver[1]) == [f"{number}.png" for number in range(5)]


# -- the camera -------------------------------------------------------------------------------------------------------


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """A video of 100 frames in ten seconds."""
    av = pytest.importorskip("av", reason="PyAV is not installed: pip install 'domain-workbench[video]'")
    with av.open(str(tmp_path / "film.mp4"), "w") as file:
        stream = file.add_stream("mpeg4", rate=10)
        stream.width = stream.height = 32
        for number in range(100):
            picture = Image.new("RGB", (32, 32), (2 * number, 0, 0))
            file.mux(stream.encode(av.VideoFrame.from_image(picture)))
        file.mux(stream.encode())
    return tmp_path / "film.mp4"


def test_that_a_video_waits_for_predictions_and_loses_no_frame(film: Path, tmp_path: Path) -> None:
    folder = tmp_path / "arriving"
    folder.mkdir()
    with Watchers(folder, tested=False, model=Plain()) as watchers:
        watchers.take_frames(str(film), 0.1)
        camera = watchers.camera
        assert camera is not None
        seen: list[str] = []
        ended = False
        while not ended:
            ended = camera.ended
            arrived = sorted(path.name for path in folder.glob("*.jpg"))
            assert len(arrived) - len(seen) <= WAITING_FRAMES
            for name in arrived[len(seen) :]:
                watchers.add(predicted(name))
                seen.append(name)
    assert (camera.taken, camera.dropped, camera.failed) == (100, 0, 0)


def test_that_frames_are_taken_at_their_interval(qtbot: QtBot, film: Path, tmp_path: Path) -> None:
    folder = tmp_path / "arriving"
    folder.mkdir()
    camera = FrameCamera(str(film), folder, 2.0)
    qtbot.waitUntil(lambda: camera.ended, timeout=30_000)
    reds = [Image.open(path).getpixel((9, 9))[0] for path in sorted(folder.glob("*.jpg"))]  # type: ignore[index]
    assert reds == pytest.approx([0, 40, 80, 120, 160], abs=6)


def test_that_an_address_that_cannot_be_opened_is_told_without_its_password(tmp_path: Path) -> None:
    pytest.importorskip("av", reason="PyAV is not installed: pip install 'domain-workbench[video]'")
    with pytest.raises(UserError, match="cannot be opened") as caught:
        FrameCamera("rtsp://me:secret@127.0.0.1:9/stream", tmp_path, 1.0)
    assert "secret" not in str(caught.value)
