"""`workbench label import`, `export` and `merge`: transfers labels between projects and files, and merges them."""

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.core.counting import count as number
from workbench.core.errors import UserError
from workbench.core.files import copy_atomically
from workbench.library.label_places import LabelsAt, follow, images_of, open_project, read_labels_at
from workbench.store.project import is_project

if TYPE_CHECKING:
    from workbench.core.domain import Domain
    from workbench.data.labels.contract import EntryChoice
    from workbench.export.label_import import ImportPlan

SHOWN = 20


def do_import(arguments: argparse.Namespace) -> int:
    """Show what an import does, do it unless it is a dry run, and return 0; 2 if no entry has an image."""
    from workbench.cli.import_plan import show_plan
    from workbench.data.labels.contract import EntryChoice
    from workbench.export.label_import import import_labels, plan_import

    choice = EntryChoice(arguments.annotator, arguments.control)
    if is_project(arguments.place):
        with open_project(arguments.place) as project:
            domain = images_of(project, arguments.images)
            plan = plan_import(project, domain, arguments.file, arguments.format, choice)
            show_plan(plan, json=arguments.json, dry_run=arguments.dry_run)
            if plan.labels and not arguments.dry_run:
                import_labels(project, arguments.file, plan)
                follow(project, domain)
    else:
        plan = _into_file(arguments, choice)
    return 0 if plan.labels else 2


def do_export(arguments: argparse.Namespace) -> int:
    """Write labels to a file or images to class folders, and print their number. Return 0."""
    import msgspec

    from workbench.data.labels.class_folders import Link, write_class_folders
    from workbench.data.labels.contract import sized, write_labels
    from workbench.library.folder import scan_folder

    if sum(entry is not None for entry in (arguments.out, arguments.folder, arguments.masks)) != 1:
        raise UserError(
            "The command needs exactly one output.",
            "Give a FILE, --folder DIR or --masks DIR.",
        )
    if arguments.masks is not None:
        return _export_masks(arguments)
    domain: Domain | None = scan_folder(arguments.images) if arguments.images else None
    if is_project(arguments.place):
        with open_project(arguments.place) as project:
            domain = images_of(project, arguments.images)
            found = LabelsAt(project.labels.current(), frozenset(project.measuring_set.current()))
    else:
        found = read_labels_at(arguments.place)
    labels = found.teaching
    if arguments.folder is None:
        name = arguments.format or format_by_name(arguments.out)
        labelled = sized(found.labels, domain.samples if domain else (), found.measuring)
        count, out = write_labels(arguments.out.absolute(), labelled, name), arguments.out
    else:
        if domain is None:
            raise UserError(
                f"The label file {arguments.place} does not contain the folder of the images.",
                "Give it with --images DIR.",
            )
        image_paths = {sample.path for sample in domain.samples}
        labels_with_image = {path: label for path, label in labels.items() if path in image_paths}
        write_class_folders(arguments.folder, domain.folder, labels_with_image, Link(arguments.link))
        count, out = len(labels_with_image), arguments.folder
        if len(labels_with_image) < len(labels):
            print(
                f"Left out: {number(len(labels) - len(labels_with_image), 'label')} without an image.", file=sys.stderr
            )
    corrections = _export_corrections(arguments.place, out)
    measuring = len(found.labels) - len(labels)
    if measuring and (arguments.folder is not None or count < len(found.labels)):
        print(
            f"Left out: {number(measuring, 'label')} for measuring; a CSV file can say that they measure.",
            file=sys.stderr,
        )
    values = {"labels": count, "out": str(out)} | ({"corrections": str(corrections)} if corrections else {})
    print(msgspec.json.encode(values).decode() if arguments.json else _written_sentence(count, out))
    if corrections and not arguments.json:
        print(f"The corrected labels of the source are in {corrections}.")
    return 0


def _export_corrections(place: Path, out: Path) -> Path | None:
    """Write the corrections of a project beside its exported labels; None without any."""
    from workbench.store.correction_table import write_beside

    if not is_project(place):
        return None
    with open_project(place) as project:
        return write_beside(out, project.labels.corrections.current().values())


def _export_masks(arguments: argparse.Namespace) -> int:
    import msgspec

    from workbench.cli.label_masks import write_painted

    if not is_project(arguments.place):
        raise UserError(
            f"The label file {arguments.place} contains no masks.", "Give the folder of a project, NAME.workbench."
        )
    count, out = write_painted(arguments.place, arguments.images, arguments.masks), arguments.masks
    values = msgspec.json.encode({"masks": count, "out": str(out)}).decode()
    print(
        values if arguments.json else f"Wrote {number(count, 'mask')} to {out}. To train with them: --shot-masks {out}"
    )
    return 0


