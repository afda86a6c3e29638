"""The places below the root of a host. Both sides know them."""

from pathlib import PurePosixPath
from typing import NamedTuple

MARK = "domain-workbench-root"  # the file that says that a folder is a root, which `Clean` may delete


class HostLayout(NamedTuple):
    """The folders of a root, which is absolute."""

    root: PurePosixPath

    @property
    def contents(self) -> PurePosixPath:
        """The contents of files, by digest."""
        return self.root / "contents"

    @property
    def cache(self) -> PurePosixPath:
        """The cache of decoded images and features."""
        return self.root / "cache"

    @property
    def trees(self) -> PurePosixPath:
        """The trees, by id."""
        return self.root / "trees"

    @property
    def runs(self) -> PurePosixPath:
        """The runs, by id."""
        return self.root / "runs"

    def tree(self, tree: str, name: str) -> PurePosixPath:
        """The folder or file of a tree."""
        return self.trees / tree / name

    def run_folder(self, run: str) -> PurePosixPath:
        """The run folder of a run."""
        return self.runs / run / "run"
