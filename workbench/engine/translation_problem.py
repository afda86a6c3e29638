"""From a translation's job to arrays: read both folders, decode once, and fill in what was left open."""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import msgspec
import numpy as np
import torch
from torch import Tensor

from workbench.core.compatibility import check_readable
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
from workbench.engine.translator import Translator

SMALLEST, LARGEST = 16, 256  # pixels: between these, images are learned at their own size


@dataclass(frozen=True)
class TranslationProblem:
    """A translation's job whose every choice is made, and its data. `styles`: (K, 3, S, S), or None."""

    job: TranslationJob
    classes: tuple[str, ...]
    source: Rows
    target: Rows
    styles: Tensor | None
    set_aside: int


def prepare_translation(job: TranslationJob, kind: str) -> Generator[Event, None, TranslationProblem]:
    """Read and decode both domains. `kind`: of the device. Raises UserError when the job can not work on them."""
    job = job.checked()
    known = translator_named(job.translator)
    cache = Path(job.cache) if job.cache else default_cache()
    source = yield from read_domain("source", job.source, cache)
    check_readable(source, Side.SOURCE)
    target = yield from read_domain("target", job.target, cache)
    check_readable(target, Side.TARGET)
    classes = tuple(source.classes)
    if "source classes" in known.needs and len(classes) < 2:
        raise UserError(
            f"{known.title} learns what tells classes apart, and the source has {len(classes) or 'none'}.",
            "Sort its images into one folder for each class, or choose a translator that needs none, such as cyclegan.",
        )
    if job.styles and not known.styled:
        raise UserError(f"{known.title} takes no style images.", "Leave them out, or choose another translator.")
    job = _resolved(job, known, source, kind)
    images = ImageCache(cache)
    ours, lost = yield from decode_domain("source", source, classes, job.image_size, images)
    theirs, also = yield from decode_domain("target", target, classes, job.image_size, images)
    aside = len(source.set_aside) + len(target.set_aside) + lost + also
    styles = read_styles(job.styles, job.image_size) if job.styles else None
    return TranslationProblem(job, classes, ours, theirs, styles, aside)


def preset_of(known: type[Translator], name: str, kind: str) -> Preset:
    """The preset of that name; "auto" is the one for this kind of device."""
    presets = {one.name: one for one in known.presets}
    if name == AUTO:
        return automatic_preset(known.presets, kind)
    if name not in presets:
        raise UserError(f"{known.title} has no preset “{name}”.", f"Choose from: auto, {', '.join(presets)}.")
    return presets[name]


def read_styles(paths: tuple[str, ...], size: int) -> Tensor:
    """(K, 3, S, S) of image files. Raises UserError when one can not be read."""
    found = []
    for path in paths:
        try:
            found.append(decode(Path(path), size))
        except Unreadable as error:
            raise UserError(f"The style image {path} can not be read ({error}).", "Choose another.") from error
    return as_inputs(torch.from_numpy(np.stack(found)))


def _resolved(job: TranslationJob, known: type[Translator], source: Domain, kind: str) -> TranslationJob:
    """With the preset's numbers and settings written out, so that the recipe stays what it was."""
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
