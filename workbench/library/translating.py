"""Trains translators, and translates folders, videos and images with them."""

import contextlib
from collections.abc import Generator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Unpack

import msgspec

from workbench.core.compatibility import check_apart
from workbench.core.defaults import TRANSLATION
from workbench.core.errors import UserError
from workbench.core.events import Event, TranslationFinished
from workbench.core.translation import Direction, TranslationJob
from workbench.core.video import RATE
from workbench.library.applying import Application, applied, check_is_folder
from workbench.library.options import Place, TranslateOptions, check_names, plain_values, ranges_of
from workbench.library.planning import unused_folder
from workbench.library.translation_result import TranslationResult
from workbench.library.work import Work
from workbench.store.translation_folder import TranslationFolder


class Translation(Work[Event, TranslationResult]):
    """A translation with the translator in `folder`; its events are those of `workbench.core.events`.

    `job`: of the training that is part of it, or None.
    """

    def __init__(
        self, events: Generator[Event, None, TranslationResult], folder: Path, job: TranslationJob | None = None
    ) -> None:
        self.folder, self.job = folder, job
        super().__init__(events)


def translate(
    source: Place,
    target: Place | None = None,
    *,
    model: Place | None = None,
    translator: str = TRANSLATION.translator,
    out: Place | None = None,
    run: Place | None = None,
    style: Sequence[Place] = (),
    to_source: bool = False,
    masks: Place = "",
    overlap: bool = False,
    side_by_side: bool = False,
    smooth: float = 0.0,
    fps: float = RATE,
    **options: Unpack[TranslateOptions],
) -> Translation:
    """Train a translator from `source` to the look of `target`, and write the translated folder where `out` is given.

    With `model`, apply the translator of this run to `source` instead: a folder, a video or an image, and write `out`.
    `run`: the run folder, runs/TRANSLATOR-N by default. `style`: style images. `to_source`: translate images of the
    target to the source. `masks`: a folder of masks to copy. `overlap`: accept folders that share images.
    `side_by_side`, `smooth`, `fps`: of videos. `options`: those of TranslateOptions. Raises UserError for values that
    cannot be used, and while it runs if it cannot go on.
    """
    check_names(options, TranslateOptions, "translate")
    how = Application(
        tuple(map(str, style)),
        Direction.TO_SOURCE if to_source else Direction.TO_TARGET,
        str(masks),
        options.get("device", TRANSLATION.device),
        ranges_of(options),
        side_by_side,
        smooth,
        fps,
    )
    if model is not None:
        if options.get("settings"):
            hint = "Leave out --model to train a new one."
            raise UserError("The settings of a trained translator cannot be changed.", hint)
        folder = Path(model).absolute()
        return Translation(applied(folder, Path(source), _given(out, "output"), how), folder)
    wanted = _given(target, "target")
    if not overlap:
        check_apart(Path(source), wanted)
    job = TranslationJob(translator=translator, source=str(source), target=str(wanted), styles=how.styles)
    job = msgspec.structs.replace(job, **(plain_values(options, TranslationJob.__struct_fields__) | how.ranges))
    folder = (Path(run) if run is not None else unused_folder(Path("runs"), translator)).absolute()
    return trained_and_applied(job, folder, how, Path(out) if out is not None else None)


def trained_and_applied(
    job: TranslationJob, folder: Path, how: Application | None = None, out: Path | None = None, resume: bool = False
) -> Translation:
    """Train a translator, then write the translated folder `out`, if it is given.

    Raises UserError if the folder has a run, or if the output cannot be written, which is found before the training.
    """
    if how is not None and out is not None:
        _check_output_first(job, how, out)
    if not resume and TranslationFolder(folder).events_file.exists():
        hint = f"Choose another --run, or: workbench resume {folder}"
        raise UserError(f"The folder {folder} already contains a run.", hint)
    return Translation(_worked(job, folder, how, out, resume), folder, job)


def _worked(
    job: TranslationJob, folder: Path, how: Application | None, out: Path | None, resume: bool
) -> Generator[Event, None, TranslationResult]:
    from workbench.engine.translation_run import translate as train

    finished: TranslationFinished | None = None
    with contextlib.closing(train(job, folder, resume)) as events:
        for event in events:
            finished = event if isinstance(event, TranslationFinished) else finished
            yield event
    assert finished is not None, "a translation that does not fail ends with its result"
    if how is None or out is None:
        return TranslationResult(folder, finished.quality, finished)
    to_source = how.direction is Direction.TO_SOURCE
    how = how._replace(styles=() if to_source else how.styles, ranges={})  # styles define the look of the target
    done = yield from applied(folder, _translated_folder(job, how), out, how)
    return replace(done, quality=finished.quality, finished=finished)


def _translated_folder(job: TranslationJob, how: Application) -> Path:
    return Path(job.target if how.direction is Direction.TO_SOURCE else job.source)


def _check_output_first(job: TranslationJob, how: Application, out: Path) -> None:
    """Raises UserError if the translated folder cannot be written, before hours of training."""
    from workbench.engine.registry import translator
    from workbench.engine.translator_io import check
    from workbench.export.translated_folder import check_output

    check_is_folder(out)
    check(translator(job.translator), how.direction, None)
    folder = _translated_folder(job, how).expanduser().absolute()
    check_output(out.expanduser().absolute(), folder, how.masks)


def _given(place: Place | None, what: str) -> Path:
    if place is None:
        raise UserError(f"The {what} is missing.", "Give a folder.")
    return Path(place)
