"""SYNTHIA-RAND-CITYSCAPES (Ros et al., CVPR 2016): `RGB/`, and `GT/LABELS/` or `GT/COLOR/`, under the same names."""

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import numpy as np

from workbench.core.domain import Domain, Layout, Reason, Sample, SetAside
from workbench.core.masks import IGNORED
from workbench.data.masks.contract import Code, Masked, Numbers, Reader
from workbench.data.masks.mask_file import classes_of, coded, written
from workbench.data.masks.street_classes import BY_COLOUR, TABLE
from workbench.data.walk import Found

IMAGES = ("RGB",)
LABELS, COLOURS = ("GT", "LABELS"), ("GT", "COLOR")
NUMBERS = (  # of SYNTHIA, in order, by the names of Cityscapes; void, parking slots, road works and lane markings: none
    "", "sky", "building", "road", "sidewalk", "fence", "vegetation", "pole", "car", "traffic sign", "person",
    "bicycle", "motorcycle", "", "", "traffic light", "terrain", "rider", "truck", "bus", "train", "wall", "",
)  # fmt: skip
FENCE = (64, 64, 128)  # SYNTHIA's own colour for it

CODE = Code(
    {IGNORED: IGNORED, **{at: TABLE.names.index(name) if name else IGNORED for at, name in enumerate(NUMBERS)}},
    {**BY_COLOUR.colours, FENCE: TABLE.names.index("fence"), (128, 64, 64): IGNORED},
)


def found(root: Path, files: Sequence[Found]) -> Masked | None:
    """What is there, from the image files below a folder; None where they are not laid out like this."""
    images = _below(files, IMAGES)
    masks = _below(files, COLOURS) | _below(files, LABELS)
    if not images or not masks:
        return None
    pairs = {image.path: masks[key] for key, image in images.items() if key in masks}
    aside = [
        SetAside(image.path, Reason.NO_MASK, f"there is no GT/LABELS/{key.rpartition('/')[2]}.png")
        for key, image in images.items()
        if key not in masks
    ]
    passed = len(files) - len(images) - len(pairs)
    return Masked(Layout.SYNTHIA, TABLE, [one for one in images.values() if one.path in pairs], pairs, aside, passed)


def reader(domain: Domain) -> Reader:
    """What reads masks of such a domain; LABELS have the class in their first channel, the thing in the second."""
    painted = coded(domain, CODE)

    def read(sample: Sample) -> Numbers:
        if f"/{'/'.join(LABELS)}/" not in f"/{sample.mask}":
            return painted(sample)
        pixels = written(domain.folder / sample.mask)
        return classes_of(np.ascontiguousarray(pixels[..., 0]) if pixels.ndim == 3 else pixels, CODE)

    return Reader(read, painted.stamp)


def _below(files: Sequence[Found], folders: tuple[str, ...]) -> dict[str, Found]:
    """Files in such folders, by what stands before these and behind, without the ending."""
    found: dict[str, Found] = {}
    for one in files:
        parts = PurePosixPath(one.path).with_suffix("").parts
        for at in range(len(parts) - len(folders)):
            if parts[at : at + len(folders)] == folders:
                found["/".join((*parts[:at], *parts[at + len(folders) :]))] = one
                break
    return found
