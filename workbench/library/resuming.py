"""Continues runs that were stopped."""

from pathlib import Path

from workbench.core.errors import UserError
from workbench.library.adapting import Adaptation
from workbench.library.options import Place
from workbench.library.translating import Translation, trained_and_applied
from workbench.store.remote_run import check_resumable_at, place_of
from workbench.store.run_folder import RunFolder
from workbench.store.translation_folder import TranslationFolder


def resume(run: Place, *, finish: bool = False, on: str = "") -> Adaptation | Translation:
    """Continue a run from its last checkpoint; with `finish`, end it there and evaluate its model.

    `on`: the place; where the run was executed before, unless it is “here”. Raises UserError if there is no run, it is
    finished, it cannot be ended, or it was executed at another place.
    """
    translation = TranslationFolder(Path(run).absolute())
    if translation.has_job():
        if finish:
            raise UserError("A translation cannot be ended early.", "Resume it without --finish.")
        return trained_and_applied(translation.job(), translation.path, resume=True)
    folder = RunFolder(translation.path)
    if folder.result_file.is_file():
        raise UserError(f"The run {folder.path} is already finished.", "Start a new one with “workbench adapt”.")
    place = on or place_of(folder.path)
    check_resumable_at(place, folder.path)
    return Adaptation(folder.job(), folder.path, resume=True, finish=finish, on=place)
