"""Words of the parts below the window, which know no language, in the language of the window."""

from workbench.core.domain import Layout, Reason, Side
from workbench.gui.kit.language import tr
from workbench.store.record_table import Status

_WORDS: dict[str, str] = {
    Side.SOURCE: tr("source"),
    Side.TARGET: tr("target"),
    "Source": tr("Source"),
    "Target": tr("Target"),
    Layout.CLASS_FOLDERS: tr("class folders"),
    Layout.NESTED: tr("nested folders"),
    Layout.FLAT: tr("flat folder"),
    Layout.CSV: tr("CSV file"),
    Layout.METADATA: tr("Hugging Face metadata"),
    Layout.PAIRED: tr("images and masks"),
    Layout.COCO: tr("COCO segmentation"),
    Reason.EMPTY: tr("empty file"),
    Reason.TRUNCATED: tr("truncated"),
    Reason.UNREADABLE: tr("not a readable image"),
    Reason.KIND: tr("image of a kind that is not read"),
    Reason.PACKED: tr("archive or packed data set"),
    Reason.POINTER: tr("pointer to a file that is not here"),
    Reason.TOO_LARGE: tr("too large"),
    Reason.DUPLICATE: tr("duplicate name"),
    Reason.LINK_LOOP: tr("symbolic link loop"),
    Reason.NO_MASK: tr("no mask"),
    Reason.MASK_SIZE: tr("mask of another size"),
    Reason.MASK_COLOUR: tr("unknown class in the mask"),
    Reason.PERMISSION: tr("no permission"),
    Reason.MISSING: tr("missing"),
    Status.RUNNING: tr("running"),
    Status.PAUSED: tr("paused"),
    Status.STOPPED: tr("stopped"),
    Status.INTERRUPTED: tr("interrupted"),
    Status.FINISHED: tr("finished"),
    Status.FAILED: tr("failed"),
    "images": tr("images"),
    "pixels": tr("pixels"),
    "Images": tr("Images"),
    "Pixels": tr("Pixels"),
}


def word(text: str) -> str:
    """Return a word that a part below uses, in the language of the window; another text as it is."""
    return _WORDS.get(text, str(text))
