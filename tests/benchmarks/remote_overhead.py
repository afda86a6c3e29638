"""What a run on a host costs beside the same run here: `workbench adapt` as a process, with an sshd on 127.0.0.1.

`python -m tests.benchmarks remote_overhead --data ../shared/data/digits --out tests/benchmarks/RESULTS.md`
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from tests.benchmarks.results import command_line, replace_section, section, where
from tests.worker.ssh_server import NAME, session_variables, ssh_server
from workbench.store.hosts import Host, add_host
from workbench.store.run_folder import RunFolder

HERE, THERE = "here", "there"
FLAGS = ("--method", "mcc", "--tune", "all", "--backbone", "small", "--image-size", "32", "--batch", "64")


def main(words: Sequence[str]) -> None:
    """Measure, print the section, and write it where `--out` says."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks remote_overhead", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder with mnist and optdigits")
    parser.add_argument("--steps", type=int, default=1500, help="default: %(default)s")
    parser.add_argument("--times", type=int, default=3, help="runs of each kind, in turn (default: %(default)s)")
    parser.add_argument("--out", type=Path, help="the file whose section is replaced")
    arguments = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as place:
        text = measured(Path(place), arguments, command_line("remote_overhead", *words))
    print(text)
    if arguments.out:
        replace_section(arguments.out, "remote_overhead", text)


def measured(place: Path, arguments: argparse.Namespace, command: str) -> str:
    """The section. The first run of each kind fills caches and sends the images; it is told and does not count."""
    os.environ |= {f"XDG_{name}_HOME": str(place / name.lower()) for name in ("CACHE", "CONFIG", "DATA", "STATE")}
    add_host(Host(NAME, python=sys.executable))
    (place / "sshd").mkdir()
    load, seconds = os.getloadavg()[0], dict[str, list[float]]()
    with ssh_server(place / "sshd", session_variables()) as server:
        environment = os.environ | {"PATH": f"{server.bin}{os.pathsep}{os.environ['PATH']}"}
        for number in range(arguments.times + 1):
            for kind in (HERE, THERE):
                taken = _run(place / f"{kind}-{number}", kind, arguments, environment)
                seconds.setdefault(kind, []).append(taken)
    models = {RunFolder(file).model.read_bytes() for file in place.glob(f"*here-{arguments.times}")}
    rows = [
        f"| {kind} | {times[0]:.1f} | {median(times[1:]):.1f} | {min(times[1:]):.1f} to {max(times[1:]):.1f} |"
        for kind, times in seconds.items()
    ]
    here, there = (median(times[1:]) for times in seconds.values())
    words = (
        f"Seconds of `workbench adapt`, {arguments.steps:,} steps of MCC on MNIST → optdigits (small net, 32 px, batch "
        f"64), one thread; the median of {arguments.times}, in turn. The first run decodes the images, and sends them. "
        f"Overhead once the data is there: {100 * (there / here - 1):.1f} %. The models are "
        f"{'bit-identical' if len(models) == 1 else 'different'}. Load before: {load:.1f}."
    )
    return section("remote_overhead", command, words, "run | first | later | from, to", rows, where())


def _run(out: Path, kind: str, arguments: argparse.Namespace, environment: Mapping[str, str]) -> float:
    """The seconds of one run."""
    folders = [str(arguments.data / name) for name in ("mnist", "optdigits")]
    command = [sys.executable, "-m", "workbench", "adapt", *folders, *FLAGS, "--steps", str(arguments.steps)]
    command += ["--threads", "1", "--out", str(out), *(("--on", NAME) if kind == THERE else ())]
    begun = time.monotonic()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - begun
