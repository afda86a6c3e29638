"""Hostile hosts and hostile clients: a sentence, and nothing is written where it should not be."""

import hashlib
import io
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

import msgspec
import pytest

from tests.worker.remote_host import NEEDED, WHY_NOT
from tests.worker.ssh_server import NAME, SshServer, ssh_server
from workbench import __version__
from workbench.core.domain import UNKNOWN
from workbench.core.errors import UserError
from workbench.core.events import Started
from workbench.core.job import Job, Shot
from workbench.store.hosts import Host
from workbench.store.remote_run import FileStamp
from workbench.store.run_folder import RunFolder
from workbench.worker.commands import Run
from workbench.worker.frames import HEADER, FrameWriter, read_frames
from workbench.worker.host.layout import HostLayout
from workbench.worker.host.protocol import (
    MAGIC,
    Begin,
    Clean,
    Denied,
    FilePart,
    FromHost,
    Heard,
    HostCommand,
    HostReply,
    Made,
    MakeTree,
    Missing,
    Put,
    Welcome,
)
from workbench.worker.host.serve_host import HostServer
from workbench.worker.remote.run_there import run_there
from workbench.worker.replies import Response

needs_ssh = pytest.mark.skipif(not NEEDED, reason=WHY_NOT)
WELCOME = Welcome(__version__, "/there/root", "python", "Linux", 1, (), 1 << 40, 0, ())
BEFORE = (WELCOME, Missing((), 1 << 40), Made(), Made(), Made())  # the answers until a run is followed
RUN = "0" * 32
OWN = (".lock", "job.json", "recipe.toml", "remote.json", "arrived.json")  # files that this computer writes itself
RECIPE = b'source = "/etc"\ntarget = "/etc"\nweights = ""\n'


@pytest.fixture(scope="module")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    """A host whose sessions do not have the program of this work tree."""
    with ssh_server(tmp_path_factory.mktemp("sshd"), {}) as running:
        yield running


def part(path: str, content: bytes = b"x", offset: int = 0, size: int = 1) -> FilePart:
    return FilePart(path, offset, content, FileStamp(size, 1))


def hostile(place: Path, told: bytes) -> Host:
    """A host whose program tells these bytes, whatever it is asked."""
    (place / "told").write_bytes(told)
    program = place / "python"
    program.write_text(f"#!/bin/sh\ncat '{place / 'told'}'\nexec cat > /dev/null\n")
    program.chmod(0o755)
    return Host(NAME, python=str(program), limit_gb=0.001)


def frames(replies: Sequence[HostReply]) -> bytes:
    stream = io.BytesIO()
    writer = FrameWriter(stream)
    for reply in replies:
        writer.write(reply)
    return MAGIC + stream.getvalue()


def listing(place: Path) -> set[str]:
    return {file.relative_to(place).as_posix() for file in place.rglob("*")}


ANSWERS = {
    "upwards": frames((*BEFORE, part("../escaped"))),
    "upwards within": frames((*BEFORE, part("a/../../escaped"))),
    "absolute": frames((*BEFORE, part("/tmp/ssh-escaped"))),
    "with a drive and upwards": frames((*BEFORE, part("C:\\..\\..\\escaped", size=1 << 40))),
    "hidden": frames((*BEFORE, part(".lock"))),
    "of the program": frames((*BEFORE, part("remote.json"))),
    "control characters": frames((*BEFORE, part("a\x1b[2Jb"))),
    "more than the limit": frames((*BEFORE, part("big", size=2_000_000))),
    "a wrong order": frames((*BEFORE, part("gap", offset=5, size=9))),
    "longer than it says": frames((*BEFORE, part("long", content=b"xx", size=1))),
    "another recipe": frames((*BEFORE, part("recipe.toml", RECIPE, size=len(RECIPE)))),
    "no recipe": frames((*BEFORE, part("recipe.toml", b"shots = 1", size=9))),
    "no job": frames((*BEFORE, part("job.json"))),
    "no message": frames((*BEFORE, Heard(1, b"\xc1"))),
    "no reply": frames(BEFORE) + HEADER.pack(3) + b"\xc1\xc1\xc1",
    "a huge frame": frames(BEFORE) + HEADER.pack(0xFFFFFFFF),
    "a root upwards": frames((msgspec.structs.replace(WELCOME, root="/there/../etc"), *BEFORE[1:])),
    "another version": frames((msgspec.structs.replace(WELCOME, version="0\x1b[31m"), *BEFORE[1:])),
    "no program": b"Welcome to this machine\n" * 9000,
}


@needs_ssh
@pytest.mark.parametrize("told", ANSWERS.values(), ids=ANSWERS)
def test_that_a_hostile_answer_ends_in_a_sentence(
    told: bytes, server: SshServer, domains: tuple[Path, Path], tmp_path: Path
) -> None:
    (tmp_path / "host").mkdir()
    host = hostile(tmp_path / "host", told)
    before = listing(tmp_path)
    job = Job(method="mcc", source=str(domains[0]), target=str(domains[1]), cache=str(tmp_path / "cache"))
    with pytest.raises(UserError) as refused:
        list(run_there(host, job, tmp_path / "runs" / "run"))
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 700
    new = {path for path in listing(tmp_path) - before if not path.startswith("cache")}
    assert new <= {
        "runs",
        "runs/run",
        *(f"runs/run/{name}" for name in OWN),
    }
    assert RunFolder(tmp_path / "runs" / "run").job().source == job.source
    assert b"/etc" not in (tmp_path / "runs" / "run" / "recipe.toml").read_bytes()
    assert not Path("/tmp/ssh-escaped").exists()


