"""The result of a scan."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.core.counting import count
from workbench.core.domain import Domain, Sample, SetAside
from workbench.core.domain_remarks import remarks
from workbench.library.notebook import html_lines, html_table, needs_matplotlib

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class FolderContents:
    """The images of a folder and the files that cannot be used."""

    domain: Domain

    @property
    def samples(self) -> list[Sample]:
        """The usable images, in natural order of their paths."""
        return self.domain.samples

    @property
    def counts(self) -> dict[str, int]:
        """The number of images of each class."""
        return self.domain.counts()

    @property
    def set_aside(self) -> list[SetAside]:
        """The files that cannot be used, with the reason."""
        return self.domain.set_aside

    def figure(self) -> "Figure":
        """A matplotlib figure of the number of images of each class. Raises UserError if matplotlib is missing."""
        with needs_matplotlib():
            from workbench.library import figures
        return figures.classes(self.counts)

    def _repr_html_(self) -> str:
        domain = self.domain
        head = f"{count(len(domain.samples), 'image')} in {domain.root} ({domain.layout})"
        aside = f"Set aside: {count(len(domain.set_aside), 'file')}." if domain.set_aside else ""
        table = html_table(("class", "images"), list(self.counts.items())) if self.counts else ""
        return html_lines(head) + table + html_lines(aside, *remarks(domain))
