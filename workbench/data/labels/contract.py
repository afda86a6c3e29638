"""The interface of label file formats, their registry, and reading and writing of any of them."""

import importlib
import pkgutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from workbench.core.domain import Sample
from workbench.core.errors import UserError
from workbench.core.name_matching import composed
from workbench.core.plugins import LABEL_FORMATS, plugins

NOT_FORMATS = ("contract", "json_files", "path_matching", "class_folders")


class Labelled(NamedTuple):
    """A sample with its label. `width` and `height` in pixels, 0 if unknown. `measures`: the label does not teach."""

    path: str
    label: str
    width: int = 0
    height: int = 0
    measures: bool = False


class Entry(NamedTuple):
    """A label in a file: the path as written, the label, and its location in the file (“line 3”, “entry 12”).

    `annotator`: who assigned it, and `control`: which of several questions it answers; empty if the file does not say.
    `address`: the image as the tool wrote it, if `path` is taken from an address. `problem`: why the entry cannot be
    used; then path and label may be empty. `measures`: the label belongs to a measuring set, so it does not teach.
    """

    path: str
    label: str
    where: str
    annotator: str = ""
    control: str = ""
    address: str = ""
    problem: str = ""
    measures: bool = False


class EntryChoice(NamedTuple):
    """Whose labels of a file to read, and of which control; all if empty."""

    annotator: str = ""
    control: str = ""


class LabelConflict(NamedTuple):
    """An image with different labels in one file, by path."""

    path: str
    entries: tuple[Entry, ...]


class LabelFile(NamedTuple):
    """What a label file says: usable entries, several of an image if annotators are, and unusable ones.

    `annotators` and `controls`: all of the file, before the choice.
    """

    entries: list[Entry]
    unusable: list[Entry]
    annotators: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()


class SeveralControlsError(UserError):
    """A file answers several questions. `controls`: their names."""

    def __init__(self, path: Path, controls: tuple[str, ...]) -> None:
        self.controls = controls
        super().__init__(
            f"{path} has labels of several controls: {', '.join(controls)}.", f"Choose one: --control {controls[0]}."
        )


class LabelFormat(Protocol):
    """A module of this package, or of another package through the entry-point group `workbench.label_formats`.

    `SUFFIX` is the extension of its files; empty if the format is a folder of files. A format whose files say which
    labels measure has the attribute `ROLES`.
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


def read_label_file(path: Path, name: str = "", choice: EntryChoice = EntryChoice()) -> LabelFile:  # noqa: B008
    """Read a file of the given or detected format; an entry that cannot be used loses only itself.

    Raises UserError if the file cannot be read or has no such annotator or control, and SeveralControlsError if it has
    several controls and none is chosen.
    """
    label_format = format_named(name) if name else format_of(path)
    read_column = getattr(label_format, "read_column", None)
    try:
        read = read_column(path, choice.control) if read_column and choice.control else label_format.read(path)
    except (OSError, UnicodeDecodeError, RecursionError) as error:
        raise UserError(f"The labels in {path} cannot be read ({error}).", "Use a file in UTF-8.") from error
    entries = [_checked(entry) for entry in read]
    usable = [entry for entry in entries if not entry.problem]
    annotators = tuple(dict.fromkeys(entry.annotator for entry in usable if entry.annotator))
    controls = tuple(dict.fromkeys(entry.control for entry in usable if entry.control))
    control = _chosen(path, "control", choice.control, controls)
    annotator = _chosen(path, "annotator", choice.annotator, annotators)
    if len(controls) > 1 and not control:
        raise SeveralControlsError(path, controls)
    kept = [entry for entry in usable if control in ("", entry.control) and annotator in ("", entry.annotator)]
    return LabelFile(kept, [entry for entry in entries if entry.problem], annotators, controls)


def read_labels(path: Path, name: str = "") -> list[Entry]:
    """One entry for each image of a file. Raises UserError for an entry that cannot be used, and for conflicts."""
    content = read_label_file(path, name)
    if content.unusable:
        first = content.unusable[0]
        where = first.where[:1].upper() + first.where[1:]
        raise UserError(f"{where} of {path} {first.problem}.", "Correct or delete the entry.")
    by_path: dict[str, Entry] = {}
    for entry in content.entries:
        first = by_path.setdefault(composed(entry.path), entry)
        if first.label != entry.label:
            raise UserError(
                f"{path} contains {entry.path} twice ({first.where} and {entry.where}), as “{first.label}” and "
                f"“{entry.label}”.",
                "Keep one label per image.",
            )
    return list(by_path.values())


def agreed(entries: Iterable[tuple[str, Entry]]) -> tuple[dict[str, str], list[Entry], list[LabelConflict]]:
    """The label of each path whose entries agree, an annotator's repeated entries, and paths with different labels."""
    by_path: dict[str, list[Entry]] = {}
    for path, entry in entries:
        by_path.setdefault(path, []).append(entry)
    labels = {path: same[0].label for path, same in by_path.items() if len({entry.label for entry in same}) == 1}
    conflicts = [LabelConflict(path, tuple(same)) for path, same in by_path.items() if path not in labels]
    twice = []
    for path in labels:
        seen: set[str] = set()
        for entry in by_path[path]:
            if entry.annotator in seen:
                twice.append(entry)
            seen.add(entry.annotator)
    return labels, twice, conflicts


