"""Calls of real worker processes: each gets its own answers, and ends exactly once or, once dropped, not at all."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from tests.conftest import make_domain
from tests.machine import KILLED, kill
from workbench.core.events import Finished, Progressed
from workbench.core.job import Job
from workbench.core.shift_report import InspectionRequest
from workbench.gui.export.export_controller import ExportController
from workbench.gui.session.calls import Call
from workbench.gui.session.session import Session
from workbench.gui.session.single_call import SingleCall
from workbench.gui.session.workers import Workers
from workbench.gui.tasks.discovery import task_rules
from workbench.store.project import Project
from workbench.store.run_folder import RunFolder
from workbench.worker.commands import AnyCommand, ComputeLayout, Export, MatchWeights, Run, Scan
from workbench.worker.labelling_commands import Suggest
from workbench.worker.replies import Failed, Refused, Scanned, Stopped

PATIENCE = 300_000  # ms: workers import torch, some at once, on a machine that may be busy


class Heard:
    """A call, and all that it emitted."""

    def __init__(self, call: Call) -> None:
        self.call = call
        self.progress: list[object] = []
        self.ends: list[tuple[str, object]] = []
        self.closed = 0
        call.progressed.connect(self.progress.append)
        for name in ("finished", "refused", "failed", "stopped"):
            getattr(call, name).connect(lambda message, name=name: self.ends.append((name, message)))
        call.closed.connect(self._close)

    def _close(self) -> None:
        self.closed += 1

    @property
    def end(self) -> str:
        """How it ended; empty before it has, or where it was dropped."""
        assert len(self.ends) <= 1, "a call ends once"
        return self.ends[0][0] if self.ends else ""


@pytest.fixture
def workers(qtbot: QtBot) -> Iterator[Workers]:
    workers = Workers()
    workers.start()
    yield workers
    workers.close()
    workers.deleteLater()


@pytest.fixture
def ask(workers: Workers) -> Callable[[AnyCommand], Heard]:
    return lambda command: Heard(workers.call(command, workers))


def long(job: Job) -> Job:
    return msgspec.structs.replace(job, steps=100_000)


def all_closed(qtbot: QtBot, *calls: Heard) -> None:
    qtbot.waitUntil(lambda: all(one.closed for one in calls), timeout=PATIENCE)
    qtbot.wait(200)  # for what would come too often
    assert [one.closed for one in calls] == [1] * len(calls)


def trains(qtbot: QtBot, run: Heard, steps: int = 3) -> None:
    def trained() -> bool:
        assert not run.ends, run.ends
        return any(isinstance(one, Progressed) and one.step >= steps for one in run.progress)

    qtbot.waitUntil(trained, timeout=PATIENCE)


def test_that_interleaved_refused_late_and_cancelled_calls_each_end_right_and_once(
    qtbot: QtBot, workers: Workers, ask: Callable[[AnyCommand], Heard], job: Job, tmp_path: Path
) -> None:
    other = make_domain(tmp_path / "other", seed=4, classes="xy", count=4)
    source, missing = ask(Scan(job.source)), ask(Scan("/nowhere"))
    again = ask(Scan(str(other)))
    unfit = ask(MatchWeights("/nowhere.pth", "small"))
    run, failing = ask(Run(long(job), str(tmp_path / "run"))), ask(Run(long(job), str(tmp_path / "second")))
    wrong = ask(Suggest(str(tmp_path / "nowhere")))
    broken = ask(ComputeLayout(InspectionRequest(source=job.source, target=job.target, cache=job.cache), "no layout"))
    cancelled, late = ask(Scan(job.source)), ask(Scan(job.source))
    cancelled.call.stop()  # before its turn comes
    trains(qtbot, run)
    trains(qtbot, failing)
    late.call.stop()  # it may have ended by now
    run.call.stop()
    failing.call.stop()
    all_closed(qtbot, source, missing, again, unfit, run, failing, wrong, broken, cancelled, late)

    assert [one.end for one in (source, again)] == ["finished", "finished"]
    roots = [one.ends[0][1].domain.root for one in (source, again) if isinstance(one.ends[0][1], Scanned)]
    assert roots == [job.source, str(other)]
    assert [one.end for one in (missing, unfit, wrong)] == ["refused"] * 3
    (refused,) = (one for _, one in missing.ends)
    assert isinstance(refused, Refused)
    assert "/nowhere" in refused.message
    assert broken.end in ("refused", "failed")
    assert (run.end, failing.end, cancelled.end) == ("stopped",) * 3
    assert late.end in ("stopped", "finished")
    assert all(RunFolder(tmp_path / name).checkpoint.is_file() for name in ("run", "second"))
    assert {one.folder for one in run.progress if hasattr(one, "folder")} == {str(tmp_path / "run")}
    qtbot.waitUntil(lambda: len(workers.calls) == 1, timeout=PATIENCE)  # one worker stays warm


def test_that_a_killed_worker_fails_its_own_calls_and_others_live_on(
    qtbot: QtBot, workers: Workers, ask: Callable[[AnyCommand], Heard], job: Job, tmp_path: Path
) -> None:
    run, other = ask(Run(long(job), str(tmp_path / "run"))), ask(Run(job, str(tmp_path / "other")))
    trains(qtbot, run)
    (worker,) = (worker for worker, calls in workers.calls.items() if run.call in calls.values())
    assert worker.pid is not None
    kill(worker.pid)
    all_closed(qtbot, run, other)
    assert (run.end, other.end) == ("failed", "finished")
    (failed,) = (one for _, one in run.ends)
    assert isinstance(failed, Failed)
    assert KILLED in failed.message
    assert isinstance(other.ends[0][1], Finished)
    after = ask(Scan(job.source))
    all_closed(qtbot, after)
    assert after.end == "finished"


def test_that_a_killed_worker_leaves_the_last_lines_of_its_log(qtbot: QtBot, job: Job, tmp_path: Path) -> None:
    """Each command to start a worker is as good as another: this one prints, hears the request, and dies."""
    script = "import sys; print('an omen', file=sys.stderr, flush=True); sys.stdin.buffer.read(8); sys.exit(3)"
    workers = Workers(command=(sys.executable, "-c", script))
    try:
        with qtbot.waitSignal(workers.failed, timeout=PATIENCE) as told:  # it was never ready
            workers.start()
            one, two = Heard(workers.call(Scan(job.source), workers)), Heard(workers.call(Scan(job.target), workers))
        all_closed(qtbot, one, two)
        assert (one.end, two.end) == ("failed", "failed")
        failed = one.ends[0][1]
        assert isinstance(failed, Failed)
        assert ("status 3" in failed.message, failed.log) == (True, "an omen")
        assert told.args is not None
        assert "status 3" in told.args[0]
    finally:
        workers.close()


def test_that_a_worker_that_cannot_start_fails_the_call(qtbot: QtBot) -> None:
    workers = Workers(command=("/no/such/program",))
    with qtbot.waitSignal(workers.failed):
        workers.start()
    call = Heard(workers.call(Scan("/nowhere"), workers))
    all_closed(qtbot, call)
    assert call.end == "failed"
    workers.close()


def test_that_a_call_dies_with_its_owner_and_its_worker_stops(
    qtbot: QtBot, workers: Workers, job: Job, tmp_path: Path
) -> None:
    owner = QObject()
    run = Heard(workers.call(Run(long(job), str(tmp_path / "run")), owner))
    trains(qtbot, run)
    owner.deleteLater()
    qtbot.waitUntil(lambda: not any(workers.calls.values()), timeout=PATIENCE)
    assert (run.end, run.closed) == ("", 0)
    assert RunFolder(tmp_path / "run").checkpoint.is_file()


def test_that_what_a_left_project_asked_for_is_told_to_nobody(
    qtbot: QtBot, workers: Workers, job: Job, tmp_path: Path
) -> None:
    session = Session(workers, task_rules())
    leaving, mine = ExportController(session), SingleCall(workers, session)
    told: list[object] = []
    for word in (leaving.failed, leaving.written, leaving.warned, leaving.weighed, mine.unsuccessful):
        word.connect(lambda *words: told.append(words))
    session.show(Project.create(tmp_path / "first.workbench"))
    run = Heard(mine.begin(Run(long(job), str(tmp_path / "run"))))
    trains(qtbot, run)
    heard = len(run.progress)
    leaving.export("none", Export("", str(tmp_path / "model.onnx")))  # which would be refused
    scans = [Heard(workers.call(Scan(job.source), session)) for _ in range(3)]
    session.show(Project.create(tmp_path / "second.workbench"))
    assert not mine.busy
    assert not mine.free, "its worker writes the checkpoint yet"
    assert mine.outcome is None
    own = Heard(workers.call(Scan(job.target), session))
    all_closed(qtbot, run, own, *scans)
    assert (run.end, len(run.progress)) == ("", heard)
    assert [(one.end, one.progress) for one in scans] == [("", [])] * 3
    assert own.end == "finished"
    qtbot.waitUntil(lambda: mine.free and leaving.can_start, timeout=PATIENCE)
    assert told == []
    assert RunFolder(tmp_path / "run").checkpoint.is_file()
    session.close_project()


def test_that_closing_passes_on_how_a_run_was_stopped(
    qtbot: QtBot, workers: Workers, ask: Callable[[AnyCommand], Heard], job: Job, tmp_path: Path
) -> None:
    run = ask(Run(long(job), str(tmp_path / "run")))
    trains(qtbot, run)
    workers.close()
    assert (run.end, run.closed) == ("stopped", 1)
    (stopped,) = (one for _, one in run.ends)
    assert isinstance(stopped, Stopped)
    assert stopped.step > 0
    late = Heard(workers.call(Scan(job.source), workers))  # nothing is started any more
    qtbot.wait(200)
    assert late.ends == []


@pytest.mark.skipif(sys.platform == "win32", reason="cat")
def test_that_a_worker_behind_a_pipe_is_held_and_stopped_like_one_at_hand(
    qtbot: QtBot, job: Job, tmp_path: Path
) -> None:
    workers = Workers(command=("sh", "-c", f"cat | {sys.executable} -m workbench.worker | cat"))
    workers.start()
    owner = SingleCall(workers, workers)
    run = Heard(owner.begin(Run(long(job), str(tmp_path / "run"))))
    trains(qtbot, run)
    owner.pause()
    qtbot.waitUntil(lambda: type(run.progress[-1]).__name__ == "Paused", timeout=PATIENCE)
    owner.resume()
    qtbot.waitUntil(lambda: isinstance(run.progress[-1], Progressed), timeout=PATIENCE)
    owner.stop()
    all_closed(qtbot, run)
    assert run.end == "stopped"
    assert owner.outcome is not None
    assert owner.free
    workers.close()
