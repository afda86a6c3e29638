"""Which layout of masks a folder has: every module of this folder that knows one is asked in turn."""

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from workbench.core.domain import Layout
from workbench.data.masks import cityscapes, coco, gta5, paired, synthia, voc
from workbench.data.masks.contract import Masked, MaskLayout
from workbench.data.walk import Found

LAYOUTS: dict[Layout, MaskLayout] = {  # in the order of asking: the most particular first
    Layout.CITYSCAPES: cast(MaskLayout, cityscapes),
    Layout.VOC: cast(MaskLayout, voc),
    Layout.SYNTHIA: cast(MaskLayout, synthia),
    Layout.COCO: cast(MaskLayout, coco),
    Layout.GTA5: cast(MaskLayout, gta5),
    Layout.PAIRED: cast(MaskLayout, paired),
}


def masks_in(root: Path, files: Sequence[Found]) -> Masked | None:
    """The images below a folder with their masks; None where there are no masks in any layout known here."""
    return next((seen for layout in LAYOUTS.values() if (seen := layout.found(root, files))), None)
