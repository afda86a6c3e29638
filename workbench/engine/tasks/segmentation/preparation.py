"""What a job of segmentation resolves to, its images with their masks, and its shots."""

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from statistics import median

import msgspec
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from workbench.core.compatibility import listing
from workbench.core.domain import Domain
from workbench.core.errors import UserError
from workbench.core.events import Event, Prepared, Warned
from workbench.core.generators import Returning
from workbench.core.job import Job, Shift, Tune
from workbench.core.masks import IGNORED, ClassTable, mapped
from workbench.core.name_matching import NameIndex, near_miss_sentence, near_misses
from workbench.data.cache import ImageCache
from workbench.data.mask_cache import scenes
from workbench.engine.open_set import UNLABELLED
from workbench.engine.problem import Rows, ShotRows
from workbench.engine.tasks.segmentation.card import CARD
from workbench.nets.backbones import card, cards
from workbench.nets.segmentation_nets import MULTIPLE

LIGHT, PRETRAINED = "light", "efficientnet_lite0_fpn"
SMALL_IMAGES = 128  # pixels of the longer side: up to here the light net is the default backbone
SCENES = 256  # largest number of images whose masks tell the classes of pixels to a translation's measures


def resolved(job: Job, source: Domain) -> Job:
    """The job with its net and sizes filled in. Raises UserError where a choice does not go with pixels."""
    name = CARD.name
    chosen = card(_default_backbone(job, source) if job.backbone == "auto" else job.backbone)
    if chosen.task != name:
        fit = ", ".join(one.name for one in cards() if one.task == name)
        raise UserError(f"The backbone “{chosen.name}” tells one class an image.", f"For masks, use: {fit}.")
    if job.tune is Tune.HEAD:
        raise UserError("Where pixels are told, all of a net is trained.", "Use --tune all, or leave it out.")
    if job.shift not in (Shift.AUTO, Shift.CLOSED):
        raise UserError("Unknown classes are found among images, not pixels.", "Leave out --shift.")
    height = _multiple(job.image_size or chosen.image_size)
    shape = median(one.width / one.height for one in source.samples)
    width = _multiple(job.image_width or round(height * shape))
    return msgspec.structs.replace(
        job,
        task=name,
        backbone=chosen.name,
        tune=Tune.ALL,
        shift=Shift.CLOSED,
        batch=job.batch or CARD.batch,
        image_size=height,
        image_width=width,
    )


def _default_backbone(job: Job, source: Domain) -> str:
    """By the median of the longer sides of the images, or that of the network's input if it is asked to be smaller."""
    longest = median(max(one.width, one.height) for one in source.samples)
    if job.image_size:
        shape = median(one.width / one.height for one in source.samples)
        longest = min(longest, max(job.image_size, job.image_width or round(job.image_size * shape)))
    return LIGHT if longest <= SMALL_IMAGES else PRETRAINED


def _multiple(side: int) -> int:
    return max(round(side / MULTIPLE), 1) * MULTIPLE


def mask_rows(
    which: str, domain: Domain, table: ClassTable, job: Job, cache: ImageCache
) -> Generator[Event, None, tuple[Rows, int]]:
    """A domain's images and masks, its classes by the numbers of `table`; and how many could not be decoded."""
    mapping = job.mapping if which == "target" else {}
    numbers = mapped(domain.table, table, mapping) if domain.table else None
    decoding = Returning(scenes(cache, domain, (job.image_size, job.image_width), numbers))
    for done, total in decoding:
        yield Prepared(f"Decoding {which} images", done, total)
    found = decoding.result
    if not found.samples:
        raise UserError(
            f"No image of the {which} could be decoded.", f"Run “workbench scan --verify {domain.root}” to see why."
        )
    if found.set_aside:
        first = found.set_aside[0]
        yield Warned(
            f"{len(found.set_aside)} images of the {which} were set aside: {first.path} ({first.reason}), …"
            if len(found.set_aside) > 1
            else f"An image of the {which} was set aside: {first.path} ({first.reason})."
        )
    paths = tuple(sample.path for sample in found.samples)
    labels = np.where(found.masked, 0, UNLABELLED).astype(np.int64)
    rows = Rows(paths, found.pixels, labels, found.content, found.content)
    return replace(rows, masks=found.masks), len(found.set_aside)


def labelled_scenes(
    source: Domain, table: ClassTable, size: int, cache: ImageCache
) -> Generator[Event, None, Rows | None]:
    """At most SCENES images with masks from the whole source, at `size` × `size` pixels; None if it has none."""
    masked = [sample for sample in source.samples if sample.mask]
    if not masked:
        return None
    chosen = msgspec.structs.replace(source, samples=masked[:: -(-len(masked) // SCENES)])
    decoding = Returning(scenes(cache, chosen, (size, size), tuple(range(len(table.classes)))))
    for done, total in decoding:
        yield Prepared("Decoding source masks", done, total)
    found = decoding.result
    if not found.samples:
        return None
    paths = tuple(sample.path for sample in found.samples)
    rows = Rows(paths, found.pixels, np.zeros(len(paths), np.int64), found.content, found.content)
    return replace(rows, masks=found.masks)


def remarks(target: Domain, table: ClassTable, job: Job) -> Generator[Event, None, None]:
    """Which of the target's classes do not count, and which the target never names."""
    if target.table is None:
        return
    numbers = mapped(target.table, table, job.mapping)
    lost = [name for name, number in zip(target.table.names, numbers, strict=True) if number == IGNORED]
    if len(lost) == len(target.table.classes):
        raise UserError(
            f"The masks of the source ({listing(table.names)}) and of the target ({listing(target.table.names)}) "
            "have no class in common.",
            "Map the target's classes with --map THEIRS=OURS, or remove the target's masks.",
        )
    if lost:
        near = near_miss_sentence(near_misses(lost, table.names))
        listed = f"The target's masks have classes that the source lacks, which do not count: {listing(lost)}."
        yield Warned(f"{listed} {near}".strip())


def shot_rows(job: Job, target: Rows) -> ShotRows:
    """Rows of the target that a person has painted, and their masks (N, H, W). Raises UserError for other images."""
    row = {path: index for index, path in enumerate(target.paths)}
    paths = NameIndex(row)
    lost = [shot.path for shot in job.shots if paths.find(shot.path) is None]
    if lost:
        raise UserError(
            f"{len(lost)} painted images are not among the target's: {listing(lost)}.",
            "Give paths relative to the target folder, with forward slashes.",
        )
    painted = [shot for shot in job.shots if shot.mask]
    if len(painted) < len(job.shots):
        raise UserError("A shot has no mask, and this source labels pixels.", "Paint it, or leave it out.")
    masks = [_painted(Path(shot.mask), job) for shot in painted]
    empty = np.empty((0, job.image_size, job.image_width), np.uint8)
    rows, none = np.array([row[paths.find(shot.path) or ""] for shot in painted], np.int64), np.empty(0, np.int64)
    return ShotRows(rows, np.stack(masks) if masks else empty, none, none)


def _painted(path: Path, job: Job) -> NDArray[np.uint8]:
    try:
        with Image.open(path) as image:
            small = image.resize((job.image_width, job.image_size), Image.Resampling.NEAREST)
            if small.mode not in ("L", "P"):
                raise UserError(f"The mask {path} is no image of class numbers.", "Export it again from the window.")
            return np.asarray(small).astype(np.uint8)
    except OSError as error:
        raise UserError(f"The mask {path} cannot be read ({error}).", "Paint the image again.") from error
