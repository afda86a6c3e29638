"""Plans an adaptation: a job from plain values, and where it runs."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from workbench.core.compatibility import check_apart
from workbench.core.defaults import METHOD
from workbench.core.drawn_labels import DrawnLabel
from workbench.core.errors import UserError
from workbench.core.job import Job, Shot
from workbench.core.job_options import JOB_OPTIONS, job_from
from workbench.core.name_matching import composed
from workbench.core.recipe_file import read_recipe
from workbench.library.corrections import corrections_at
from workbench.library.drawn_labels import read_drawn
from workbench.library.options import AdaptOptions, Place, check_names, plain_values, ranges_of
from workbench.library.shot_files import read_shot_masks, read_shots, shots_of


class AdaptationPlan(NamedTuple):
    """A job and its run folder. `drawn`: labels that choose among the methods of “auto”; `notes`: for the person."""

    job: Job
    folder: Path
    drawn: tuple[DrawnLabel, ...]
    notes: tuple[str, ...]


def planned(
    source: Place | None,
    target: Place | None,
    method: str | None,
    *,
    recipe: Place | None,
    out: Place | None,
    project: Place | None,
    overlap: bool,
    options: AdaptOptions,
) -> AdaptationPlan:
    """The plan of an adaptation by a recipe, by what is given, or by both; what is given comes first.

    Raises UserError if a folder is missing, or if a value is of the wrong type or out of range.
    """
    notes: list[str] = []
    job = job_of(source, target, method, recipe, options, notes)
    if not overlap:
        check_apart(Path(job.source), Path(job.target))
    drawn = read_drawn(Path(project), Path(job.target), job.method) if project is not None else ()
    folder = Path(out) if out is not None else unused_folder(Path("runs"), job.method)
    return AdaptationPlan(job, folder.absolute(), drawn, tuple(notes))


def job_of(
    source: Place | None,
    target: Place | None,
    method: str | None,
    recipe: Place | None,
    options: AdaptOptions,
    notes: list[str],
) -> Job:
    """The job by a recipe and by what is given. Raises UserError as `planned`."""
    base = _read(Path(recipe)) if recipe is not None else Job(method=METHOD, source="", target="")
    given = {"source": source, "target": target, "method": method}
    base = msgspec.structs.replace(base, **{name: str(value) for name, value in given.items() if value is not None})
    for name in ("source", "target"):
        if not getattr(base, name):
            raise UserError(f"The {name} is missing.", "Give the source and the target, or a recipe.")
    check_names(options, AdaptOptions, "adapt")
    job = job_from(base, plain_values(options, (option.name for option in JOB_OPTIONS)))
    return msgspec.structs.replace(job, **ranges_of(options), **_special(base, options, notes))


def _read(recipe: Path) -> Job:
    """The job of a recipe. Without one, nothing here needs torch: a run may be executed elsewhere."""
    from workbench.engine.registry import settings_of

    return read_recipe(recipe, settings_of)


def _special(base: Job, options: AdaptOptions, notes: list[str]) -> dict[str, object]:
    """The fields of a job that are no plain values."""
    fields: dict[str, object] = {}
    if "map" in options:
        fields["mapping"] = {composed(theirs): composed(ours) for theirs, ours in options["map"].items()}
    if "corrections" in options:
        fields["corrections"] = corrections_at(Path(options["corrections"]))
    if "settings" in options:
        fields["settings"] = {**base.settings, **options["settings"]}
    if "shots" in options or "shot_masks" in options:
        fields["shots"] = _shots(options, Path(base.target), notes)
    return fields


def _shots(options: AdaptOptions, target: Path, notes: list[str]) -> tuple[Shot, ...]:
    labels, shots = options.get("shots"), tuple[Shot, ...]()
    if isinstance(labels, Mapping):
        shots = shots_of(labels)
    elif labels is not None:
        shots = read_shots(Path(labels), target, notes.append)
    masks = options.get("shot_masks")
    return shots if masks is None else (*shots, *read_shot_masks(Path(masks), target))


def unused_folder(folder: Path, method: str) -> Path:
    """The first of METHOD-1, METHOD-2, … that does not exist in a folder."""
    number = 1
    while (path := folder / f"{method}-{number}").exists():
        number += 1
    return path
