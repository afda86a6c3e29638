"""Writes the classes of copied images as folder names or in a table."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from workbench.core.csv_cells import escaped_path, escaped_text
from workbench.core.domain import Domain, Layout, Sample
from workbench.export.translated_names import changes_folders, names_of
from workbench.store.event_folder import write_table


class ImageLabels:
    """The folder names are the classes if images keep their folders; otherwise a table contains them."""

    def __init__(self, domain: Domain, out: Path) -> None:
        self.domain, self.out = domain, out

    def names(self, paths: Sequence[str]) -> dict[str, str]:
        """Unchanged names, except for lossy formats."""
        return names_of(paths, False)

    def read(self, sample: Sample) -> None:
        """None: classes are not files of their own."""

    def files(self, name: str, label: None) -> list[Callable[[], None]]:
        """No files."""
        return []

    def finish(self, samples: Sequence[Sample], names: Mapping[str, str]) -> None:
        """Write the table if it is needed. It lists all images, as scans ignore images that are not in it."""
        if self.domain.layout not in (Layout.CSV, Layout.METADATA) and not changes_folders(names):
            return
        rows = [
            (escaped_path(names[sample.path]), escaped_text(sample.label or ""))
            for sample in samples
            if (self.out / names[sample.path]).exists()
        ]
        write_table(self.out / "labels.csv", ("path", "label"), rows)
