"""From a job to arrays: read both folders, refuse what can not work, decode once, and fill in what was "auto"."""

import hashlib
from collections.abc import Generator, Sequence
from pathlib import Path
from statistics import median

import msgspec
import numpy as np
from numpy.typing import NDArray

from workbench.core.compatibility import check_source, check_target, check_task, listing, shift_of
from workbench.core.domain import UNKNOWN, Domain, with_new_classes
from workbench.core.errors import UserError
from workbench.core.events import Event, Prepared, Warned
from workbench.core.generators import Returning
from workbench.core.job import Job, Shift, TaskName, Tune
from workbench.data.batches import split
from workbench.data.cache import ImageCache
from workbench.data.cache_paths import default_cache
from workbench.data.scan import scan
from workbench.engine.open_set import FOREIGN, OPEN, UNLABELLED
from workbench.engine.prepare_pixels import prepare_pixels
from workbench.engine.problem import Problem, Rows
from workbench.engine.registry import method as method_named
from workbench.engine.registry import methods, task, task_of, tasks
from workbench.engine.source_model import SourceModel, is_source_model, read_source_model
from workbench.nets.backbones import card

BATCH = 64  # images of each domain in a step
SMALL_IMAGES = 48  # pixels: up to here the small net is the default backbone


def prepare(job: Job) -> Generator[Event, None, Problem]:
    """Read and decode both domains of a job. Raises UserError when the job can not work on them.

    A source that is a model has no rows.
    """
    job = job.checked()
    cache = ImageCache(Path(job.cache) if job.cache else default_cache())
    source = yield from _read_source(job, cache.folder)
    target = yield from read_domain("target", job.target, cache.folder)
    if isinstance(source, Domain) and task_of(source, job.task).card.name == TaskName.SEGMENT:
        return (yield from prepare_pixels(job, source, target, cache))
    return (yield from _of_images(job, source, target, cache))


def _of_images(
    job: Job, source: Domain | SourceModel, target: Domain, cache: ImageCache
) -> Generator[Event, None, Problem]:
    known = tuple(source.classes)
    cards = (one.card for one in tasks().values())
    check_task(method_named(job.method).card(), TaskName.CLASSIFY, cards, (one.card() for one in methods().values()))
    check_target(target, known, task(TaskName.CLASSIFY).card)
    job = _with_shift(_resolved(job, source), known, target)
    taught_more = isinstance(source, Domain) and job.shift in OPEN  # the outputs of a model are those it has
    classes = tuple(with_new_classes(known, (shot.label for shot in job.shots))) if taught_more else known
    source_rows, lost_source = yield from _source_rows(source, classes, job, cache)
    target_rows, lost_target = yield from decode_domain("target", target, classes, job.image_size, cache)
    yield from _told_of_classes(job, known, target, classes)
    shots, shot_labels = _shots(job, target_rows, classes)
    taught, held = split(shot_labels, job.shots_held_out, job.seed, least=0)
    aside = len(target.set_aside) + lost_source + lost_target
    lists = (shots[taught], shot_labels[taught], shots[held], shot_labels[held])
    return Problem(job, classes, source_rows, target_rows, *lists, aside)


def learned_from(job: Job, classes: Sequence[str]) -> frozenset[str]:
    """Paths of the shots that taught a finished run's model of these classes; the held-out ones did not."""
    place = {name: number for number, name in enumerate(classes)}
    shots = [shot for shot in job.shots if shot.label in place]
    taught, _ = split(np.array([place[shot.label] for shot in shots], np.int64), job.shots_held_out, job.seed, least=0)
    return frozenset(shots[row].path for row in taught)


def _told_of_classes(
    job: Job, known: tuple[str, ...], target: Domain, classes: tuple[str, ...]
) -> Generator[Event, None, None]:
    """What becomes of the classes that are not `known` to the source; `classes` are those of the model."""
    named = classes[len(known) :]
    if named:
        yield Warned(f"The source lacks these classes, so that only their shots teach them: {listing(named)}.")
    foreign = sorted({s.label for s in target.samples if s.label is not None} - set(classes))
    if foreign:
        fate = "to be found unknown" if job.shift in OPEN else "left out of its accuracy"
        yield Warned(f"The target has classes that the source lacks, {fate}: {listing(foreign)}.")
    unknown = sum(shot.label == UNKNOWN for shot in job.shots)
    if unknown and UNKNOWN not in classes:
        yield Warned(f"{unknown} target images are labelled “{UNKNOWN}”, which teaches nothing: name their classes.")
    if not target.labelled and job.shift is Shift.CLOSED:
        yield Warned(
            "The target's folders do not name its classes, which are taken to be the source's. If it may lack some or "
            "have others, say so: --shift partial, open or open-partial; in the window, Classes under Advanced."
        )


def _read_source(job: Job, cache: Path) -> Generator[Event, None, Domain | SourceModel]:
    if is_source_model(Path(job.source)):
        return read_source_model(Path(job.source))
    source = yield from read_domain("source", job.source, cache)
    check_source(source)
    return source


def read_domain(which: str, folder: str, cache: Path) -> Generator[Event, None, Domain]:
    """The domain in a folder; told are its progress and what was set aside."""
    reading = Returning(scan(Path(folder), cache=cache))
    for files in reading:
        yield Prepared(f"Reading {which} folder", files, 0)
    domain = reading.result
    if domain.set_aside:
        yield Warned(f"{len(domain.set_aside)} files of the {which} were set aside; “workbench scan” names them.")
    return domain


