"""How soon a worker answers: Pause, Resume, Stop and Quit, while it trains; for quick steps and for slow ones.

`python -m tests.benchmarks stopping --data ../shared/data/digits --out tests/benchmarks/RESULTS.md`
"""

import argparse
import os
import platform
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from tests.benchmarks.results import replace_section, section
from tests.benchmarks.worker_replies import replies
from workbench.core.events import Progressed
from workbench.core.job import Job, Tune
from workbench.core.threads import quiet_threads
from workbench.worker.client import WorkerClient
from workbench.worker.commands import Run
from workbench.worker.replies import AnyReply, Paused, Resumed, Stopped

CASES = {  # name: backbone, image size, batch
    "small net, 32 px, 64 + 64": ("small", 32, 64),
    "EfficientNet-Lite0, 224 px, 32 + 32": ("efficientnet_lite0", 224, 32),
}


class Watched:
    """A worker whose answers are waited for."""

    def __init__(self) -> None:
        self.client = WorkerClient()
        self.client.start()
        self.rates: list[float] = []

    def wait(self, kind: "type[AnyReply]", check: Callable[[AnyReply], bool] = lambda _: True) -> AnyReply:
        """The next answer of a kind; TimeoutError when there is none."""
        for reply in replies(self.client):
            if isinstance(reply, Progressed):
                self.rates.append(reply.rate)
            if isinstance(reply, kind) and check(reply):
                return reply
        raise TimeoutError(kind)

    def ask(self, control: Callable[[int], None], request: int, answer: "type[AnyReply]") -> float:
        """Milliseconds from a wish about a request to its answer."""
        start = time.perf_counter()
        control(request)
        self.wait(answer)
        return 1000 * (time.perf_counter() - start)

    def quit(self) -> float:
        """Milliseconds until the process is gone."""
        start = time.perf_counter()
        self.client.close()
        return 1000 * (time.perf_counter() - start)

    def trains(self) -> None:
        """Wait until a step was taken."""
        self.wait(Progressed, lambda reply: isinstance(reply, Progressed) and reply.step > 0)


def answers(job: Job, folder: Path, times: int) -> tuple[dict[str, list[float]], float]:
    """Latencies in ms by command, and the median length of a step in ms."""
    found: dict[str, list[float]] = {"Pause": [], "Resume": [], "Stop": [], "Quit": []}
    chance = random.Random(0)
    worker = Watched()
    for number in range(times):
        place = folder / str(number)
        run, client = worker.client.send(Run(job, str(place))), worker.client
        worker.trains()
        time.sleep(chance.uniform(0.2, 2.0))  # a person comes at any moment
        found["Pause"].append(worker.ask(client.pause, run, Paused))
        found["Resume"].append(worker.ask(client.resume, run, Resumed))
        time.sleep(chance.uniform(0.2, 2.0))
        found["Stop"].append(worker.ask(client.stop, run, Stopped))
        assert (place / "checkpoint.pt").is_file()
        worker.client.send(Run(job, str(place), resume=True))
        worker.trains()
        rates = worker.rates
        found["Quit"].append(worker.quit())
        worker = Watched()
        worker.rates = rates
    worker.client.close()
    return found, 1000 / median(rate for rate in worker.rates if rate > 0)


def main(options: Sequence[str]) -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks stopping", description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with street and mnist")
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--out", type=Path, help="put the table into this file")
    arguments = parser.parse_args(options)
    quiet_threads()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for title, (backbone, size, batch) in CASES.items():
            job = Job(
                method="dann",
                source=str((arguments.data / "street").absolute()),
                target=str((arguments.data / "mnist").absolute()),
                backbone=backbone,
                tune=Tune.ALL,
                image_size=size,
                batch=batch,
                steps=100_000,
                cache=str(Path(folder) / "cache"),
            )
            found, step = answers(job, Path(folder) / backbone, arguments.times)
            for command, took in found.items():
                rows.append(f"| {title} | {step:,.0f} | {command} | {median(took):,.0f} | {max(took):,.0f} |")
                print(rows[-1], flush=True)
    words = (
        "From the command to the answer of a worker that trains DANN, all layers; the step under way is finished "
        "first. Stop ends with the checkpoint on the disk; Quit with the process gone (killed after 2.5 s; then "
        f"the last checkpoint counts). {arguments.times} times each, at random moments."
    )
    table = section(
        "stopping",
        f"python -m tests.benchmarks stopping --data {os.path.relpath(arguments.data)} --out …",
        words,
        "net and batch | a step, ms | command | median, ms | longest, ms",
        rows,
        f"{os.cpu_count()} CPU cores, {platform.system()}",
    )
    print(table)
    if arguments.out:
        replace_section(arguments.out, "stopping", table)
