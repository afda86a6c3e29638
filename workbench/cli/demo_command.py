"""`workbench demo`: the main job on the sample project, in the window or, where none can open, in the terminal."""

import argparse
from pathlib import Path

from workbench.core.errors import UserError
from workbench.core.run_selection import REFERENCE
from workbench.samples.digits import DEMO_METHOD, DEMO_STEPS, unpack_sample


def configure(parser: argparse.ArgumentParser) -> None:
    """Whether to stay in the terminal, and how long to train."""
    parser.add_argument("--terminal", action="store_true", help="do not open the window")
    parser.add_argument(
        "--steps", type=int, default=DEMO_STEPS, help="training steps of each run (default: %(default)s)"
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help="where the runs go (default: the user's data folder)")


def run(arguments: argparse.Namespace) -> int:
    """The window's exit status; in the terminal 0, or 130 when interrupted."""
    if not arguments.terminal:
        try:
            return int(arguments.window(demo=True))
        except UserError as error:
            print(f"{error.message} The demo runs here instead.\n")
    return _in_terminal(arguments.out, arguments.steps)


def _in_terminal(out: Path | None, steps: int) -> int:
    from workbench.cli.run_progress import run_to_end, unused
    from workbench.core.job import Job
    from workbench.store.user_paths import user_data

    place = (out or user_data() / "demo").absolute()
    source, target = unpack_sample(place / "sample")
    print(f"Sample: handwritten digits of two scanners. Labelled source: {source}\nUnlabelled target: {target}\n")
    for method, words in ((REFERENCE, "First without adaptation:"), (DEMO_METHOD, "\nNow adapted to the target:")):
        print(words)
        job = Job(method=method, source=str(source), target=str(target), steps=steps)
        status = run_to_end(job, unused(place, method), json=False)
        if status:
            return status
    return 0
