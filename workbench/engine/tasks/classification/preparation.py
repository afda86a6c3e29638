"""What a job of classification resolves to, and its shots."""

from collections.abc import Generator, Sequence
from statistics import median

import msgspec
import numpy as np

from workbench.core.compatibility import listing, shift_of
from workbench.core.domain import UNKNOWN, Domain
from workbench.core.errors import UserError
from workbench.core.events import Event, Warned
from workbench.core.job import BUNDLED_BACKBONE, Job, Shift, Shot, Tune
from workbench.core.name_matching import NameIndex, composed, near_miss_sentence, near_misses, near_twins
from workbench.data.batches import split
from workbench.engine.open_set import OPEN
from workbench.engine.problem import Rows, ShotRows
from workbench.engine.registry import method
from workbench.engine.source_model import SourceModel
from workbench.engine.tasks.classification.card import CARD
from workbench.nets.backbones import card

SMALL_IMAGES = 48  # pixels: up to here the small net is the default backbone


def resolved(job: Job, source: Domain | SourceModel, target: Domain) -> Job:
    """The job with backbone, part to train, sizes and shift filled in. Raises UserError where they do not fit."""
    job = _as_trained(job, source) if isinstance(source, SourceModel) else _with_network(job, source)
    if job.shift is not Shift.AUTO:
        return job
    shift = shift_of(set(source.classes), set(target.classes), {shot.label for shot in job.shots})
    return msgspec.structs.replace(job, shift=shift)


def _as_trained(job: Job, source: SourceModel) -> Job:
    """The network is built as it was."""
    recipe = source.recipe
    return msgspec.structs.replace(
        job,
        backbone=recipe.backbone,
        tune=recipe.tune,
        image_size=recipe.image_size,
        norm=recipe.norm,
        weights="",
        batch=job.batch or CARD.batch,
    )


def _with_network(job: Job, source: Domain) -> Job:
    side = median(max(sample.width, sample.height) for sample in source.samples)
    name = job.backbone if job.backbone != "auto" else "small" if side <= SMALL_IMAGES else BUNDLED_BACKBONE
    chosen = card(name)
    if chosen.task != CARD.name:
        raise UserError(f"The backbone “{name}” tells pixels, and this source has no masks.", "Use --backbone auto.")
    tune = job.tune
    if tune is Tune.AUTO:
        on_features = chosen.pretrained and "pixels" not in method(job.method).needs
        tune = Tune.HEAD if on_features else Tune.ALL
    if tune is Tune.HEAD and not chosen.pretrained and not job.weights:
        raise UserError(
            f"The backbone “{name}” is not pretrained, so training only its head would teach it nothing.",
            "Use --tune all, or a pretrained backbone such as efficientnet_lite0.",
        )
    size = job.image_size or chosen.image_size
    if chosen.one_size and size != chosen.image_size:
        raise UserError(
            f"The backbone “{name}” only accepts images of {chosen.image_size} pixels, and {size} were asked for.",
            f"Use an image size of {chosen.image_size}, or another backbone.",
        )
    batch = job.batch or CARD.batch
    return msgspec.structs.replace(job, backbone=name, tune=tune, image_size=size, batch=batch)


def remarks(job: Job, known: Sequence[str], target: Domain, classes: tuple[str, ...]) -> Generator[Event, None, None]:
    """What becomes of the classes that are not `known` to the source; `classes` are those of the model."""
    named = classes[len(known) :]
    if named:
        yield Warned(f"The source lacks these classes, so that only their shots teach them: {listing(named)}.")
    foreign = sorted({s.label for s in target.samples if s.label is not None} - set(classes))
    if foreign:
        fate = "to be found unknown" if job.shift in OPEN else "left out of its accuracy"
        yield Warned(f"The target has classes that the source lacks, {fate}: {listing(foreign)}.")
    if near := near_miss_sentence(near_misses(target.classes, classes) + near_twins(classes)):
        yield Warned(f"{near} They count as different classes; rename one if they are the same.")
    unknown = sum(shot.label == UNKNOWN for shot in job.shots)
    if unknown and UNKNOWN not in classes:
        yield Warned(f"{unknown} target images are labelled “{UNKNOWN}”, which teaches nothing: name their classes.")
    if not target.labelled and job.shift is Shift.CLOSED:
        yield Warned(
            "The target's folders do not name its classes, which are taken to be the source's. If it may lack some or "
            "have others, say so: --shift partial, open or open-partial; in the window, Classes under Advanced."
        )


def check_rows(rows: Rows, classes: tuple[str, ...]) -> None:
    """Raises UserError where fewer than two classes of the source are left."""
    if len(np.unique(rows.labels[rows.labels >= 0])) < 2:
        raise UserError(
            "Fewer than two classes of the source could be decoded.",
            f"Run “workbench scan --verify” on it; it should hold {listing(classes)}.",
        )


def shot_rows(job: Job, target: Rows, classes: tuple[str, ...]) -> ShotRows:
    """The shots that teach and those that are held out. Raises UserError for other images, or other classes."""
    row = {path: index for index, path in enumerate(target.paths)}
    number = {name: index for index, name in enumerate(classes)}
    paths = NameIndex(row)
    lost = [shot.path for shot in job.shots if paths.find(shot.path) is None]
    if lost:
        raise UserError(
            f"{len(lost)} labelled images are not among the target's: {listing(lost)}.",
            "Give paths relative to the target folder, with forward slashes.",
        )
    labelled = _with_classes(job.shots, classes)
    shots = [shot for shot in labelled if shot.label in number or shot.label != UNKNOWN]  # “unknown” teaches nothing
    odd = sorted({shot.label for shot in shots} - set(classes))
    if odd:
        near = near_miss_sentence(near_misses(odd, classes))
        raise UserError(
            f"The shots have labels that the source lacks: {listing(odd)}. {near}".strip(),
            f"It has: {listing(classes)}." + ("" if job.shift in OPEN else " With --shift open they are learned too."),
        )
    rows = np.array([row[paths.find(shot.path) or ""] for shot in shots], np.int64)
    labels = np.array([number[shot.label] for shot in shots], np.int64)
    taught, held = split(labels, job.shots_held_out, job.seed, least=0)
    return ShotRows(rows[taught], labels[taught], rows[held], labels[held])


def learned_from(job: Job, classes: Sequence[str]) -> frozenset[str]:
    """Paths, `composed`, of the shots that taught a finished run's model; the held-out ones did not."""
    place = {name: number for number, name in enumerate(classes)}
    shots = [shot for shot in _with_classes(job.shots, classes) if shot.label in place]
    taught, _ = split(np.array([place[shot.label] for shot in shots], np.int64), job.shots_held_out, job.seed, least=0)
    return frozenset(composed(shots[row].path) for row in taught)


def _with_classes(shots: Sequence[Shot], classes: Sequence[str]) -> list[Shot]:
    """The shots with labels as the classes are spelled: tables have no space at the ends of their cells."""
    known = NameIndex(classes)
    return [msgspec.structs.replace(shot, label=known.find(shot.label) or shot.label) for shot in shots]
