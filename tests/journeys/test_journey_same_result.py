"""The same job, once from the command line and once through a worker as the window asks it."""

import subprocess
import sys
import time
from pathlib import Path

import msgspec

from workbench.core.events import Finished
from workbench.core.job import Job
from workbench.worker.client import WorkerClient
from workbench.worker.commands import Run
from workbench.worker.replies import AnyReply, Response

PATIENCE = 120.0  # seconds


def last_of(worker: WorkerClient, request: int) -> AnyReply:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        for message in worker.drain():
            if isinstance(message, Response) and message.request == request and message.last:
                return message.message
        time.sleep(0.02)  # `drain` never waits: the window polls it in the same way
    raise AssertionError("the request did not end")


def test_that_window_and_command_line_give_the_same_result(job: Job, tmp_path: Path) -> None:
    job = msgspec.structs.replace(job, method="dann", seed=3)
    typed = ["--method", "dann", "--seed", "3", "--steps", str(job.steps), "--batch", str(job.batch)]
    typed += ["--image-size", str(job.image_size), "--cache", job.cache, "--out", str(tmp_path / "typed"), "--json"]
    command = [sys.executable, "-m", "workbench", "adapt", job.source, job.target, *typed]
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)

    worker = WorkerClient()
    worker.start()
    try:
        request = worker.send(Run(job, str(tmp_path / "clicked"), resume=False))
        assert isinstance(last_of(worker, request), Finished)
    finally:
        worker.close()
    for name in ("predictions.csv", "model.safetensors"):
        assert (tmp_path / "typed" / name).read_bytes() == (tmp_path / "clicked" / name).read_bytes(), name
