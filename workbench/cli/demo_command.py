"""`workbench demo`: adapts a model on the sample project, in the window or, without a display, in the terminal."""

import argparse
from pathlib import Path

from workbench.core.errors import UserError
from workbench.core.run_selection import REFERENCE
from workbench.samples.digits import DEMO_METHOD, DEMO_STEPS, unpack_sample


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.add_argument("--terminal", action="store_true", help="do not open the window")
    parser.add_argument(
        "--steps", type=int, default=DEMO_STEPS, help="training steps of each run (default: %(default)s)"
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help="folder of the runs (default: the user's data folder)")


def run(arguments: argparse.Namespace) -> int:
    """Run the demo. Return the window's exit status, or in the terminal 0, or 130 if interrupted."""
    if not arguments.terminal:
        try:
            return int(arguments.window(demo=True))
        except UserError as error:
            print(f"{error.message} The demo runs in the terminal instead.\n")
    return _in_terminal(arguments.out, arguments.steps)


def _in_terminal(out: Path | None, steps: int) -> int:
    from workbench.cli.run_progress import run_adaptation
    from workbench.core.job import Job
    from workbench.library.adapting import Adaptation
    from workbench.library.planning import unused_folder
    from workbench.store.user_paths import user_data

    folder = (out or user_data() / "demo").absolute()
    source, target = unpack_sample(folder / "sample")
    print(f"Sample: handwritten digits from two scanners. Labelled source: {source}\nUnlabelled target: {target}\n")
    for method, heading in ((REFERENCE, "Without adaptation:"), (DEMO_METHOD, "\nAdapted to the target:")):
        print(heading)
        job = Job(method=method, source=str(source), target=str(target), steps=steps)
        status = run_adaptation(Adaptation(job, unused_folder(folder, method)), json=False)
        if status:
            return status
    return 0
