"""Measures a segmentation model on a folder with masks: overall, by class, by group, and at several scales."""

from collections.abc import Generator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from workbench.core.counting import count
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

MEASURED = (0.1, 8.0)  # the range of scales


class MaskScores(NamedTuple):
    """Scores of all images with a mask, and their confusion matrices (K, K) by path.

    `left_out`: the number of images without a mask or that cannot be decoded.
    """

    scores: PixelScores
    confusions: dict[str, NDArray[np.int64]]
    left_out: int


class GroupScores(NamedTuple):
    """The number of images of a group, their pixel accuracy, and the mean IoU over the classes that occur."""

    name: str
    images: int
    accuracy: float
    miou: float


def measured(request: Measuring) -> Generator[Prepared, None, Summary]:
    """Measure a model on a folder with masks, by class and by group. Raises UserError as `evaluate_pixels` does."""
    if not all(MEASURED[0] <= scale <= MEASURED[1] for scale in request.scales):
        raise UserError("A scale is not between 0.1 and 8.", "Give other scales, such as --scales 0.75 1 1.25.")
    model = load_pixel_model(request.model, best=request.best)
    result = yield from evaluate_pixels(
        model, request.domain, default_cache(), mapping=dict(request.mapping), scales=request.scales
    )
    groups = {
        name: rows for name, groups_of in request.groups.items() if (rows := by_group(groups_of, result.confusions))
    }
    values = {**msgspec.to_builtins(result.scores), "classes": model.table.names, "left_out": result.left_out}
    values["groups"] = {name: [row._asdict() for row in rows] for name, rows in groups.items()}
    return Summary(values, _summary_parts(model, result, groups))


def _summary_parts(
    model: PixelModel, result: MaskScores, groups: Mapping[str, list[GroupScores]]
) -> list[TextTable | str]:
    scores = result.scores
    each = zip(model.table.names, scores.iou, strict=True)
    rows = [(name, "not there" if value is None else f"{value:.1%}") for name, value in each]
    parts: list[TextTable | str] = [
        TextTable(("class", "IoU"), [*rows, ("mean", f"{scores.miou:.1%}")], total=True),
        f"{scores.accuracy:.1%} of the pixels of {count(scores.images, 'image')} are right; "
        f"edges: {scores.boundary:.1%}.",
    ]
    for name, lines in groups.items():
        cells = [(row.name, f"{row.images:,}", f"{row.accuracy:.1%}", f"{row.miou:.1%}") for row in lines]
        parts.append(TextTable((name, "images", "pixels right", "mean IoU"), cells))
    if result.left_out:
        parts.append(f"Left out: {count(result.left_out, 'image')} without a mask, or that cannot be decoded.")
    return parts


def evaluate_pixels(
    model: PixelModel, domain: Domain, cache: Path, *, mapping: Names | None = None, scales: Sequence[float] = (1.0,)
) -> Generator[Prepared, None, MaskScores]:
    """Compare predicted masks with those of a folder, at the size that the model was trained at.

    `mapping`: the model's class for each class of the folder. `scales`: with several, probabilities are averaged over
    scaled and mirrored copies of each image. Raises UserError if the folder has no mask or no class of the model.
    """
    if domain.table is None or not domain.labelled:
        raise UserError(f"The folder {domain.root} has no masks.", "For images without masks use “workbench predict”.")
    numbers = mapped(domain.table, model.table, mapping or {})
    if all(number == IGNORED for number in numbers):
        raise UserError(
            f"The folder {domain.root} has no class of the model.",
            f"Its classes are: {', '.join(model.table.names)}. Map classes with --map THEIRS=OURS.",
        )
    domain = msgspec.structs.replace(domain, deep=model.deep if domain.deep else None)
    reading = Returning(scenes(ImageCache(cache), domain, model.size, numbers))
    for done, total in reading:
        yield Prepared("Decoding images", done, total)
    cached = reading.result
    rows, count = np.flatnonzero(cached.masked), PixelCount(len(model.table.classes))
    confusions = {}
    for done, row in enumerate(rows, 1):
        predicted = multi_scale_probabilities(
            model, torch.from_numpy(as_inputs(cached.pixels[row : row + 1])), scales
        ).argmax(dim=1)
        (confusion,) = count.add(predicted, labels_of(torch.from_numpy(cached.masks[row : row + 1].copy())))
        confusions[cached.samples[row].path] = confusion
        yield Prepared("Comparing masks", done, len(rows))
    scores = count.scores()
    if scores is None:
        raise UserError(
            f"No pixel of {domain.root} has a class of the model.", "“workbench scan” lists the classes of its masks."
        )
    return MaskScores(scores, confusions, len(domain.samples) + len(domain.set_aside) - len(rows))


def multi_scale_probabilities(model: PixelModel, images: Tensor, scales: Sequence[float]) -> Tensor:
    """Probabilities (B, K, H, W) of images (B, 3, H, W), averaged over scales; with several, also over mirroring."""
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
    """Scores of each group, worst first. `groups`: the group of each path."""
    members: dict[str, list[NDArray[np.int64]]] = {}
    for path, confusion in confusions.items():
        if name := groups.get(path):
            members.setdefault(name, []).append(confusion)
    rows = []
    for name, each in members.items():
        total = np.sum(each, axis=0)
        present = [value for value in iou(total) if value is not None]
        rows.append(GroupScores(name, len(each), right(total), float(np.mean(present)) if present else 0.0))
    return sorted(rows, key=lambda row: row.accuracy)


def _resized(images: Tensor, sides: Sequence[int]) -> Tensor:
    return F.interpolate(images, list(sides), mode="bilinear", align_corners=False)
