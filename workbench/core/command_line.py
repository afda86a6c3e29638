"""The command line that reproduces a job or a translation."""

import msgspec

from workbench.core.job import Job
from workbench.core.translation import TranslationJob

ALWAYS = ("method", "steps", "seed")  # written even if they have their default values
# written in another form, or without effect on the result (the cache)
SPECIAL = ("source", "target", "settings", "shots", "mapping", "cache")
TRANSLATION_SPECIAL = ("translator", "source", "target", "settings", "styles", "cache", "run")


def command_line(job: Job, shots: str = "", masks: str = "") -> list[str]:
    """The arguments of `workbench adapt …`.

    `shots`: path of the CSV file with the labelled shots. `masks`: path of the folder with the painted shots.
    """
    words = ["workbench", "adapt", job.source, job.target]
    for field in msgspec.structs.fields(Job):
        value = getattr(job, field.name)
        if field.name in SPECIAL or (field.name not in ALWAYS and value == _default(field)):
            continue
        words += [flag(field.name)] if value is True else [flag(field.name), str(value)]
    for name, value in job.settings.items():
        words += [flag(name), str(value)]  # the settings of a method always take a value
    if job.mapping:
        words += ["--map", *(f"{theirs}={ours}" for theirs, ours in job.mapping.items())]
    if any(shot.mask for shot in job.shots):
        words += ["--shot-masks", masks]
    return [*words, "--shots", shots] if any(shot.label for shot in job.shots) else words


def translation_line(job: TranslationJob) -> list[str]:
    """The arguments of `workbench translate …` that train the same translator again."""
    words = ["workbench", "translate", job.source, job.target, "--translator", job.translator]
    for field in msgspec.structs.fields(TranslationJob):
        value = getattr(job, field.name)
        if field.name not in TRANSLATION_SPECIAL and (field.name in ALWAYS or value != _default(field)):
            words += [flag(field.name), str(value)]
    for name, value in job.settings.items():
        words += [flag(name), str(value)]
    return [*words, "--style", *job.styles] if job.styles else words


def _default(field: msgspec.structs.FieldInfo) -> object:
    return field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory()


def flag(name: str) -> str:
    """The flag of a field or setting: --critic-weight for `critic_weight`."""
    return "--" + name.replace("_", "-")
