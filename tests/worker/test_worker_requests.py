"""Requests of a real worker have an identity: each is answered under its id, held or stopped alone, and ends once."""

import sys
from collections import Counter
from pathlib import Path

import msgspec
import pytest

from tests.worker.talking import Talk
from workbench.core.events import Finished, Progressed
from workbench.core.job import Job
from workbench.store.run_folder import RunFolder
from workbench.worker.client import WorkerClient
from workbench.worker.commands import MatchWeights, Run, Scan
from workbench.worker.replies import FolderListed, Paused, Ready, Refused, Response, Scanned, Stopped


def long(job: Job) -> Job:
    return msgspec.structs.replace(job, steps=100_000)


def lasts(talk: Talk) -> Counter[int]:
    """How many last answers each request got, and that nothing followed one."""
    counted: Counter[int] = Counter()
    for one in talk.sent:
        if isinstance(one, Response):
            assert not counted[one.request], "an answer after the last"
            counted[one.request] += one.last
    return counted


def test_that_each_request_ends_once_under_its_own_id(talk: Talk, job: Job, tmp_path: Path) -> None:
    source, target = talk.ask(Scan(job.source)), talk.ask(Scan(job.target))
    missing, unfit = talk.ask(Scan("/nowhere")), talk.ask(MatchWeights("/nowhere.pth", "small"))
    unknown = talk.ask(Run(msgspec.structs.replace(job, method="none"), str(tmp_path / "wrong")))
    again = talk.ask(Scan(job.source))
    talk.until(Scanned, request=again)
    assert (talk.sort(Scanned, source), talk.sort(Scanned, again)) == (talk.sort(Scanned, again),) * 2
    assert talk.sort(Scanned, target) != talk.sort(Scanned, source)
    assert all(talk.sort(Refused, request) for request in (missing, unfit, unknown))
    assert lasts(talk) == dict.fromkeys((source, target, missing, unfit, unknown, again), 1)
    assert talk.client.open_requests == {}


def test_that_stop_ends_the_request_it_names_and_no_other(talk: Talk, job: Job, tmp_path: Path) -> None:
    first = talk.ask(Run(long(job), str(tmp_path / "first")))
    second = talk.ask(Run(long(job), str(tmp_path / "second")))
    third = talk.ask(Scan(job.source))
    talk.until(Progressed, request=first)
    talk.client.stop(second)  # while it waits its turn
    talk.client.pause(second)
    talk.client.stop(9999)
    step = talk.sort(Progressed, first)[-1].step
    talk.until(Progressed, lambda event: event.step > step + 5, request=first)
    assert not talk.sort(Paused, first)
    talk.client.stop(first)
    talk.until(Stopped, request=first)
    assert talk.until(Stopped, request=second).step == 0
    assert not (tmp_path / "second").exists()
    talk.client.stop(first)  # too late
    talk.until(Scanned, request=third)
    assert lasts(talk) == dict.fromkeys((first, second, third), 1)


def test_that_closing_stops_what_is_open_with_its_checkpoint(talk: Talk, job: Job, tmp_path: Path) -> None:
    run, scan = talk.ask(Run(long(job), str(tmp_path / "run"))), talk.ask(Scan(job.source))
    talk.until(Progressed, lambda event: event.step > 3, request=run)
    talk.client.close(timeout=60)
    talk.until(Stopped, request=run)
    talk.until(Stopped, request=scan)
    assert lasts(talk) == {run: 1, scan: 1}
    assert RunFolder(tmp_path / "run").checkpoint.is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="cat")
def test_that_a_worker_behind_a_pipe_answers_as_one_at_hand(job: Job, tmp_path: Path) -> None:
    """As through ssh: what is started here relays, and the worker's own process is another."""
    worker = f"cat | {sys.executable} -m workbench.worker | cat"
    client = WorkerClient(tmp_path / "worker.log", command=("sh", "-c", worker))
    client.start()
    try:
        talk = Talk(client)
        talk.ask(Run(job, str(tmp_path / "run")))
        assert talk.until(Ready).pid != client.pid
        talk.until(Finished)
        talk.ask(Run(long(job), str(tmp_path / "long")))
        talk.until(Progressed)
        client.stop(talk.request)
        talk.until(Stopped)
    finally:
        client.close(timeout=60)
    assert not client.alive


def test_that_a_scan_tells_the_names_before_it_opens_a_file(talk: Talk, tmp_path: Path) -> None:
    for number in range(6):
        file = tmp_path / f"class{number % 2}" / f"{number}.png"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(b"no image")
    talk.until(Scanned, request=talk.ask(Scan(str(tmp_path))))
    first, *rest = [answer.message for answer in talk.answers()]
    assert isinstance(first, FolderListed)
    assert not any(isinstance(message, FolderListed) for message in rest)
    assert (first.outline.images, first.outline.counts) == (6, {"class0": 3, "class1": 3})
    assert first.outline.names == ["class0/0.png", "class0/2.png", "class0/4.png", "class1/1.png", "class1/3.png"]
    (scanned,) = talk.sort(Scanned)
    assert len(scanned.domain.set_aside) == 6, "none of them is an image"
