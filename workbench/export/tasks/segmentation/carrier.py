"""Writes the masks of copied images, from any layout, as images/, masks/ and classes.csv."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from workbench.core.domain import Domain, Sample
from workbench.core.files import write_atomically
from workbench.data.mask_png import write_numbers
from workbench.data.masks.class_file import FILE, classes_text
from workbench.data.masks.contract import Numbers
from workbench.data.masks.reader import mask_reader
from workbench.export.translated_names import mask_name, names_of


class MaskFiles:
    """Writes a PNG of class numbers for each image that has a mask."""

    def __init__(self, domain: Domain, out: Path) -> None:
        assert domain.table is not None  # a domain of this task has one
        self.table, self.out, self.reader = domain.table, out, mask_reader(domain)

    def names(self, paths: Sequence[str]) -> dict[str, str]:
        """Unique names below a folder of images, so that a folder of masks can be next to it."""
        return names_of(paths, True)

    def read(self, sample: Sample) -> Numbers | None:
        """The class numbers (H, W) of a sample's pixels, or None without a mask."""
        return self.reader(sample) if sample.mask else None

    def files(self, name: str, label: Numbers | None) -> list[Callable[[], None]]:
        """The function that writes the mask, if there is one."""
        if label is None:
            return []
        mask = self.out / mask_name(name)
        return [partial(write_numbers, label, self.table.colours, mask, durable=False)]  # the writer syncs the folder

    def finish(self, samples: Sequence[Sample], names: Mapping[str, str]) -> None:
        """Write classes.csv."""
        write_atomically(self.out / FILE, classes_text(self.table))
