"""`workbench resume`: go on from the last checkpoint of a run."""

import argparse
from pathlib import Path

from workbench.core.errors import UserError


def configure(parser: argparse.ArgumentParser) -> None:
    """RUN and the form of the answer."""
    parser.add_argument("run", type=Path, metavar="RUN", help="folder of a run that was stopped")
    parser.add_argument("--json", action="store_true", help="end with one JSON object on the last line")


def run(arguments: argparse.Namespace) -> int:
    """0 when the run finished, 130 when it was interrupted again."""
    from workbench.cli.run_progress import run_to_end
    from workbench.store.run_folder import RunFolder
    from workbench.store.translation_folder import TranslationFolder

    translation = TranslationFolder(arguments.run.absolute())
    if translation.has_job():
        from workbench.cli.translation_progress import learn

        return learn(translation.job(), translation.path, json=arguments.json, resume=True)
    place = RunFolder(arguments.run.absolute())
    if place.result_file.is_file():
        raise UserError(f"The run {place.path} is finished.", "Start a new one with “workbench adapt”.")
    return run_to_end(place.job(), place.path, json=arguments.json, resume=True)