def _check_source(rows: Rows, classes: tuple[str, ...]) -> None:
    if len(np.unique(rows.labels[rows.labels >= 0])) < 2:
        raise UserError(
            "Fewer than two classes of the source could be decoded.",
            f"Run “workbench scan --verify” on it; it should hold {listing(classes)}.",
        )


def _resolved(job: Job, source: Domain | SourceModel) -> Job:
    if isinstance(source, SourceModel):  # the network is built as it was
        told = source.recipe
        return msgspec.structs.replace(
            job,
            backbone=told.backbone,
            tune=told.tune,
            image_size=told.image_size,
            norm=told.norm,
            weights="",
            batch=job.batch or BATCH,
        )
    side = median(max(sample.width, sample.height) for sample in source.samples)
    name = job.backbone if job.backbone != "auto" else "small" if side <= SMALL_IMAGES else "efficientnet_lite0"
    chosen = card(name)
    if chosen.stride:
        raise UserError(f"The backbone “{name}” tells pixels, and this source has no masks.", "Use --backbone auto.")
    tune = job.tune
    if tune is Tune.AUTO:
        on_features = chosen.pretrained and "pixels" not in method_named(job.method).needs
        tune = Tune.HEAD if on_features else Tune.ALL
    if tune is Tune.HEAD and not chosen.pretrained and not job.weights:
        raise UserError(
            f"The backbone “{name}” is not pretrained, so training only its head would teach it nothing.",
            "Use --tune all, or a pretrained backbone such as efficientnet_lite0.",
        )
    size = job.image_size or chosen.image_size
    batch = job.batch or BATCH
    return msgspec.structs.replace(job, backbone=name, tune=tune, image_size=size, batch=batch)


def _with_shift(job: Job, known: tuple[str, ...], target: Domain) -> Job:
    if job.shift is not Shift.AUTO:
        return job
    shift = shift_of(set(known), set(target.classes), {shot.label for shot in job.shots})
    return msgspec.structs.replace(job, shift=shift)


def _source_rows(
    source: Domain | SourceModel, classes: tuple[str, ...], job: Job, cache: ImageCache
) -> Generator[Event, None, tuple[Rows, int]]:
    """The source's rows, and how many of its files are lost; of a model, none."""
    if isinstance(source, SourceModel):
        pixels = np.zeros((0, job.image_size, job.image_size, 3), np.uint8)
        return Rows((), pixels, np.zeros(0, np.int64), source.content, source.content), 0
    taught = [sample for sample in source.samples if sample.label is not None]  # others can teach nothing
    labelled = msgspec.structs.replace(source, samples=taught)
    rows, lost = yield from decode_domain("source", labelled, classes, job.image_size, cache)
    _check_source(rows, classes)
    return rows, lost + len(source.set_aside)


def decode_domain(
    which: str, domain: Domain, classes: tuple[str, ...], size: int, cache: ImageCache
) -> Generator[Event, None, tuple[Rows, int]]:
    """A domain's images at `size` × `size` pixels, and how many could not be decoded.

    Raises UserError when none can.
    """
    decoding = Returning(cache.images(domain, size))
    for done, total in decoding:
        yield Prepared(f"Decoding {which} images", done, total)
    images = decoding.result
    if not images.samples:
        raise UserError(
            f"No image of the {which} could be decoded.", f"Run “workbench scan --verify {domain.root}” to see why."
        )
    if images.set_aside:
        yield Warned(f"{len(images.set_aside)} images of the {which} could not be decoded and were set aside.")
    number = {name: index for index, name in enumerate(classes)}
    numbers = [UNLABELLED if s.label is None else number.get(s.label, FOREIGN) for s in images.samples]
    labels = np.array(numbers, np.int64)
    paths = tuple(s.path for s in images.samples)
    said = "\n".join(f"{sample.path}\0{sample.label}" for sample in images.samples)
    fingerprint = hashlib.blake2b(f"{images.content}\n{said}".encode(), digest_size=16).hexdigest()
    return Rows(paths, images.pixels, labels, images.content, fingerprint), len(images.set_aside)


def _shots(job: Job, target: Rows, classes: tuple[str, ...]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    row = {path: index for index, path in enumerate(target.paths)}
    number = {name: index for index, name in enumerate(classes)}
    lost = [shot.path for shot in job.shots if shot.path not in row]
    if lost:
        raise UserError(
            f"{len(lost)} labelled images are not among the target's: {listing(lost)}.",
            "Give paths relative to the target folder, with forward slashes.",
        )
    shots = [shot for shot in job.shots if shot.label in number or shot.label != UNKNOWN]  # “unknown” teaches nothing
    odd = {shot.label for shot in shots} - set(classes)
    if odd:
        raise UserError(
            f"The shots have labels that the source lacks: {listing(sorted(odd))}.",
            f"It has: {listing(classes)}." + ("" if job.shift in OPEN else " With --shift open they are learned too."),
        )
    rows = np.array([row[shot.path] for shot in shots], np.int64)
    return rows, np.array([number[shot.label] for shot in shots], np.int64)
