"""Reading of masks of all layouts as class indices."""

from pathlib import Path

from workbench.core.domain import Domain
from workbench.core.masks import ClassTable
from workbench.data.masks.contract import Code, Numbers, Reader, table_code
from workbench.data.masks.mask_file import classes_of, read_pixels
from workbench.data.masks.registry import mask_layouts


def read_mask(path: Path, table: ClassTable, code: Code | None = None) -> Numbers:
    """The class indices (H, W), or IGNORED, of a mask image.

    `code`: the coding of numbers and colours, by default that of the table. Raises Unreadable.
    """
    code = code or table_code(table)
    return classes_of(read_pixels(path, code.palette), code)


def mask_reader(domain: Domain) -> Reader:
    """The reader of a domain's masks, with indices of the domain's table."""
    return mask_layouts()[domain.layout].reader(domain)
