"""Where finished runs and translations lie: in projects, in folders of them, or named one by one."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from workbench.core.errors import UserError
from workbench.store.project import Project, is_project
from workbench.store.record_table import Status
from workbench.store.run_folder import RunFolder
from workbench.store.translation_folder import TranslationFolder
from workbench.store.translations import Translations


def runs_at(places: Sequence[Path]) -> list[RunFolder]:
    """The finished runs of these places, each once, the first one first.

    Raises UserError where a place holds none of its kind, or a run that was named is not finished.
    """
    found: dict[Path, RunFolder] = {}
    for place in places:
        for one in _runs(place.expanduser().absolute()):
            one.result()  # says so where one that was named is not finished
            found[one.path] = one
    return list(found.values())


def translations_at(places: Sequence[Path]) -> list[TranslationFolder]:
    """The finished translations of these places, each once."""
    every = (one for place in places for one in _translations(place.expanduser().absolute()))
    return list({one.path: one for one in every if one.result_file.is_file()}.values())


def _runs(path: Path) -> Iterator[RunFolder]:
    if is_project(path):
        project = Project.open(path, settle=False)
        try:
            yield from [
                RunFolder(project.run_folder(one.id)) for one in project.runs() if one.status is Status.FINISHED
            ]
        finally:
            project.close()
    elif RunFolder(path).has_job():
        yield RunFolder(path)
    elif TranslationFolder(path).has_job():
        return
    elif path.is_dir():
        below = (RunFolder(one.parent) for one in sorted(path.glob("*/job.json")))
        yield from (one for one in below if one.result_file.is_file())
    else:
        raise UserError(f"{path} is neither a project nor a run.", "Give the folder of one.")


def _translations(path: Path) -> Iterator[TranslationFolder]:
    if is_project(path):
        project = Project.open(path, settle=False)
        try:
            kept = Translations(project)
            yield from [kept.files(one.id) for one in kept.all() if one.status is Status.FINISHED]
        finally:
            project.close()
    elif TranslationFolder(path).has_job():
        yield TranslationFolder(path)
    elif path.is_dir():
        yield from (TranslationFolder(one.parent) for one in sorted(path.glob("*/translation.json")))
