"""The registry of mask layouts, and detection of the layout of a folder."""

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from workbench.core.domain import Layout
from workbench.core.plugins import MASK_LAYOUTS, plugins
from workbench.data.masks import cityscapes, coco, gta5, paired, synthia, voc
from workbench.data.masks.contract import MaskedFolder, MaskLayout
from workbench.data.masks.unmatched import check_unmatched
from workbench.data.walk import FileEntry

LAYOUTS: dict[str, MaskLayout] = {  # most specific first
    Layout.CITYSCAPES: cast(MaskLayout, cityscapes),
    Layout.VOC: cast(MaskLayout, voc),
    Layout.SYNTHIA: cast(MaskLayout, synthia),
    Layout.COCO: cast(MaskLayout, coco),
    Layout.GTA5: cast(MaskLayout, gta5),
    Layout.PAIRED: cast(MaskLayout, paired),
}


def mask_layouts() -> dict[str, MaskLayout]:
    """All layouts by the name in `Masked.layout`, in the order in which they are tried.

    Layouts of other packages (entry-point group `workbench.mask_layouts`) come first, as they are more specific.
    """
    return plugins(MASK_LAYOUTS) | LAYOUTS


def masks_in(root: Path, files: Sequence[FileEntry]) -> MaskedFolder | None:
    """The images and masks among the `files` below a folder; None for no known layout.

    Raises UserError for images and masks whose names do not match.
    """
    for layout in mask_layouts().values():
        if masked := layout.detect(root, files):
            return masked
    check_unmatched(root, files)
    return None
