"""Finds finished runs and translations in projects, in folders, or by their own folders."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from workbench.core.errors import UserError
from workbench.store.project import Project, is_project
from workbench.store.record_table import Status
from workbench.store.run_folder import RunFolder
from workbench.store.translation_folder import TranslationFolder
from workbench.store.translations import Translations


def runs_at(places: Sequence[Path]) -> list[RunFolder]:
    """The finished runs of projects, folders of runs, or runs; in order, without duplicates.

    Raises UserError if a place is none of these, or a run that is given by its own folder is not finished.
    """
    runs: dict[Path, RunFolder] = {}
    for place in places:
        for run in _runs(place.expanduser().absolute()):
            run.result()  # raises UserError if it is not finished
            runs[run.path] = run
    return list(runs.values())


def translations_at(places: Sequence[Path]) -> list[TranslationFolder]:
    """The finished translations of projects, folders of translations, or translations, without duplicates."""
    folders = (run for place in places for run in _translations(place.expanduser().absolute()))
    return list({run.path: run for run in folders if run.result_file.is_file()}.values())


def _runs(path: Path) -> Iterator[RunFolder]:
    if is_project(path):
        project = Project.open(path, settle=False)
        try:
            yield from [
                RunFolder(project.run_folder(run.id)) for run in project.runs() if run.status is Status.FINISHED
            ]
        finally:
            project.close()
    elif RunFolder(path).has_job():
        yield RunFolder(path)
    elif TranslationFolder(path).has_job():
        return
    elif path.is_dir():
        run_folders = (RunFolder(run.parent) for run in sorted(path.glob("*/job.json")))
        yield from (run for run in run_folders if run.result_file.is_file())
    else:
        raise UserError(f"{path} is neither a project nor a run.", "Give the folder of a project or of a run.")


def _translations(path: Path) -> Iterator[TranslationFolder]:
    if is_project(path):
        project = Project.open(path, settle=False)
        try:
            translations = Translations(project)
            yield from [translations.files(run.id) for run in translations.all() if run.status is Status.FINISHED]
        finally:
            project.close()
    elif TranslationFolder(path).has_job():
        yield TranslationFolder(path)
    elif path.is_dir():
        yield from (TranslationFolder(run.parent) for run in sorted(path.glob("*/translation.json")))
