"""Prepares the data of a translation job: reads both domains, resolves every "auto", and decodes the images."""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import msgspec
import numpy as np
import torch
from torch import Tensor

from workbench.core.compatibility import check_readable
from workbench.core.deep_range import EACH_IMAGE, DeepRange
from workbench.core.domain import Domain, Side
from workbench.core.errors import UserError
from workbench.core.events import Event
from workbench.core.translation import AUTO, Preset, TranslationJob, automatic_preset
from workbench.data.augment import as_inputs
from workbench.data.cache import ImageCache
from workbench.data.cache_paths import default_cache
from workbench.data.decode import Unreadable, decode
from workbench.engine.domain_rows import decode_domain, read_domain
from workbench.engine.problem import Rows
from workbench.engine.registry import translator as translator_named
from workbench.engine.tasks.registry import task
from workbench.engine.translator import Translator

SMALLEST, LARGEST = 16, 256  # pixels: the range of the default image size


@dataclass(frozen=True)
class TranslationProblem:
    """A resolved translation job and its data. `styles`: (K, 3, S, S) style images in [0, 1], or None.

    `scenes`: images of the source with masks, whose pixels teach the label classifier; None without masks.
    """

    job: TranslationJob
    classes: tuple[str, ...]
    source: Rows
    target: Rows
    styles: Tensor | None
    set_aside: int
    scenes: Rows | None = None


def prepare_translation(job: TranslationJob, kind: str) -> Generator[Event, None, TranslationProblem]:
    """Read and decode both domains. `kind`: device type, such as "cuda". Raises UserError if the job cannot run."""
    job = job.checked()
    known = translator_named(job.translator)
    cache = Path(job.cache) if job.cache else default_cache()
    source = yield from read_domain("source", job.source, cache, job.source_range)
    check_readable(source, Side.SOURCE)
    target = yield from read_domain("target", job.target, cache, job.target_range)
    check_readable(target, Side.TARGET)
    classes = tuple(source.classes)
    if "source classes" in known.needs and len(classes) < 2:
        raise UserError(
            f"{known.title} needs at least two source classes, and the source has {len(classes) or 'none'}.",
            "Sort its images into one folder for each class, or choose a translator that needs none, such as cyclegan.",
        )
    if job.styles and not known.styled:
        raise UserError(f"{known.title} does not use style images.", "Remove them, or choose another translator.")
    job = _resolved(job, known, source, kind)
    job = msgspec.structs.replace(job, source_range=source.deep, target_range=target.deep)
    images = ImageCache(cache)
    source_rows, lost_source = yield from decode_domain("source", source, classes, job.image_size, images)
    target_rows, lost_target = yield from decode_domain("target", target, classes, job.image_size, images)
    aside = len(source.set_aside) + len(target.set_aside) + lost_source + lost_target
    styles = read_styles(job.styles, job.image_size, job.target_range) if job.styles else None
    masked = yield from task(source.task).training().labelled_scenes(source, job.image_size, images)
    return TranslationProblem(job, classes, source_rows, target_rows, styles, aside, masked)


def preset_of(known: type[Translator], name: str, kind: str) -> Preset:
    """The preset of that name; for "auto", the one for a `kind` of device. Raises UserError for an unknown name."""
    presets = {preset.name: preset for preset in known.presets}
    if name == AUTO:
        return automatic_preset(known.presets, kind)
    if name not in presets:
        raise UserError(f"{known.title} has no preset “{name}”.", f"Choose from: auto, {', '.join(presets)}.")
    return presets[name]


def read_styles(paths: tuple[str, ...], size: int, deep: DeepRange | None = None) -> Tensor:
    """Read image files as a (K, 3, S, S) tensor in [0, 1]. `deep`: the range of deep images.

    Raises UserError if a file cannot be read.
    """
    images = []
    for path in paths:
        try:
            images.append(decode(Path(path), size, deep or EACH_IMAGE))
        except Unreadable as error:
            raise UserError(
                f"The style image {path} cannot be read ({error}).", "Choose another style image."
            ) from error
    return as_inputs(torch.from_numpy(np.stack(images)))


def _resolved(job: TranslationJob, known: type[Translator], source: Domain, kind: str) -> TranslationJob:
    """The job with the values of its preset written out, so that a later change of presets does not change it."""
    preset = preset_of(known, job.preset, kind)
    side = median(max(sample.width, sample.height) for sample in source.samples)
    return msgspec.structs.replace(
        job,
        preset=preset.name,
        steps=(job.steps or preset.steps) if known.trained else 1,
        batch=job.batch or preset.batch,
        image_size=job.image_size or min(max(round(side), SMALLEST), LARGEST),
        settings={**preset.settings, **job.settings},
    )
