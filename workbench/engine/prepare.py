"""Prepares the data of a job: reads and checks both domains, resolves every "auto", and decodes the images."""

from collections.abc import Generator
from pathlib import Path

import msgspec

from workbench.core.compatibility import check_order, check_readable, check_source, check_task
from workbench.core.corrections import corrected
from workbench.core.domain import Domain, Side
from workbench.core.events import Event, Warned
from workbench.core.job import Job
from workbench.data.cache import ImageCache
from workbench.data.cache_paths import default_cache
from workbench.engine.domain_rows import read_domain
from workbench.engine.problem import Problem
from workbench.engine.registry import method, methods
from workbench.engine.shared_images import shared_images
from workbench.engine.source_model import SourceModel, is_source_model
from workbench.engine.source_model_io import read_source_model
from workbench.engine.tasks.registry import task_of, tasks


def prepare(job: Job) -> Generator[Event, None, Problem]:
    """Read and decode both domains of a job. Raises UserError if the job cannot run on them.

    If the source is a model, the problem has no source rows.
    """
    job = job.checked()
    cache = ImageCache(Path(job.cache) if job.cache else default_cache())
    source = yield from read_source(job, cache.folder)
    target = yield from read_domain("target", job.target, cache.folder, job.target_range)
    source, job = yield from _with_corrections(source, job)
    source_range = source.deep if isinstance(source, Domain) else None
    job = msgspec.structs.replace(job, source_range=source_range, target_range=target.deep)
    task = task_of(source, job.task)
    cards = [known.card for known in tasks().values()]
    check_task(method(job.method).card(), task.card.name, cards, (known.card() for known in methods().values()))
    check_readable(target, Side.TARGET)
    training = task.training()
    labels = training.target_labels(job, source, target)
    if labels.left_out:
        yield Warned(f"{labels.left_out} Map them with --map THEIRS=OURS to measure.")
    target = labels.domain
    job = training.resolved(job, source, target)
    classes = training.classes(job, source)
    source_rows, lost_source = yield from training.source_rows(job, source, classes, cache)
    target_rows, lost_target = yield from training.target_rows(job, source, target, classes, cache)
    yield from training.remarks(job, source, target, classes)
    if isinstance(source, Domain) and (shared := shared_images(source, target, cache.index)):
        yield Warned(shared)
    shots = training.shots(job, target_rows, classes)
    aside = len(source.set_aside) + len(target.set_aside) + lost_source + lost_target
    return Problem(job, classes, source_rows, target_rows, *shots, aside, source.table, task.card.name)


def _with_corrections(
    source: Domain | SourceModel, job: Job
) -> Generator[Event, None, tuple[Domain | SourceModel, Job]]:
    """The source with the labels that the job corrects, and the job with the corrections that apply."""
    if not isinstance(source, Domain):
        return source, msgspec.structs.replace(job, corrections=())
    result = corrected(source, job.corrections)
    for note in result.notes:
        yield Warned(note)
    return result.domain, msgspec.structs.replace(job, corrections=result.changed)


def read_source(job: Job, cache: Path) -> Generator[Event, None, Domain | SourceModel]:
    """Read the source of a job: a domain, or a source model. Raises UserError if it cannot be used."""
    if is_source_model(Path(job.source)):
        return read_source_model(Path(job.source))
    source = yield from read_domain("source", job.source, cache, job.source_range)
    if source.samples and not source.labelled:
        check_order(source, (yield from read_domain("target", job.target, cache, job.target_range)))
    check_source(source)
    return source
