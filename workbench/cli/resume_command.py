"""`workbench resume`: resumes a run from its last checkpoint, or ends it there."""

import argparse
from pathlib import Path

from workbench.core.errors import UserError


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.add_argument("run", type=Path, metavar="RUN", help="folder of a run that was stopped")
    parser.add_argument("--finish", action="store_true", help="end the run here: evaluate its model, train no further")
    parser.add_argument("--json", action="store_true", help="end with one JSON object on the last line")


def run(arguments: argparse.Namespace) -> int:
    """Resume the run. Return 0 if it finished, 130 if it was interrupted."""
    from workbench.cli.run_progress import run_job
    from workbench.store.run_folder import RunFolder
    from workbench.store.translation_folder import TranslationFolder

    translation = TranslationFolder(arguments.run.absolute())
    if translation.has_job():
        if arguments.finish:
            raise UserError("A translation cannot be ended early.", "Resume it without --finish.")
        from workbench.cli.translation_progress import train_translator

        return train_translator(translation.job(), translation.path, json=arguments.json, resume=True)
    run_folder = RunFolder(arguments.run.absolute())
    if run_folder.result_file.is_file():
        raise UserError(f"The run {run_folder.path} is already finished.", "Start a new one with “workbench adapt”.")
    return run_job(run_folder.job(), run_folder.path, json=arguments.json, resume=True, finish=arguments.finish)
