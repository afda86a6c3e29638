"""What the names in a folder say, before any of its images is opened."""

import msgspec


class FolderOutline(msgspec.Struct, frozen=True):
    """The names in a folder whose files are still being checked: some images may turn out to be unusable.

    `root`, `layout`: as in Domain. `images`: their number; `names`: paths of the first few. `classes`: all classes, in
    natural order, or in that of the table of masks; `counts`: number of images of each class that images have as label.
    """

    root: str
    layout: str
    images: int
    names: list[str] = []
    classes: list[str] = []
    counts: dict[str, int] = {}
