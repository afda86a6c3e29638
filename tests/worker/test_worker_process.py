"""A real worker process: it introduces itself, runs, obeys, reports failures, and never outlives its caller."""

import subprocess
import sys
from pathlib import Path

import msgspec
import psutil

from tests.machine import KILLED, kill
from tests.worker.talking import Talk
from workbench.core.events import Finished, Prepared, Progressed, Started
from workbench.core.job import Job
from workbench.core.shift_report import InspectionRequest
from workbench.store.run_folder import RunFolder
from workbench.worker.client import Died
from workbench.worker.commands import Export, Run, Scan
from workbench.worker.labelling_commands import Suggest
from workbench.worker.replies import Failed, ModelExported, Paused, Ready, Refused, Resumed, Scanned, Stopped, Suggested


def long(job: Job) -> Job:
    return msgspec.structs.replace(job, steps=100_000)


def test_that_a_worker_introduces_itself_with_its_catalogue(talk: Talk) -> None:
    ready = talk.until(Ready)
    assert ready.pid == talk.client.pid
    assert {"source_only", "dann", "mcc"} <= {method.name for method in ready.catalogue.methods}


def test_that_a_folder_is_read_and_a_missing_one_refused(talk: Talk, domains: tuple[Path, Path]) -> None:
    read, refused = talk.ask(Scan(str(domains[0]))), talk.ask(Scan("/nowhere"))
    assert talk.until(Scanned, request=read).domain.classes == ["a", "b", "c"]
    assert "/nowhere" in talk.until(Refused, request=refused).message


def test_that_a_run_is_told_to_its_end_and_its_model_exported(talk: Talk, job: Job, tmp_path: Path) -> None:
    talk.ask(Run(job, str(tmp_path / "run")))
    talk.until(Finished)
    assert talk.sort(Started)
    talk.ask(Export(str(tmp_path / "run"), str(tmp_path / "model.onnx")))
    (cost,) = talk.until(ModelExported).costs
    assert cost.difference < 1e-4
    assert talk.sort(Prepared)
    assert (tmp_path / "model.onnx").is_file()


def test_that_a_worker_says_what_to_label_next_and_refuses_what_it_can_not(
    talk: Talk, job: Job, tmp_path: Path
) -> None:
    run = str(tmp_path / "run")
    talk.ask(Run(job, run))
    talk.until(Finished)
    passed = tuple(f"a/{number:03d}.png" for number in range(24))
    talk.ask(Suggest(run, passed, "entropy", count=10))
    told = talk.until(Suggested)
    assert len(told.suggestions) == 10
    assert not {one.path for one in told.suggestions} & set(passed)
    assert all(one.why and one.predicted in "abc" and 0 < one.confidence <= 1 for one in told.suggestions)
    talk.ask(Suggest(str(tmp_path / "nowhere")))
    assert str(tmp_path / "nowhere") in talk.until(Refused).message


def test_that_a_suggestion_is_stopped_and_the_worker_takes_the_next(talk: Talk, job: Job) -> None:
    request = InspectionRequest(source=job.source, target=job.target, images=20, cache=job.cache)
    talk.until(Ready)
    talk.ask(Suggest("", request=request))
    talk.client.stop(talk.request)
    stopped = talk.until(Stopped)
    assert "stopped" in stopped.message
    assert stopped.hint
    assert not talk.sort(Suggested)
    talk.ask(Suggest("", count=4, request=request))
    told = talk.until(Suggested)
    assert len(told.suggestions) == 4


def test_that_a_run_is_held_goes_on_and_is_stopped_with_its_checkpoint(talk: Talk, job: Job, tmp_path: Path) -> None:
    talk.ask(Run(long(job), str(tmp_path / "run")))
    talk.until(Progressed)
    talk.client.pause(talk.request)
    held = talk.until(Paused)
    talk.client.resume(talk.request)
    talk.until(Resumed)
    talk.until(Progressed, lambda event: event.step > held.step + 2)
    talk.client.stop(talk.request)
    stopped = talk.until(Stopped)
    assert stopped.step > held.step
    assert RunFolder(tmp_path / "run").checkpoint.is_file()


def test_that_a_held_run_can_be_stopped(talk: Talk, job: Job, tmp_path: Path) -> None:
    talk.ask(Run(long(job), str(tmp_path / "run")))
    talk.until(Progressed)
    talk.client.pause(talk.request)
    talk.until(Paused)
    talk.client.stop(talk.request)
    talk.until(Stopped)


def test_that_a_mistake_is_told_and_the_worker_lives_on(talk: Talk, job: Job, tmp_path: Path) -> None:
    talk.ask(Run(msgspec.structs.replace(job, method="none"), str(tmp_path / "wrong")))
    assert "no method “none”" in talk.until(Refused).message
    talk.ask(Run(job, str(tmp_path / "right")))
    talk.until(Finished)


def test_that_a_killed_worker_is_told_with_its_status(talk: Talk, job: Job, tmp_path: Path) -> None:
    talk.ask(Run(long(job), str(tmp_path / "run")))
    talk.until(Progressed)
    assert talk.client.pid is not None
    kill(talk.client.pid)
    failed = talk.until(Failed)
    assert KILLED in failed.message
    assert failed.hint == "Resume it from its last checkpoint."
    assert KILLED in talk.until(Died).message
    assert KILLED in talk.until(Failed, request=talk.ask(Scan(job.source))).message  # for ever after


def test_that_no_worker_outlives_a_killed_caller(job: Job, tmp_path: Path) -> None:
    script = (
        "import sys, time, msgspec; from pathlib import Path\n"
        "from workbench.core.job import Job; from workbench.worker.client import WorkerClient\n"
        "from workbench.worker.commands import Run; from workbench.core.events import Progressed\n"
        "client = WorkerClient(); client.start()\n"
        "client.send(Run(msgspec.json.decode(sys.argv[1], type=Job), sys.argv[2]))\n"
        "def trains(one): return isinstance(getattr(one, 'message', None), Progressed) and one.message.step\n"
        "while not any(trains(one) for one in client.drain()): time.sleep(0.01)\n"
        "print(client.pid, flush=True); time.sleep(600)\n"
    )
    arguments = [msgspec.json.encode(long(job)).decode(), str(tmp_path / "run")]
    with subprocess.Popen([sys.executable, "-c", script, *arguments], stdout=subprocess.PIPE) as caller:
        assert caller.stdout is not None
        worker = psutil.Process(int(caller.stdout.readline()))
        caller.kill()
    worker.wait(timeout=10)
    assert RunFolder(tmp_path / "run").checkpoint.is_file()


def test_that_the_calling_side_imports_nothing_heavy() -> None:
    script = (
        "import sys, workbench.worker.client; print([m for m in ('torch', 'numpy', 'PySide6') if m in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout
    assert answer.strip() == "[]"
