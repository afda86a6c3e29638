"""The exact command line that repeats a job, or a translation."""

import msgspec

from workbench.core.job import Job
from workbench.core.translation import TranslationJob

ALWAYS = ("method", "steps", "seed")  # said even where they are the defaults
APART = ("source", "target", "settings", "shots", "mapping", "cache")  # the cache changes no result
TOLD = ("translator", "source", "target", "settings", "styles", "cache", "run")  # of a translation, likewise


def command_line(job: Job, shots: str = "", masks: str = "") -> list[str]:
    """The words of `workbench adapt …`.

    `shots`: the table of the job's shots that have a label. `masks`: the folder of its painted shots.
    """
    words = ["workbench", "adapt", job.source, job.target]
    for field in msgspec.structs.fields(Job):
        value = getattr(job, field.name)
        if field.name in APART or (field.name not in ALWAYS and value == _default(field)):
            continue
        words += [flag(field.name)] if value is True else [flag(field.name), str(value)]
    for name, value in job.settings.items():
        words += [flag(name), str(value)]  # a method's own settings always take a value
    if job.mapping:
        words += ["--map", *(f"{theirs}={ours}" for theirs, ours in job.mapping.items())]
    if any(shot.mask for shot in job.shots):
        words += ["--shot-masks", masks]
    return [*words, "--shots", shots] if any(shot.label for shot in job.shots) else words


def translation_line(job: TranslationJob) -> list[str]:
    """The words of `workbench translate …` that learn the same translator anew."""
    words = ["workbench", "translate", job.source, job.target, "--translator", job.translator]
    for field in msgspec.structs.fields(TranslationJob):
        value = getattr(job, field.name)
        if field.name not in TOLD and (field.name in ALWAYS or value != _default(field)):
            words += [flag(field.name), str(value)]
    for name, value in job.settings.items():
        words += [flag(name), str(value)]
    return [*words, "--style", *job.styles] if job.styles else words


def _default(field: msgspec.structs.FieldInfo) -> object:
    return field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory()


def flag(name: str) -> str:
    """The flag of a field or a setting: `critic_weight` is --critic-weight."""
    return "--" + name.replace("_", "-")
