"""The layouts of masks, and which of them a folder has."""

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from workbench.core.domain import Layout
from workbench.core.plugins import MASK_LAYOUTS, plugins
from workbench.data.masks import cityscapes, coco, gta5, paired, synthia, voc
from workbench.data.masks.contract import Masked, MaskLayout
from workbench.data.walk import Found

LAYOUTS: dict[str, MaskLayout] = {  # the most specific first
    Layout.CITYSCAPES: cast(MaskLayout, cityscapes),
    Layout.VOC: cast(MaskLayout, voc),
    Layout.SYNTHIA: cast(MaskLayout, synthia),
    Layout.COCO: cast(MaskLayout, coco),
    Layout.GTA5: cast(MaskLayout, gta5),
    Layout.PAIRED: cast(MaskLayout, paired),
}


def mask_layouts() -> dict[str, MaskLayout]:
    """Return all layouts by the name that `Masked.layout` has, in the order in which they are tried.

    Layouts of other packages (entry-point group `workbench.mask_layouts`) come first: they are the more specific.
    """
    return plugins(MASK_LAYOUTS) | LAYOUTS


def masks_in(root: Path, files: Sequence[Found]) -> Masked | None:
    """Return the images below a folder with their masks; None where the folder has no known layout of masks."""
    return next((masked for layout in mask_layouts().values() if (masked := layout.found(root, files))), None)
