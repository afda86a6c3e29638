"""What a format of label files is, where all formats are found, and how a file of any of them is read and written."""

import importlib
import pkgutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from workbench.core.domain import Sample
from workbench.core.errors import UserError
from workbench.core.plugins import LABEL_FORMATS, plugins

PART_OF_NO_FORMAT = ("contract", "json_files", "path_matching", "class_folders")


class Labelled(NamedTuple):
    """A sample with its label; `width` and `height` in pixels, 0 where they are not known."""

    path: str
    label: str
    width: int = 0
    height: int = 0


class Entry(NamedTuple):
    """What a file says of one image: the path as written, the label, and where it stands (“line 3”, “entry 12”)."""

    path: str
    label: str
    where: str


class LabelFormat(Protocol):
    """A module of this package, or of another package through the entry-point group `workbench.label_formats`.

    `SUFFIX` is the ending of its files, empty where labels are a folder of files.
    """

    TITLE: str
    SUMMARY: str
    SUFFIX: str

    def claims(self, path: Path) -> bool:
        """Whether a file, or a folder, looks like one of this format. Never raises."""
        ...

    def read(self, path: Path) -> list[Entry]:
        """All labels in it; images without one are left out. Raises UserError that names the line or the entry."""
        ...

    def write(self, path: Path, labelled: Sequence[Labelled]) -> None:
        """Write all of it or nothing. Raises OSError, or UserError where a path can not be written in this format."""
        ...


def formats() -> dict[str, LabelFormat]:
    """Return all formats by name: the modules of this package except PART_OF_NO_FORMAT, and those of other packages."""
    package = importlib.import_module("workbench.data.labels")
    modules = [module.name for module in pkgutil.iter_modules(package.__path__)]
    names = sorted(name for name in modules if name not in PART_OF_NO_FORMAT)
    own = {name: importlib.import_module(f"{package.__name__}.{name}") for name in names}
    return plugins(LABEL_FORMATS) | own


def format_named(name: str) -> LabelFormat:
    """The format of that name. Raises UserError when there is none."""
    known = formats()
    if name not in known:
        raise UserError(f"There is no format “{name}” for labels.", f"Choose from: {', '.join(known)}.")
    return known[name]


def format_of(path: Path) -> LabelFormat:
    """The format that a file, or a folder, is in. Raises UserError when it is in none, or not there."""
    if not path.exists():
        raise UserError(f"There is no file {path}.", "Check the path.")
    for known in formats().values():
        if known.claims(path):
            return known
    raise UserError(
        f"{path} is no file of labels that is known here.",
        f"Give one of: {', '.join(f'{one.TITLE} ({name})' for name, one in formats().items())}.",
    )


def read_labels(path: Path, name: str = "") -> list[Entry]:
    """The labels in a file of that format, or of the one it looks like. Raises UserError for a bad file."""
    known = format_named(name) if name else format_of(path)
    try:
        entries = known.read(path)
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"The labels in {path} could not be read ({error}).", "Give a file in UTF-8.") from error
    seen: dict[str, str] = {}
    for entry in entries:
        if entry.path in seen:
            raise UserError(
                f"{path} names {entry.path} twice ({seen[entry.path]} and {entry.where}).",
                "Keep one label for each image.",
            )
        seen[entry.path] = entry.where
    return entries


def write_labels(path: Path, labelled: Sequence[Labelled], name: str) -> None:
    """Write labels in a format, all of them or nothing. Raises UserError when that can not be."""
    known = format_named(name)
    if known.SUFFIX and path.suffix.lower() != known.SUFFIX:
        raise UserError(f"{path.name} does not end with {known.SUFFIX}.", f"Call it {path.stem}{known.SUFFIX}.")
    try:
        known.write(path, labelled)
    except OSError as error:
        raise UserError(f"The labels could not be written to {path} ({error}).", "Choose another place.") from error


def sized(labels: Mapping[str, str], samples: Iterable[Sample]) -> list[Labelled]:
    """Labels of samples with their sizes, in the order of the samples; those of other paths after them."""
    known = [Labelled(one.path, labels[one.path], one.width, one.height) for one in samples if one.path in labels]
    here = {one.path for one in known}
    return known + [Labelled(path, label) for path, label in labels.items() if path not in here]
