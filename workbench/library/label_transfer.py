"""Transfers labels between projects, files, class folders and masks, and merges those of two people."""

import tempfile
from pathlib import Path
from typing import NamedTuple

from workbench.analysis.label_review import Merged, Take
from workbench.analysis.label_review import merge as merged
from workbench.core.counting import count
from workbench.core.domain import Domain, Side
from workbench.core.errors import UserError
from workbench.core.files import copy_atomically
from workbench.data.label_tables import METADATA
from workbench.data.labels.class_folders import Link, write_class_folders
from workbench.data.labels.contract import (
    EntryChoice,
    agreed,
    format_of,
    formats,
    read_label_file,
    sized,
    write_labels,
)
from workbench.data.labels.path_matching import MatchedLabels, match_paths
from workbench.export.label_import import ImportPlan, import_labels, plan_import, plan_of
from workbench.export.tasks.registry import exporter
from workbench.library.folder import scan_folder
from workbench.library.label_places import LabelsAt, follow, images_of, open_project, read_labels_at
from workbench.library.options import Place
from workbench.store.correction_table import write_beside
from workbench.store.project import is_project


class ImportedLabels(NamedTuple):
    """What an import did, or would do as a dry run. `backup`: of a file that had more than labels."""

    plan: ImportPlan
    backup: Path | None = None


class WrittenLabels(NamedTuple):
    """How many labels were written to `out`, or `masks`; `corrections`: the table of corrected labels of the source.

    `left_out`: why some labels were not written, in sentences.
    """

    written: int
    out: Path
    masks: bool = False
    corrections: Path | None = None
    left_out: tuple[str, ...] = ()


def import_(
    place: Place,
    file: Place,
    *,
    annotator: str = "",
    control: str = "",
    dry_run: bool = False,
    images: Place | None = None,
    format: str = "",
) -> ImportedLabels:
    """Take labels from a file into a project, as one step that can be undone, or into another file.

    `annotator`, `control`: whose labels, and of which control or column. `dry_run`: change nothing. `images`: the
    folder, by default the project's target. `format`: by default by the file's name. Raises UserError if the file
    cannot be read.
    """
    path, choice, folder = Path(place), EntryChoice(annotator, control), Path(images) if images is not None else None
    if not is_project(path):
        return _into_file(path, Path(file), format, choice, folder, dry_run=dry_run)
    with open_project(path) as project:
        domain = images_of(project, folder)
        plan = plan_import(project, domain, Path(file), format, choice)
        if plan.labels and not dry_run:
            import_labels(project, Path(file), plan)
            follow(project, domain)
    return ImportedLabels(plan)


def export(
    place: Place,
    out: Place | None = None,
    *,
    images: Place | None = None,
    format: str = "",
    folder: Place | None = None,
    masks: Place | None = None,
    link: str = "copy",
) -> WrittenLabels:
    """Write the labels of a project or a file to the file `out`, the images to class folders, or painted masks.

    `images`: the folder, by default the project's target. `format`: of the file, by default by its name. `folder`: of
    the class folders, with images that are copied or linked: `link` is “copy”, “hard” or “symbolic”. `masks`: of the
    masks. Raises UserError unless exactly one output is given, or if it cannot be written.
    """
    path, where = Path(place), Path(images) if images is not None else None
    if sum(entry is not None for entry in (out, folder, masks)) != 1:
        raise UserError("The command needs exactly one output.", "Give a FILE, --folder DIR or --masks DIR.")
    if masks is not None:
        return WrittenLabels(_write_masks(path, where, Path(masks)), Path(masks), masks=True)
    domain: Domain | None = scan_folder(where) if where is not None else None
    if is_project(path):
        with open_project(path) as project:
            domain = images_of(project, where)
            found = LabelsAt(project.labels.current(), frozenset(project.measuring_set.current()))
    else:
        found = read_labels_at(path)
    if out is not None:
        samples = domain.samples if domain else ()
        written = write_labels(
            Path(out).absolute(), sized(found.labels, samples, found.measuring), format or format_by_name(Path(out))
        )
        return _with_corrections(path, found, WrittenLabels(written, Path(out)))
    assert folder is not None
    if domain is None:
        hint = "Give it with --images DIR."
        raise UserError(f"The label file {place} does not contain the folder of the images.", hint)
    return _with_corrections(path, found, _write_folders(domain, found.teaching, Path(folder), Link(link)))


def merge(
    first: Place, second: Place, *, out: Place | None = None, take: str = Take.NEITHER, format: str = ""
) -> Merged:
    """Merge the labels of two people, and measure their agreement. `take`: whose label is used for conflicts.

    `take` is “first”, “second” or “neither”. `out`: write them to this file. Raises UserError if a place has none.
    """
    mine, theirs = read_labels_at(Path(first)), read_labels_at(Path(second))
    result = merged(mine.labels, theirs.labels, Take(take))
    if out is not None:
        _write(Path(out), LabelsAt(result.labels, mine.measuring | theirs.measuring), format)
    return result


