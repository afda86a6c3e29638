"""Prepares a segmentation run for a report: IoU by class, and images with their masks."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from workbench.core.scores import PixelScores
from workbench.export.page_pictures import file_url, mask_url
from workbench.store.run_folder import Result, RunFolder

SHOWN = 4  # images
SIDE = 320  # pixels: largest side of an image


class ClassIou(NamedTuple):
    """A class with its colour, and its IoU without adaptation and of the chosen run, None if unknown."""

    name: str
    colour: str
    before: float | None
    after: float | None


def class_rows(chosen: Result, reference: Result | None) -> list[ClassIou]:
    """The model's classes in order, then their mean; empty if the target has no masks."""
    after, before = _scores(chosen), _scores(reference)
    if after is None:
        return []
    colours = dict(zip(chosen.table.names, chosen.table.colours, strict=True)) if chosen.table else {}
    earlier = dict(zip(reference.classes, before.iou, strict=True)) if reference and before else {}
    rows = [
        ClassIou(name, _hex(colours.get(name)), earlier.get(name), iou)
        for name, iou in zip(chosen.classes, after.iou, strict=True)
    ]
    return [*rows, ClassIou("mean (mIoU)", "", before.miou if before else None, after.miou)]


def pictures(chosen: RunFolder, reference: RunFolder | None, folder: Path) -> list[tuple[str, list[str]]]:
    """A row of images from the target's folder and a row of masks for each run, as data URLs."""
    table, samples = chosen.result().table, _sample_paths(chosen)
    if table is None or not samples:
        return []
    runs = [("without adaptation", reference), ("chosen run", chosen)]
    masks = [
        (title, [mask_url(run_folder.mask_file(path), table.colours, SIDE) for path in samples])
        for title, run_folder in runs
        if run_folder is not None
    ]
    return [("image", [file_url(folder / path, SIDE) for path in samples]), *masks]


def _sample_paths(run_folder: RunFolder) -> Sequence[str]:
    """The paths of a few samples with predicted masks, evenly spaced."""
    kept = sorted(
        file.relative_to(run_folder.masks).as_posix().removesuffix(".png")
        for file in run_folder.masks.rglob("*.png")
        if not file.name.endswith(".doubt.png")
    )
    return (
        [kept[round(number * (len(kept) - 1) / (SHOWN - 1))] for number in range(SHOWN)] if len(kept) > SHOWN else kept
    )


def _scores(result: Result | None) -> PixelScores | None:
    return result.finished.scores.target_pixels if result is not None else None


def _hex(colour: tuple[int, int, int] | None) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour) if colour is not None else ""
