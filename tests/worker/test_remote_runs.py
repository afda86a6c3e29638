"""Runs on a host: a real sshd with its own keys and home, on which they are cut, killed, paused, left and taken up."""

import contextlib
import sys
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from tests.machine import kill
from tests.worker.remote_host import NEEDED, WHY_NOT, Messages, process_of, root_of, until
from tests.worker.ssh_server import NAME, SshServer
from workbench.core.errors import UserError
from workbench.core.events import Finished, Progressed, Warned
from workbench.core.generators import Returning
from workbench.core.job import Job
from workbench.engine.auto import execute
from workbench.store.hosts import Host
from workbench.store.remote_run import goes_on_elsewhere
from workbench.store.run_folder import RunFolder
from workbench.worker.control import Control
from workbench.worker.remote.connection import Connection
from workbench.worker.remote.run_there import run_there
from workbench.worker.remote.sending import missing_of
from workbench.worker.replies import Paused, Resumed, Stopped

pytestmark = [pytest.mark.skipif(not NEEDED, reason=WHY_NOT), pytest.mark.usefixtures("server")]
HOST = Host(NAME, python=sys.executable)
SAME = ("job.json", "recipe.toml", "model.safetensors", "best.safetensors", "predictions.csv")


class HomeRun(NamedTuple):
    """A run that was executed here, and its job."""

    folder: Path
    job: Job


@pytest.fixture(scope="module")
def home(domains: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> HomeRun:
    """Enough steps that something can happen on the way; there is a checkpoint after each."""
    place = tmp_path_factory.mktemp("home")
    source, target = map(str, domains)
    numbers = {"steps": 60, "batch": 8, "image_size": 16, "threads": 1, "checkpoint_seconds": 0.0}
    job = Job(method="mcc", source=source, target=target, tune="all", cache=str(place / "cache"), **numbers)  # type: ignore[arg-type]
    for _ in execute(job, place / "run"):
        pass
    return HomeRun(place / "run", job)


def on_its_way(messages: Messages) -> Progressed:
    """Some step of a run in the middle."""
    step: Progressed = until(messages, Progressed, lambda progress: progress.step >= 5)
    assert step.step < step.steps, "the run is over before something can happen"
    return step


def assert_same(folder: Path, home: HomeRun) -> None:
    for name in SAME:
        assert (folder / name).read_bytes() == (home.folder / name).read_bytes(), name
    known = {file.relative_to(home.folder).as_posix() for file in home.folder.rglob("*") if file.is_file()}
    there = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    assert there - known == {"remote.json", "arrived.json", "log.txt"}
    assert known <= there


def test_that_a_run_there_is_bit_identical_and_stays_in_its_root(
    server: SshServer, home: HomeRun, tmp_path: Path
) -> None:
    messages = list(run_there(HOST, home.job, tmp_path / "run"))
    assert isinstance(messages[-1], Finished)
    assert messages[-1].run == str(tmp_path / "run")
    assert_same(tmp_path / "run", home)
    root = root_of(server, HOST)
    assert str(root).encode() not in b"".join(
        file.read_bytes() for file in (tmp_path / "run").rglob("*") if file.name != "remote.json" and file.is_file()
    )
    assert [place.name for place in server.home.iterdir()] == [root.name]
    assert list((root / "runs").iterdir()) == [], "a run that is over and here is not kept there"
    with Connection(HOST) as link:
        assert Returning(missing_of(Path(home.job.source), link)).finish() == (72, 0)


def test_that_a_cut_connection_is_made_again_and_ends_nothing(server: SshServer, home: HomeRun, tmp_path: Path) -> None:
    with contextlib.closing(run_there(HOST, home.job, tmp_path / "run")) as messages:
        on_its_way(messages)
        server.cut()
        lost = until(messages, Warned)
        assert "was lost" in lost.message
        assert "goes on there" in lost.message
        until(messages, Finished)
    assert_same(tmp_path / "run", home)


def test_that_a_process_killed_there_is_resumed_from_its_checkpoint(home: HomeRun, tmp_path: Path) -> None:
    with contextlib.closing(run_there(HOST, home.job, tmp_path / "run")) as messages:
        on_its_way(messages)
        kill(process_of(tmp_path / "run").pid)
        assert "started again from its checkpoint" in until(messages, Warned).message
        until(messages, Finished)
    assert_same(tmp_path / "run", home)


def test_that_a_run_that_was_left_while_it_was_paused_goes_on_when_it_is_taken_up(
    home: HomeRun, tmp_path: Path
) -> None:
    control = Control()
    messages = run_there(HOST, home.job, tmp_path / "run", control=control)
    on_its_way(messages)
    control.pause()
    until(messages, Paused)
    control.leave()
    assert "goes on on near" in until(messages, Stopped).message
    messages.close()
    assert goes_on_elsewhere(tmp_path / "run") == NAME
    assert isinstance(list(run_there(HOST, home.job, tmp_path / "run", resume=True))[-1], Finished)
    assert goes_on_elsewhere(tmp_path / "run") == ""
    assert_same(tmp_path / "run", home)


def test_that_a_run_there_is_paused_stopped_and_resumed_here(home: HomeRun, tmp_path: Path) -> None:
    control = Control()
    with contextlib.closing(run_there(HOST, home.job, tmp_path / "run", control=control)) as messages:
        on_its_way(messages)
        control.pause()
        until(messages, Paused)
        control.resume()
        until(messages, Resumed)
        control.stop()
        assert "checkpoint is kept" in until(messages, Stopped).message
    folder = RunFolder(tmp_path / "run")
    assert folder.checkpoint.is_file(), "it came back with the run"
    assert goes_on_elsewhere(folder.path) == ""
    assert isinstance(list(execute(folder.job(), folder.path, resume=True))[-1], Finished)
    assert (folder.path / "model.safetensors").read_bytes() == (home.folder / "model.safetensors").read_bytes()


def test_that_closing_the_events_stops_the_run_there(home: HomeRun, tmp_path: Path) -> None:
    messages = run_there(HOST, home.job, tmp_path / "run")
    on_its_way(messages)
    process = process_of(tmp_path / "run")
    messages.close()
    process.wait(30)
    assert RunFolder(tmp_path / "run").checkpoint.is_file()
    assert isinstance(list(run_there(HOST, home.job, tmp_path / "run", resume=True))[-1], Finished)
    assert_same(tmp_path / "run", home)


def test_that_a_refusal_there_is_the_sentence_of_the_same_refusal_here(home: HomeRun, tmp_path: Path) -> None:
    job = msgspec.structs.replace(home.job, method="mme")  # it needs shots
    with pytest.raises(UserError) as here:
        list(execute(job, tmp_path / "here"))
    with pytest.raises(UserError) as there:
        list(run_there(HOST, job, tmp_path / "there"))
    assert str(there.value) == str(here.value)
