"""The command line that reproduces a job or a translation."""

import msgspec

from workbench.core.job import Job
from workbench.core.translation import TranslationJob

ALWAYS = ("method", "steps", "seed")  # written even if they have their default values
# written in another form, or without effect on the result (the cache)
RANGES = ("source_range", "target_range")
SPECIAL = ("source", "target", "settings", "shots", "corrections", "mapping", "cache", *RANGES)
TRANSLATION_SPECIAL = (*RANGES, "translator", "source", "target", "settings", "styles", "cache", "run")


def command_line(job: Job, shots: str = "", masks: str = "", corrections: str = "") -> list[str]:
    """The arguments of `workbench adapt …`.

    `shots`: path of the CSV file with the labelled shots. `masks`: path of the folder with the painted shots.
    `corrections`: path of the CSV file with the corrected labels of the source.
    """
    words = ["workbench", "adapt", job.source, job.target, *_ranges(job)]
    for field in msgspec.structs.fields(Job):
        value = getattr(job, field.name)
        if field.name in SPECIAL or (field.name not in ALWAYS and value == _default(field)):
            continue
        words += [flag(field.name)] if value is True else [flag(field.name), str(value)]
    for name, value in job.settings.items():
        words += [flag(name), str(value)]  # the settings of a method always take a value
    if job.mapping:
        words += ["--map", *(f"{theirs}={ours}" for theirs, ours in job.mapping.items())]
    if job.corrections:
        words += ["--corrections", corrections]
    if any(shot.mask for shot in job.shots):
        words += ["--shot-masks", masks]
    return [*words, "--shots", shots] if any(shot.label for shot in job.shots) else words


def translation_line(job: TranslationJob) -> list[str]:
    """The arguments of `workbench translate …` that train the same translator again."""
    words = ["workbench", "translate", job.source, job.target, "--translator", job.translator]
    words += _ranges(job)
    for field in msgspec.structs.fields(TranslationJob):
        value = getattr(job, field.name)
        if field.name not in TRANSLATION_SPECIAL and (field.name in ALWAYS or value != _default(field)):
            words += [flag(field.name), str(value)]
    for name, value in job.settings.items():
        words += [flag(name), str(value)]
    return [*words, "--style", *job.styles] if job.styles else words


def _ranges(job: Job | TranslationJob) -> list[str]:
    """The flags for ranges of deep images. A folder of both integers and floats has none, as it is estimated again."""
    source, target = (deep.bounds if deep else None for deep in (job.source_range, job.target_range))
    if source == target:
        return ["--range", *map(str, source)] if source else []
    named = (("--source-range", source), ("--target-range", target))
    return [word for flag, bounds in named if bounds for word in (flag, *map(str, bounds))]


def _default(field: msgspec.structs.FieldInfo) -> object:
    return field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory()


def flag(name: str) -> str:
    """The flag of a field or setting: --critic-weight for `critic_weight`."""
    return "--" + name.replace("_", "-")
