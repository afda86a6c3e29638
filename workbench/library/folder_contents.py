"""The result of a scan."""

from dataclasses import dataclass

from workbench.core.domain import Domain, Sample, SetAside


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
