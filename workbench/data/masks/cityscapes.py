"""Cityscapes (Cordts et al., arXiv:1604.01685): NAME_leftImg8bit.png, and NAME_gtFine_labelTrainIds.png or …_labelIds.

ACDC has the same under other words: NAME_rgb_anon.png and NAME_gt_labelTrainIds.png.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from workbench.core.domain import DEFAULT_TASK, Domain, Layout, Reason, SetAside
from workbench.data.masks.contract import Masked, Reader
from workbench.data.masks.mask_file import coded
from workbench.data.masks.street_classes import BY_COLOUR, BY_LABEL_ID, BY_TRAIN_ID, TABLE
from workbench.data.walk import Found

IMAGE = re.compile(r"(?P<name>[^/]+)_(?:leftImg8bit|rgb_anon)(?:_[^/]*)?\.(?:png|jpe?g|webp)$", re.IGNORECASE)
LABEL = re.compile(r"(?P<name>[^/]+)_gt(?P<care>Fine|Coarse)?_(?P<kind>labelTrainIds|labelIds|color)\.png$")
KINDS = ("labelTrainIds", "labelIds", "color")  # the first that is there counts
COARSE = len(KINDS)  # a coarse label comes after every fine one


def found(root: Path, files: Sequence[Found]) -> Masked | None:
    """What is there, from the image files below a folder; None where no image is called like that.

    Without any label, the images are of no class, whatever their folders are called.
    """
    images = {one.path: (one, match["name"]) for one in files if (match := IMAGE.search(one.path))}
    if not images:
        return None
    labels: dict[str, tuple[int, Found]] = {}
    for one in files:
        if match := LABEL.search(one.path):
            rank = KINDS.index(match["kind"]) + COARSE * (match["care"] == "Coarse")
            if match["name"] not in labels or rank < labels[match["name"]][0]:
                labels[match["name"]] = (rank, one)
    masks = {path: labels[name][1] for path, (_, name) in images.items() if name in labels}
    passed = len(files) - len(images)
    if not masks:
        files = [one for one, _ in images.values()]
        return Masked(Layout.CITYSCAPES, None, files, {}, [], passed, DEFAULT_TASK)
    aside = [
        SetAside(path, Reason.NO_MASK, f"there is no {name}_gtFine_labelIds.png")
        for path, (_, name) in images.items()
        if path not in masks
    ]
    passed -= len({mask.path for mask in masks.values()})
    return Masked(Layout.CITYSCAPES, TABLE, [images[path][0] for path in masks], masks, aside, passed)


def reader(domain: Domain) -> Reader:
    """What reads the mask of a sample of such a domain."""
    return coded(domain, BY_TRAIN_ID, {"_labelIds.png": BY_LABEL_ID, "_color.png": BY_COLOUR})
