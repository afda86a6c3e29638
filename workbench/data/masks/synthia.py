"""SYNTHIA-RAND-CITYSCAPES (Ros et al., CVPR 2016): `RGB/`, and `GT/LABELS/` or `GT/COLOR/`, with equal names."""

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import numpy as np

from workbench.core.domain import Domain, Layout, Reason, Sample, SetAside
from workbench.core.masks import IGNORED
from workbench.core.name_matching import composed
from workbench.data.masks.contract import Code, MaskedFolder, Numbers, Reader
from workbench.data.masks.mask_file import classes_of, image_reader, read_pixels
from workbench.data.masks.street_classes import BY_COLOUR, TABLE
from workbench.data.walk import FileEntry

IMAGES = ("RGB",)
LABELS, COLOURS = ("GT", "LABELS"), ("GT", "COLOR")
NUMBERS = (  # Cityscapes' names of SYNTHIA's classes, in order; "" for void, parking slots, road works, lane markings
    "", "sky", "building", "road", "sidewalk", "fence", "vegetation", "pole", "car", "traffic sign", "person",
    "bicycle", "motorcycle", "", "", "traffic light", "terrain", "rider", "truck", "bus", "train", "wall", "",
)  # fmt: skip
FENCE = (64, 64, 128)  # SYNTHIA's colour of fences differs from Cityscapes'

CODE = Code(
    {IGNORED: IGNORED, **{at: TABLE.names.index(name) if name else IGNORED for at, name in enumerate(NUMBERS)}},
    {**BY_COLOUR.colours, FENCE: TABLE.names.index("fence"), (128, 64, 64): IGNORED},
)


def detect(root: Path, files: Sequence[FileEntry]) -> MaskedFolder | None:
    """The images and masks among the `files` below a folder; None if they have another layout."""
    images = _below(files, IMAGES)
    masks = _below(files, COLOURS) | _below(files, LABELS)
    if not images or not masks:
        return None
    pairs = {image.path: masks[key] for key, image in images.items() if key in masks}
    set_aside = [
        SetAside(image.path, Reason.NO_MASK, f"there is no GT/LABELS/{key.rpartition('/')[2]}.png")
        for key, image in images.items()
        if key not in masks
    ]
    ignored = len(files) - len(images) - len(pairs)
    with_masks = [image for image in images.values() if image.path in pairs]
    return MaskedFolder(Layout.SYNTHIA, TABLE, with_masks, pairs, set_aside, ignored)


def reader(domain: Domain) -> Reader:
    """The reader of the domain's masks. In LABELS files the first channel is the class, the second the object."""
    colour_reader = image_reader(domain, CODE)

    def read(sample: Sample) -> Numbers:
        if f"/{'/'.join(LABELS)}/" not in f"/{sample.mask}":
            return colour_reader(sample)
        pixels = read_pixels(domain.folder / sample.mask)
        return classes_of(np.ascontiguousarray(pixels[..., 0]) if pixels.ndim == 3 else pixels, CODE)

    return Reader(read, colour_reader.stamp)


def _below(files: Sequence[FileEntry], folders: tuple[str, ...]) -> dict[str, FileEntry]:
    """The files in the given folders, by their path without these folders and the extension."""
    by_name: dict[str, FileEntry] = {}
    for file in files:
        if folders[0] not in file.path:
            continue
        parts = PurePosixPath(composed(file.path)).with_suffix("").parts
        for start in range(len(parts) - len(folders)):
            if parts[start : start + len(folders)] == folders:
                by_name["/".join((*parts[:start], *parts[start + len(folders) :]))] = file
                break
    return by_name
