"""Keeps the unusual images of a watched folder: copies in a folder, and rows in a project that offers them first."""

import contextlib
import filecmp
import hashlib
import os
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from workbench.core.defaults import KEPT_UNUSUAL
from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.core.file_names import contained_path, contained_place
from workbench.core.files import copy_atomically
from workbench.data.walk import FileEntry, claims_to_be_image
from workbench.export.watching.unusual import UnusualImage
from workbench.store.project import Project
from workbench.store.watched_images import WatchedImage


class UnusualImages:
    """Takes unusual images of a watched folder. A block of `with` closes the project.

    What is done twice, because the program was killed in between, leaves one copy and one row.

    Attributes:
        found: unusual images since the start.
        copied: copies since the start.
        left_out: images that were not copied because the folder has its number of images.
    """

    def __init__(
        self, folder: Path, *, copies: Path | None = None, most: int = KEPT_UNUSUAL, project: Path | None = None
    ) -> None:
        """`copies`: the folder for copies, `most` of them. `project`: the one that offers the images.

        Raises UserError if one of them is no place for these images.
        """
        self.folder, self.copies, self.most = folder, copies, most
        self.found = self.copied = self.left_out = 0
        self.project: Project | None = None
        self._target = Path()
        if copies is not None:
            _check_copies(folder, copies)
        self._present = _images_below(copies) if copies is not None else 0
        if project is not None:
            self._open(project, copies if copies is not None else folder)

    def keep(self, unusual: list[tuple[FileEntry, UnusualImage]]) -> None:
        """Copy images and store them in the project. Raises UserError if they cannot be written."""
        rows = []
        for file, image in unusual:
            self.found += 1
            place = self.folder / file.path if self.copies is None else self._copied(file)
            if self.project is not None and place is not None and place.is_relative_to(self._target):
                path = place.relative_to(self._target).as_posix()
                rows.append(WatchedImage(path, time.time(), round(image.score, 3), image.why))
        if self.project is not None and rows:
            self.project.watched_images.add(rows)

    def _open(self, project: Path, images: Path) -> None:
        self.project = Project.open(project.absolute(), settle=False)
        target = self.project.domain_folder(Side.TARGET)
        try:
            if target is None:
                raise UserError(f"The project {self.project.name} has no target folder yet.", "Choose one in it.")
            self._target = Path(os.path.abspath(target if target.is_dir() else target.parent))
            if not (images.is_relative_to(self._target) or self._target.is_relative_to(images)):
                raise UserError(
                    f"{images} is not in {self._target}, the target of the project {self.project.name}.",
                    "Give --keep-unusual a folder in the target, into which unusual images are copied.",
                )
        except UserError:
            self.project.close()
            raise

    def _copied(self, file: FileEntry) -> Path | None:
        """The copy of an image; None if there is none because of the limit, or because the image is gone."""
        assert self.copies is not None
        image, place = self.folder / file.path, contained_place(self.copies, contained_path(file.path))
        if not image.exists():
            return None
        try:
            if place.exists() and not filecmp.cmp(image, place, shallow=False):  # an earlier image of this name
                place = place.with_name(f"{place.stem}-{_digest(image)}{place.suffix}")
            if place.exists():
                return place
            if self._present >= self.most:
                self.left_out += 1
                return None
            copy_atomically(image, place)
        except FileNotFoundError:
            if image.exists():
                raise
            return None
        except OSError as error:
            raise UserError(
                f"The unusual image {file.path} could not be copied to {self.copies} ({error}).",
                "Choose another --keep-unusual.",
            ) from error
        self._present += 1
        self.copied += 1
        return place

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.project is not None:
            self.project.close()


def _check_copies(folder: Path, copies: Path) -> None:
    if copies.resolve().is_relative_to(folder.resolve()):
        raise UserError(
            f"{copies} is in the watched folder, so its copies would be watched.",
            "Give --keep-unusual a folder outside of it.",
        )
    if copies.exists() and not copies.is_dir():
        raise UserError(f"{copies} is a file.", "Choose another --keep-unusual.")


def _digest(image: Path) -> str:
    with image.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()[:12]


def _images_below(folder: Path) -> int:
    with contextlib.suppress(OSError):
        return sum(claims_to_be_image(name) for _, _, names in os.walk(folder) for name in names)
    return 0
