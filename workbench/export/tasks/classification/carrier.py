"""Carries the classes of images along: in the names of their folders, or in a table."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from workbench.core.domain import Domain, Layout, Sample
from workbench.export.translated_names import moved, names_of
from workbench.store.event_folder import write_table


class ImageLabels:
    """For images that keep their places, folders say the class; else a table does."""

    def __init__(self, domain: Domain, out: Path) -> None:
        self.domain, self.out = domain, out

    def names(self, paths: Sequence[str]) -> dict[str, str]:
        """As they were, where formats lose nothing."""
        return names_of(paths, False)

    def read(self, sample: Sample) -> None:
        """None: a class lies in no file of its own."""

    def files(self, name: str, label: None) -> list[Callable[[], None]]:
        """None."""
        return []

    def finish(self, samples: Sequence[Sample], names: Mapping[str, str]) -> None:
        """A table of all images, for one that left some out would hide them."""
        if self.domain.layout not in (Layout.CSV, Layout.METADATA) and not moved(names):
            return
        rows = [(names[one.path], one.label or "") for one in samples if (self.out / names[one.path]).exists()]
        write_table(self.out / "labels.csv", ("path", "label"), rows)