def _write_folders(domain: Domain, labels: dict[str, str], folder: Path, link: Link) -> WrittenLabels:
    present = {sample.path for sample in domain.samples}
    with_image = {path: label for path, label in labels.items() if path in present}
    write_class_folders(folder, domain.folder, with_image, link)
    lost = len(labels) - len(with_image)
    left_out = (f"{count(lost, 'label')} without an image.",) if lost else ()
    return WrittenLabels(len(with_image), folder, left_out=left_out)


def _with_corrections(place: Path, found: LabelsAt, written: WrittenLabels) -> WrittenLabels:
    """Also write the corrections of a project, and tell which labels that measure were not written."""
    measuring = len(found.labels) - len(found.teaching)
    left_out = written.left_out
    if measuring and written.written < len(found.labels):
        left_out += (f"{count(measuring, 'label')} for measuring; a CSV file can say that they measure.",)
    if not is_project(place):
        return written._replace(left_out=left_out)
    with open_project(place) as project:
        corrections = write_beside(written.out, project.labels.corrections.current().values())
    return written._replace(left_out=left_out, corrections=corrections)


def _write_masks(place: Path, images: Path | None, out: Path) -> int:
    """Write a mask for each painted image under the image's name, and classes.csv, to a folder. Return their number.

    Raises UserError if nothing is painted, the source has no masks, or the folder cannot be written.
    """
    if not is_project(place):
        hint = "Give the folder of a project, NAME.workbench."
        raise UserError(f"The label file {place} contains no masks.", hint)
    with open_project(place) as project:
        folder = project.domain_folder(Side.SOURCE)
        if folder is None:
            raise UserError(f"The project {place} has no source.", "Choose one in the window.")
        source = scan_folder(folder)
        return exporter(source.task).write_painted(project, images_of(project, images).samples, source, out)


def format_by_name(out: Path) -> str:
    """The format of a file by its name. Raises UserError if the name fits no format or several."""
    if out.name.lower() in METADATA or out.suffix.lower() == ".jsonl":
        return "huggingface"
    if out.suffix.lower() == ".csv":
        return "csv"
    matching = [
        name
        for name, label_format in formats().items()
        if label_format.SUFFIX and out.suffix.lower() == label_format.SUFFIX
    ]
    if len(matching) == 1:
        return matching[0]
    raise UserError(f"The name {out.name} does not determine the format.", "Give it with --format.")


def _into_file(
    labels_file: Path, file: Path, form: str, choice: EntryChoice, images: Path | None, *, dry_run: bool
) -> ImportedLabels:
    """Labels of one file into another one, which need not be there yet."""
    if labels_file.exists():
        label_format = format_of(labels_file)
        name = next(format_name for format_name, entry in formats().items() if entry is label_format)
    else:
        name = format_by_name(labels_file)
    before = read_labels_at(labels_file) if labels_file.exists() else LabelsAt({})
    content = read_label_file(file, form, choice)
    if images is not None:
        beside = file if file.is_dir() else file.absolute().parent
        matched = match_paths(content.entries, scan_folder(images), beside)
    else:
        labels, twice, conflicts = agreed((entry.path, entry) for entry in content.entries)
        matched = MatchedLabels(labels, 0, [], twice, conflicts)
    plan, backup = plan_of(content, matched, before.labels), None
    if plan.labels and not dry_run:
        if labels_file.is_file():
            backup = _back_up(labels_file, before, name)
        measuring = frozenset(entry.path for entry in content.entries if entry.measures)
        _write(labels_file, LabelsAt(before.labels | plan.labels, before.measuring | measuring), name)
    return ImportedLabels(plan, backup)


def _back_up(labels_file: Path, labels: LabelsAt, name: str) -> Path | None:
    """Back up a file before it is rewritten if it contains more than labels, such as boxes or other columns."""
    with tempfile.TemporaryDirectory(prefix="workbench-") as folder:
        rewritten = Path(folder) / labels_file.name
        _write(rewritten, labels, name)
        if rewritten.read_bytes() == labels_file.read_bytes():
            return None
    backup = labels_file.with_name(f"{labels_file.name}.before")
    number = 1
    while backup.exists():
        number += 1
        backup = labels_file.with_name(f"{labels_file.name}.before-{number}")
    copy_atomically(labels_file, backup)
    return backup


def _write(out: Path, found: LabelsAt, name: str) -> None:
    write_labels(out.absolute(), sized(found.labels, (), found.measuring), name or format_by_name(out))