def _checked(entry: Entry) -> Entry:
    """The entry with a composed label, or with a problem if its text is no text."""
    if entry.problem:
        return entry
    try:
        "".join((entry.path, entry.label, entry.annotator, entry.control)).encode()
    except UnicodeEncodeError:
        return entry._replace(path="", label="", problem="has text that is not valid Unicode")
    if not entry.path or not entry.label:
        return entry._replace(problem="has no path" if not entry.path else "has no label")
    if "\0" in entry.path or "\0" in entry.label:
        return entry._replace(path="", label="", problem="contains a NUL character")
    return entry._replace(label=composed(entry.label))


def _chosen(path: Path, kind: str, wanted: str, names: tuple[str, ...]) -> str:
    """The name that is meant, regardless of case."""
    if not wanted:
        return ""
    found = next((name for name in names if name.casefold() == wanted.strip().casefold()), None)
    if found is None:
        listed = f"It has: {', '.join(names)}." if names else f"It names no {kind}s."
        raise UserError(f"{path} has no {kind} “{wanted}”.", listed)
    return found


def write_labels(path: Path, labelled: Sequence[Labelled], name: str) -> int:
    """Write labels in a format, atomically. Return their number. Raises UserError if writing fails.

    Labels that measure are left out if the format cannot say so, because a training that reads the file would use them.
    """
    label_format = format_named(name)
    if not getattr(label_format, "ROLES", False):
        labelled = [sample for sample in labelled if not sample.measures]
    suffix = label_format.SUFFIX
    if suffix and path.suffix.lower() != suffix:
        raise UserError(f"{path.name} does not end with {suffix}.", f"Name it {path.stem}{suffix}.")
    try:
        label_format.write(path, labelled)
    except OSError as error:
        raise UserError(f"The labels cannot be written to {path} ({error}).", "Choose another place.") from error
    return len(labelled)


def sized(
    labels: Mapping[str, str], samples: Iterable[Sample], measuring: Collection[str] = frozenset()
) -> list[Labelled]:
    """Labels with the sizes of their samples, in the order of `samples`; labels of other paths come last.

    `measuring`: the paths of the samples whose labels measure.
    """
    sized_labels = [
        Labelled(sample.path, labels[sample.path], sample.width, sample.height, sample.path in measuring)
        for sample in samples
        if sample.path in labels
    ]
    paths = {sample.path for sample in sized_labels}
    others = ((path, label) for path, label in labels.items() if path not in paths)
    return sized_labels + [Labelled(path, label, measures=path in measuring) for path, label in others]
