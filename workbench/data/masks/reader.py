"""Masks as class numbers, in whatever way their files write them."""

from pathlib import Path

from workbench.core.domain import Domain
from workbench.core.masks import ClassTable
from workbench.data.masks.contract import Code, Numbers, Reader, plain
from workbench.data.masks.mask_file import classes_of, written
from workbench.data.masks.registry import mask_layouts


def read_mask(path: Path, table: ClassTable, code: Code | None = None) -> Numbers:
    """(H, W) class numbers of a mask that is a picture, IGNORED where a pixel is of no class.

    `code`: what its numbers and colours mean, when not as in the table. Raises Unreadable.
    """
    code = code or plain(table)
    return classes_of(written(path, code.palette), code)


def mask_reader(domain: Domain) -> Reader:
    """What reads the masks of a domain's samples, (H, W) numbers of its own table."""
    return mask_layouts()[domain.layout].reader(domain)
