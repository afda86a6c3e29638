"""The interface of label file formats, their registry, and reading and writing of any of them."""

import importlib
import pkgutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from workbench.core.domain import Sample
from workbench.core.errors import UserError
from workbench.core.name_matching import composed
from workbench.core.plugins import LABEL_FORMATS, plugins

NOT_FORMATS = ("contract", "json_files", "path_matching", "class_folders")


class Labelled(NamedTuple):
    """A sample with its label. `width` and `height` in pixels, 0 if unknown."""

    path: str
    label: str
    width: int = 0
    height: int = 0


class Entry(NamedTuple):
    """A label in a file: the path as written, the label, and its location in the file (“line 3”, “entry 12”)."""

    path: str
    label: str
    where: str


class LabelFormat(Protocol):
    """A module of this package, or of another package through the entry-point group `workbench.label_formats`.

    `SUFFIX` is the extension of its files; empty if the format is a folder of files.
    """

    TITLE: str
    SUMMARY: str
    SUFFIX: str

    def claims(self, path: Path) -> bool:
        """Whether a file or a folder appears to have this format. Never raises."""
        ...

    def read(self, path: Path) -> list[Entry]:
        """All labels in a file; unlabelled images are left out. Raises UserError with the line or entry."""
        ...

    def write(self, path: Path, labelled: Sequence[Labelled]) -> None:
        """Write labels atomically. Raises OSError, or UserError if the format cannot represent a path."""
        ...


def formats() -> dict[str, LabelFormat]:
    """Return all formats by name: the modules of this package except NOT_FORMATS, and those of other packages."""
    package = importlib.import_module("workbench.data.labels")
    modules = [module.name for module in pkgutil.iter_modules(package.__path__)]
    names = sorted(name for name in modules if name not in NOT_FORMATS)
    own = {name: importlib.import_module(f"{package.__name__}.{name}") for name in names}
    return plugins(LABEL_FORMATS) | own


def format_named(name: str) -> LabelFormat:
    """The format with that name. Raises UserError for an unknown name."""
    known = formats()
    if name not in known:
        raise UserError(f"There is no label format “{name}”.", f"Choose one of {', '.join(known)}.")
    return known[name]


def format_of(path: Path) -> LabelFormat:
    """The format of a file or a folder. Raises UserError if it is missing or of an unknown format."""
    if not path.exists():
        raise UserError(f"There is no file {path}.", "Check the path.")
    for candidate in formats().values():
        if candidate.claims(path):
            return candidate
    raise UserError(
        f"{path} is not a label file of a known format.",
        f"Use one of {', '.join(f'{known.TITLE} ({name})' for name, known in formats().items())}.",
    )


def read_labels(path: Path, name: str = "") -> list[Entry]:
    """The labels in a file of the given or detected format. Raises UserError for an invalid file."""
    label_format = format_named(name) if name else format_of(path)
    try:
        entries = [entry._replace(label=composed(entry.label)) for entry in label_format.read(path)]
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"The labels in {path} cannot be read ({error}).", "Use a file in UTF-8.") from error
    locations: dict[str, str] = {}
    for entry in entries:
        key = composed(entry.path)
        if key in locations:
            raise UserError(
                f"{path} contains {entry.path} twice ({locations[key]} and {entry.where}).",
                "Keep one label per image.",
            )
        locations[key] = entry.where
    return entries


def write_labels(path: Path, labelled: Sequence[Labelled], name: str) -> None:
    """Write labels in a format, atomically. Raises UserError if writing fails."""
    label_format = format_named(name)
    suffix = label_format.SUFFIX
    if suffix and path.suffix.lower() != suffix:
        raise UserError(f"{path.name} does not end with {suffix}.", f"Name it {path.stem}{suffix}.")
    try:
        label_format.write(path, labelled)
    except OSError as error:
        raise UserError(f"The labels cannot be written to {path} ({error}).", "Choose another place.") from error


def sized(labels: Mapping[str, str], samples: Iterable[Sample]) -> list[Labelled]:
    """Labels with the sizes of their samples, in the order of `samples`; labels of other paths come last."""
    sized_labels = [
        Labelled(sample.path, labels[sample.path], sample.width, sample.height)
        for sample in samples
        if sample.path in labels
    ]
    paths = {sample.path for sample in sized_labels}
    return sized_labels + [Labelled(path, label) for path, label in labels.items() if path not in paths]