def do_merge(arguments: argparse.Namespace) -> int:
    """Merge the labels of two people, print their agreement and conflicts, and write the result. Return 0."""
    import msgspec

    from workbench.analysis.label_review import Take, merge

    first, second = (read_labels_at(place) for place in arguments.places)
    merged = merge(first.labels, second.labels, Take(arguments.take))
    if arguments.out is not None:
        _write(arguments.out, LabelsAt(merged.labels, first.measuring | second.measuring), arguments.format)
    if arguments.json:
        values = merged._asdict() | {"conflicts": [entry._asdict() for entry in merged.conflicts]}
        print(msgspec.json.encode(values).decode())
        return 0
    print(
        f"{number(merged.common, 'image')} with labels of both, {merged.only_first:,} of the first only and "
        f"{merged.only_second:,} of the second only."
    )
    if merged.agreement is not None:
        chance = "" if merged.kappa is None else f" (Cohen's kappa {merged.kappa:.2f})"
        print(f"They agree on {merged.agreement:.1%} of the common images{chance}.")
    for entry in merged.conflicts[:SHOWN]:
        print(f"  {entry.path}: “{entry.first}” | “{entry.second}”")
    if len(merged.conflicts) > SHOWN:
        print(f"  … and {len(merged.conflicts) - SHOWN:,} more; --json lists all.")
    if arguments.out is not None:
        print(_written_sentence(len(merged.labels), arguments.out))
    return 0


def format_by_name(out: Path) -> str:
    """The format of a file by its name. Raises UserError if the name fits no format or several."""
    from workbench.data.label_tables import METADATA
    from workbench.data.labels.contract import formats

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


def _into_file(arguments: argparse.Namespace, choice: "EntryChoice") -> "ImportPlan":
    """Labels of one file into another one, which need not be there yet."""
    from workbench.cli.import_plan import show_plan
    from workbench.data.labels.contract import agreed, format_of, formats, read_label_file
    from workbench.data.labels.path_matching import MatchedLabels, match_paths
    from workbench.export.label_import import plan_of
    from workbench.library.folder import scan_folder

    labels_file: Path = arguments.place
    if labels_file.exists():
        label_format = format_of(labels_file)
        name = next(format_name for format_name, entry in formats().items() if entry is label_format)
    else:
        name = format_by_name(labels_file)
    before = read_labels_at(labels_file) if labels_file.exists() else LabelsAt({})
    content = read_label_file(arguments.file, arguments.format, choice)
    if arguments.images:
        beside = arguments.file if arguments.file.is_dir() else arguments.file.absolute().parent
        matched = match_paths(content.entries, scan_folder(arguments.images), beside)
    else:
        labels, twice, conflicts = agreed((entry.path, entry) for entry in content.entries)
        matched = MatchedLabels(labels, 0, [], twice, conflicts)
    plan = plan_of(content, matched, before.labels)
    show_plan(plan, json=arguments.json, dry_run=arguments.dry_run)
    if plan.labels and not arguments.dry_run:
        if labels_file.is_file():
            _back_up(labels_file, before, name)
        measuring = frozenset(entry.path for entry in content.entries if entry.measures)
        _write(labels_file, LabelsAt(before.labels | plan.labels, before.measuring | measuring), name)
    return plan


def _back_up(labels_file: Path, labels: LabelsAt, name: str) -> None:
    """Back up a file before it is rewritten if it contains more than labels, such as boxes or other columns."""
    with tempfile.TemporaryDirectory(prefix="workbench-") as folder:
        rewritten = Path(folder) / labels_file.name
        _write(rewritten, labels, name)
        if rewritten.read_bytes() == labels_file.read_bytes():
            return
    backup = labels_file.with_name(f"{labels_file.name}.before")
    number = 1
    while backup.exists():
        number += 1
        backup = labels_file.with_name(f"{labels_file.name}.before-{number}")
    copy_atomically(labels_file, backup)
    print(
        f"{labels_file.name} contained more than labels; the original is kept as {backup.name}.",
        file=sys.stderr,
    )


def _write(out: Path, found: LabelsAt, name: str) -> None:
    from workbench.data.labels.contract import sized, write_labels

    write_labels(out.absolute(), sized(found.labels, (), found.measuring), name or format_by_name(out))


def _written_sentence(count: int, out: Path) -> str:
    return f"Wrote {number(count, 'label')} to {out}."
