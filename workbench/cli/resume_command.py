"""`workbench resume`: resumes a run from its last checkpoint, or ends it there."""

import argparse
from pathlib import Path


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.add_argument("run", type=Path, metavar="RUN", help="folder of a run that was stopped")
    parser.add_argument("--finish", action="store_true", help="end the run here: evaluate its model, train no further")
    parser.add_argument("--on", default="", metavar="NAME", help="here or a host (default: where it was run)")
    parser.add_argument("--json", action="store_true", help="end with one JSON object on the last line")


def run(arguments: argparse.Namespace) -> int:
    """Resume the run. Return 0 if it finished, 130 if it was interrupted."""
    from workbench.cli.run_progress import run_adaptation
    from workbench.cli.translation_progress import run_translation
    from workbench.library.adapting import Adaptation
    from workbench.library.resuming import resume

    work = resume(arguments.run, finish=arguments.finish, on=arguments.on)
    if isinstance(work, Adaptation):
        return run_adaptation(work, json=arguments.json)
    return run_translation(work, json=arguments.json)
