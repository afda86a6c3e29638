"""How well a model tells the pixels of a folder with masks: overall, by class, by group, and at several scales."""

from collections.abc import Generator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from workbench.core.domain import Domain
from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.core.generators import Returning
from workbench.core.masks import IGNORED, mapped
from workbench.core.masks import Mapping as Names
from workbench.core.scores import PixelScores
from workbench.core.text_table import Summary, TextTable
from workbench.data.cache import ImageCache
from workbench.data.cache_paths import default_cache
from workbench.data.mask_cache import scenes
from workbench.data.paired_augment import labels_of
from workbench.engine.tasks.segmentation.metrics import PixelCount, iou, right
from workbench.export.calibration_images import as_inputs
from workbench.export.tasks.contract import Measuring
from workbench.export.tasks.segmentation.model import PixelModel, load_pixel_model

MEASURED = (0.1, 8.0)  # the least and the largest scale


class MaskScores(NamedTuple):
    """Scores of all images with a mask, and the (K, K) confusion of each by its path; how many had none."""

    scores: PixelScores
    confusions: dict[str, NDArray[np.int64]]
    left_out: int


class GroupScores(NamedTuple):
    """One group's images, share of pixels right, and mean IoU over the classes that are there."""

    name: str
    images: int
    accuracy: float
    miou: float


def measured(request: Measuring) -> Generator[Prepared, None, Summary]:
    """Scores of a model on a folder with masks, by class and by group. Raises UserError as `evaluate_pixels`."""
    if not all(MEASURED[0] <= scale <= MEASURED[1] for scale in request.scales):
        raise UserError("A scale is not between 0.1 and 8.", "Try --scales 0.75 1 1.25.")
    model = load_pixel_model(request.model, best=request.best)
    found = yield from evaluate_pixels(
        model, request.domain, default_cache(), mapping=dict(request.mapping), scales=request.scales
    )
    groups = {name: rows for name, values in request.groups.items() if (rows := by_group(values, found.confusions))}
    answer = {**msgspec.to_builtins(found.scores), "classes": model.table.names, "left_out": found.left_out}
    answer["groups"] = {name: [row._asdict() for row in rows] for name, rows in groups.items()}
    return Summary(answer, _told(model, found, groups))


def _told(model: PixelModel, found: MaskScores, groups: Mapping[str, list[GroupScores]]) -> list[TextTable | str]:
    scores = found.scores
    each = zip(model.table.names, scores.iou, strict=True)
    rows = [(name, "not there" if value is None else f"{value:.1%}") for name, value in each]
    parts: list[TextTable | str] = [
        TextTable(("class", "IoU"), [*rows, ("mean", f"{scores.miou:.1%}")], total=True),
        f"{scores.accuracy:.1%} of the pixels of {scores.images:,} images are right; edges: {scores.boundary:.1%}.",
    ]
    for name, lines in groups.items():
        cells = [(row.name, f"{row.images:,}", f"{row.accuracy:.1%}", f"{row.miou:.1%}") for row in lines]
        parts.append(TextTable((name, "images", "pixels right", "mean IoU"), cells))
    if found.left_out:
        parts.append(f"Left out: {found.left_out:,} images without a mask, or that can not be decoded.")
    return parts


def evaluate_pixels(
    model: PixelModel, domain: Domain, cache: Path, *, mapping: Names | None = None, scales: Sequence[float] = (1.0,)
) -> Generator[Prepared, None, MaskScores]:
    """Compare predicted masks with those of a folder, at the size that the model was trained at.

    `mapping`: which class of the model a class of the folder is. With several `scales` probabilities are averaged over
    the image in each of them, and mirrored. Raises UserError when the folder has no mask, or no class of the model.
    """
    if domain.table is None or not domain.labelled:
        raise UserError(f"{domain.root} has no masks.", "For images without, use “workbench predict”.")
    numbers = mapped(domain.table, model.table, mapping or {})
    if all(number == IGNORED for number in numbers):
        raise UserError(
            f"{domain.root} has no class that the model knows.",
            f"It knows: {', '.join(model.table.names)}. Say which is which with --map THEIRS=OURS.",
        )
    reading = Returning(scenes(ImageCache(cache), domain, model.size, numbers))
    for done, total in reading:
        yield Prepared("Decoding images", done, total)
    found = reading.result
    rows, count = np.flatnonzero(found.masked), PixelCount(len(model.table.classes))
    confusions = {}
    for done, row in enumerate(rows, 1):
        told = told_at(model, torch.from_numpy(as_inputs(found.pixels[row : row + 1])), scales).argmax(dim=1)
        (confusion,) = count.add(told, labels_of(torch.from_numpy(found.masks[row : row + 1].copy())))
        confusions[found.samples[row].path] = confusion
        yield Prepared("Comparing masks", done, len(rows))
    scores = count.scores()
    if scores is None:
        raise UserError(f"No pixel of {domain.root} has a class that the model knows.", "“workbench scan” says why.")
    return MaskScores(scores, confusions, len(domain.samples) + len(domain.set_aside) - len(rows))


def told_at(model: PixelModel, images: Tensor, scales: Sequence[float]) -> Tensor:
    """(B, K, H, W) probabilities of (B, 3, H, W) images, the mean over scales; over several, mirrored too."""
    size = images.shape[-2:]
    views = [images] if len(scales) == 1 else [images, images.flip(3)]
    total = images.new_zeros(())
    for scale in scales:
        sides = [max(round(side * scale / model.multiple), 1) * model.multiple for side in size]
        for number, view in enumerate(views):
            scaled = view if sides == [*size] else _resized(view, sides)
            probabilities = torch.from_numpy(model.look(scaled.numpy())).softmax(dim=1)
            whole = probabilities if sides == [*size] else _resized(probabilities, [*size])
            total = total + (whole.flip(3) if number else whole)
    return total / (len(scales) * len(views))


def by_group(groups: Mapping[str, str], confusions: Mapping[str, NDArray[np.int64]]) -> list[GroupScores]:
    """Scores of each group, `groups` by path, the worst first."""
    members: dict[str, list[NDArray[np.int64]]] = {}
    for path, confusion in confusions.items():
        if name := groups.get(path):
            members.setdefault(name, []).append(confusion)
    rows = []
    for name, each in members.items():
        total = np.sum(each, axis=0)
        there = [one for one in iou(total) if one is not None]
        rows.append(GroupScores(name, len(each), right(total), float(np.mean(there)) if there else 0.0))
    return sorted(rows, key=lambda row: row.accuracy)


def _resized(images: Tensor, sides: Sequence[int]) -> Tensor:
    return F.interpolate(images, list(sides), mode="bilinear", align_corners=False)