@needs_ssh
def test_that_a_host_cannot_name_other_folders_of_this_computer(
    server: SshServer, domains: tuple[Path, Path], tmp_path: Path
) -> None:
    job = Job(method="mcc", source=str(domains[0]), target=str(domains[1]), cache=str(tmp_path / "cache"))
    other = msgspec.structs.replace(job, source="/etc", weights="/etc/passwd", shots=(Shot("a", mask="/etc/shadow"),))
    started = Started(other, "/etc", (), 1, 1, 0, "cpu", 1)
    heard = Heard(9, msgspec.msgpack.encode(Response(1, started)))
    file = msgspec.json.encode(other)
    (tmp_path / "host").mkdir()
    host = hostile(tmp_path / "host", frames((*BEFORE, part("job.json", file, size=len(file)), heard, part("../x"))))
    messages = []
    with pytest.raises(UserError):
        messages += [message for message in run_there(host, job, tmp_path / "run") if isinstance(message, Started)]
    kept = RunFolder(tmp_path / "run").job()
    assert (kept.source, kept.weights, kept.shots) == (job.source, "", ())


def answers(layout: HostLayout, *commands: HostCommand) -> list[HostReply]:
    """The answers of a host to commands."""
    stream = io.BytesIO()
    host = HostServer(layout, FrameWriter(stream))
    for command in commands:
        host.take(command)  # type: ignore[arg-type]
    host.leave()
    return list(read_frames(io.BytesIO(stream.getvalue()), FromHost))


@pytest.fixture
def layout(tmp_path: Path) -> HostLayout:
    return HostLayout(PurePosixPath(tmp_path / "root"))


def put(content: bytes, last: bool = True) -> Put:
    return Put(hashlib.blake2b(content, digest_size=16).digest(), content, last)


@pytest.mark.parametrize("path", ["../out", "/out", "a//b", "a/./b", "", "a/..", "a\nb"])
def test_that_a_host_builds_nothing_outside_its_root(path: str, layout: HostLayout, tmp_path: Path) -> None:
    content = put(b"content")
    made = answers(layout, content, MakeTree(RUN, "name", ((path, content.digest),)))
    assert [type(answer) for answer in made] == [Denied]
    assert listing(tmp_path) <= {
        *listing(tmp_path / "root"),
        "root",
        *(f"root/{file}" for file in listing(tmp_path / "root")),
    }
    assert list(Path(layout.trees).iterdir()) == []


def test_that_the_name_of_a_tree_is_no_path(layout: HostLayout) -> None:
    content = put(b"content")
    assert answers(layout, content, MakeTree(RUN, "../..", (("a", content.digest),))) == [Made()]
    assert [file.name for file in Path(layout.trees, RUN).rglob("*") if file.is_file()] == ["a"]


@pytest.mark.parametrize("tree", ["../../out", "A" * 32, "0" * 31, ""])
def test_that_an_id_is_no_path(tree: str, layout: HostLayout) -> None:
    content = put(b"content")
    assert [type(answer) for answer in answers(layout, content, MakeTree(tree, "name", ()))] == [Denied]


def test_that_a_content_with_another_digest_is_not_kept(layout: HostLayout) -> None:
    whole = put(b"content")
    (denied,) = answers(layout, whole, Put(b"0" * 16, b"other", last=True), Put(whole.digest, b"a part", last=False))
    assert isinstance(denied, Denied)
    assert [file.name for file in Path(layout.contents).rglob("*") if file.is_file()] == [whole.digest.hex()]


@pytest.mark.parametrize("name", ["folder", "source", "target", "weights", "cache", "mask"])
def test_that_a_run_reads_and_writes_only_below_the_root(name: str, layout: HostLayout, tmp_path: Path) -> None:
    inside, outside = str(layout.root / "inside"), str(layout.root / ".." / "outside")
    paths = dict.fromkeys(("folder", "source", "target", "weights", "cache", "mask"), inside) | {name: outside}
    job = Job(
        method="mcc",
        source=paths["source"],
        target=paths["target"],
        weights=paths["weights"],
        cache=paths["cache"],
        shots=(Shot("a", UNKNOWN, paths["mask"]),),
    )
    (denied,) = answers(layout, Begin(RUN, Run(job, paths["folder"])))
    assert isinstance(denied, Denied)
    assert "outside" in denied.message
    assert not (tmp_path / "outside").exists()


def test_that_a_folder_of_somebody_else_is_neither_used_nor_deleted(layout: HostLayout) -> None:
    Path(layout.root).mkdir()
    Path(layout.root, "letters.txt").write_text("dear")
    denied = answers(layout, put(b"content"), Clean())
    assert [type(answer) for answer in denied] == [Denied, Denied]
    assert listing(Path(layout.root)) == {"letters.txt"}


def test_that_a_host_accepts_no_command_but_those_of_the_protocol(tmp_path: Path) -> None:
    shell = msgspec.msgpack.encode({"type": "Shell", "command": f"touch {tmp_path / 'done'}"})
    told = subprocess.run(
        [sys.executable, "-m", "workbench.worker", "host", str(tmp_path / "root")],
        input=HEADER.pack(len(shell)) + shell,
        capture_output=True,
        check=True,
    ).stdout
    (denied,) = read_frames(io.BytesIO(told.removeprefix(MAGIC)), FromHost)
    assert isinstance(denied, Denied)
    assert list(tmp_path.iterdir()) == []
