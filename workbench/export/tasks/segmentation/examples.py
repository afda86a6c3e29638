"""What a run came to in a report, where the labels are of pixels: IoU by class, and images under its prediction."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from workbench.core.scores import PixelScores
from workbench.export.page_pictures import file_url, mask_url
from workbench.store.run_folder import Result, RunFolder

SHOWN = 4  # images
SIDE = 320  # pixels of a picture at most


class ClassIou(NamedTuple):
    """A class in the colour of its masks, and its IoU without adaptation and with the chosen run, None if unknown."""

    name: str
    colour: str
    before: float | None
    after: float | None


def class_rows(chosen: Result, reference: Result | None) -> list[ClassIou]:
    """The classes in the order of the model's, then their mean; empty where no mask of the target measures them."""
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
    """A row for the images of a target's folder and one for each run's masks of them; the masks as URLs."""
    table, samples = chosen.result().table, _some(chosen)
    if table is None or not samples:
        return []
    told = [("without adaptation", reference), ("chosen run", chosen)]
    masks = [
        (title, [mask_url(place.mask_file(one), table.colours, SIDE) for one in samples])
        for title, place in told
        if place is not None
    ]
    return [("image", [file_url(folder / one, SIDE) for one in samples]), *masks]


def _some(place: RunFolder) -> Sequence[str]:
    """A few of the samples of which a mask was kept, evenly from all."""
    kept = sorted(
        one.relative_to(place.masks).as_posix().removesuffix(".png")
        for one in place.masks.rglob("*.png")
        if not one.name.endswith(".doubt.png")
    )
    return (
        [kept[round(number * (len(kept) - 1) / (SHOWN - 1))] for number in range(SHOWN)] if len(kept) > SHOWN else kept
    )


def _scores(one: Result | None) -> PixelScores | None:
    return one.finished.scores.target_pixels if one is not None else None


def _hex(colour: tuple[int, int, int] | None) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour) if colour is not None else ""
