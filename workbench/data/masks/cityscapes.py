"""Cityscapes (Cordts et al., arXiv:1604.01685): NAME_leftImg8bit.png, and NAME_gtFine_labelTrainIds.png or …_labelIds.

ACDC uses the same layout with other names: NAME_rgb_anon.png and NAME_gt_labelTrainIds.png.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from workbench.core.domain import DEFAULT_TASK, Domain, Layout, Reason, SetAside
from workbench.core.name_matching import composed
from workbench.data.masks.contract import MaskedFolder, Reader
from workbench.data.masks.mask_file import image_reader
from workbench.data.masks.pairing import paired
from workbench.data.masks.street_classes import BY_COLOUR, BY_LABEL_ID, BY_TRAIN_ID, TABLE
from workbench.data.walk import FileEntry, any_named

IMAGE = re.compile(r"(?P<name>[^/]+)_(?:leftImg8bit|rgb_anon)(?:_[^/]*)?\.(?:png|jpe?g|webp)$", re.IGNORECASE)
LABEL = re.compile(r"(?P<name>[^/]+)_gt(?P<care>Fine|Coarse)?_(?P<kind>labelTrainIds|labelIds|color)\.png$")
NAMES = ("leftimg8bit", "rgb_anon")  # in the names of images, in lower case
KINDS = ("labelTrainIds", "labelIds", "color")  # in order of preference
COARSE = len(KINDS)  # coarse labels are used only without fine ones


def detect(root: Path, files: Sequence[FileEntry]) -> MaskedFolder | None:
    """The images and masks among the `files` below a folder; None if no image has such a name.

    Images without any masks have no labels; folder names are not used as classes.
    """
    if not any_named(files, NAMES):
        return None
    images = {file.path: (file, match["name"]) for file in files if (match := IMAGE.search(composed(file.path)))}
    if not images:
        return None
    labels: dict[str, tuple[int, FileEntry]] = {}
    for file in files:
        if match := LABEL.search(composed(file.path)):
            rank = KINDS.index(match["kind"]) + COARSE * (match["care"] == "Coarse")
            if match["name"] not in labels or rank < labels[match["name"]][0]:
                labels[match["name"]] = (rank, file)
    masks = {path: labels[name][1] for path, (_, name) in images.items() if name in labels}
    ignored = len(files) - len(images)
    if not masks:
        if paired(root, files):
            return None  # masks with other names
        files = [file for file, _ in images.values()]
        return MaskedFolder(Layout.CITYSCAPES, None, files, {}, [], ignored, DEFAULT_TASK)
    set_aside = [
        SetAside(path, Reason.NO_MASK, f"there is no {name}_gtFine_labelIds.png")
        for path, (_, name) in images.items()
        if path not in masks
    ]
    ignored -= len({mask.path for mask in masks.values()})
    return MaskedFolder(Layout.CITYSCAPES, TABLE, [images[path][0] for path in masks], masks, set_aside, ignored)


def reader(domain: Domain) -> Reader:
    """The reader of the domain's masks."""
    return image_reader(domain, BY_TRAIN_ID, {"_labelIds.png": BY_LABEL_ID, "_color.png": BY_COLOUR})
