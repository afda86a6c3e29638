"""`workbench label import`, `export` and `merge`: transfers labels between projects and files, and merges them."""

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli.label_location import follow, images_of, open_project, read_labels_at
from workbench.core.errors import UserError
from workbench.core.files import copy_atomically
from workbench.store.project import is_project

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workbench.core.domain import Domain
    from workbench.data.labels.contract import Entry
    from workbench.export.label_import import Imported

SHOWN = 20


def do_import(arguments: argparse.Namespace) -> int:
    """Import labels and print the counts. Return 0."""
    import msgspec

    from workbench.export.label_import import import_labels

    if is_project(arguments.place):
        with open_project(arguments.place) as project:
            domain = images_of(project, arguments.images)
            result = import_labels(project, domain, arguments.file, arguments.format)
            follow(project, domain)
    else:
        result = _into_file(arguments)
    if arguments.json:
        values = {name: getattr(result, name) for name in ("new", "replaced", "same", "followed")}
        values |= {name: [list(entry) for entry in getattr(result, name)] for name in ("unknown", "twice")}
        print(msgspec.json.encode(values).decode())
        return 0
    print(f"{result.new:,} new labels, {result.replaced:,} replaced, {result.same:,} unchanged.")
    if result.followed:
        print(f"{result.followed:,} of the images have moved and were found by their content.")
    _print_entries("No such image", result.unknown)
    _print_entries("Another entry has the same image", result.twice)
    return 0


def do_export(arguments: argparse.Namespace) -> int:
    """Write labels to a file or images to class folders, and print their number. Return 0."""
    import msgspec

    from workbench.cli.folder import scan_folder
    from workbench.data.labels.class_folders import Link, write_class_folders
    from workbench.data.labels.contract import sized, write_labels

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
            labels = project.labels.current()
    else:
        labels = read_labels_at(arguments.place)
    if arguments.folder is None:
        name = arguments.format or format_by_name(arguments.out)
        write_labels(arguments.out.absolute(), sized(labels, domain.samples if domain else ()), name)
        count, out = len(labels), arguments.out
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
            print(f"Left out: {len(labels) - len(labels_with_image):,} labels without an image.", file=sys.stderr)
    print(
        msgspec.json.encode({"labels": count, "out": str(out)}).decode()
        if arguments.json
        else _written_sentence(count, out)
    )
    return 0


def _export_masks(arguments: argparse.Namespace) -> int:
    import msgspec

    from workbench.cli.label_masks import write_painted

    if not is_project(arguments.place):
        raise UserError(
            f"The label file {arguments.place} contains no masks.", "Give the folder of a project, NAME.workbench."
        )
    count, out = write_painted(arguments.place, arguments.images, arguments.masks), arguments.masks
    values = msgspec.json.encode({"masks": count, "out": str(out)}).decode()
    print(values if arguments.json else f"Wrote {count:,} masks to {out}. To train with them: --shot-masks {out}")
    return 0


def do_merge(arguments: argparse.Namespace) -> int:
    """Merge the labels of two people, print their agreement and conflicts, and write the result. Return 0."""
    import msgspec

    from workbench.analysis.label_review import Take, merge

    first, second = (read_labels_at(place) for place in arguments.places)
    merged = merge(first, second, Take(arguments.take))
    if arguments.out is not None:
        _write(arguments.out, merged.labels, arguments.format)
    if arguments.json:
        values = merged._asdict() | {"conflicts": [entry._asdict() for entry in merged.conflicts]}
        print(msgspec.json.encode(values).decode())
        return 0
    print(
        f"{merged.common:,} images have labels of both, {merged.only_first:,} of the first only and "
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


def _into_file(arguments: argparse.Namespace) -> "Imported":
    """Import labels into a file, which need not exist yet."""
    from workbench.cli.folder import scan_folder
    from workbench.data.labels.contract import format_of, formats, read_labels
    from workbench.data.labels.path_matching import MatchedLabels, match_paths
    from workbench.export.label_import import Imported

    labels_file: Path = arguments.place
    if labels_file.exists():
        label_format = format_of(labels_file)
        name = next(format_name for format_name, entry in formats().items() if entry is label_format)
    else:
        name = format_by_name(labels_file)
    before = read_labels_at(labels_file) if labels_file.exists() else {}
    entries = read_labels(arguments.file, arguments.format)
    if arguments.images:
        folder = arguments.file if arguments.file.is_dir() else arguments.file.absolute().parent
        matched = match_paths(entries, scan_folder(arguments.images), folder)
    else:
        matched = MatchedLabels({entry.path: entry.label for entry in entries}, 0, [], [])
    if labels_file.is_file():
        _back_up(labels_file, before, name)
    new = [path for path in matched.labels if path not in before]
    replaced = [path for path, label in matched.labels.items() if before.get(path, label) != label]
    _write(labels_file, before | matched.labels, name)
    same = len(matched.labels) - len(new) - len(replaced)
    return Imported(len(new), len(replaced), same, 0, matched.unknown, matched.twice, [*new, *replaced])


def _back_up(labels_file: Path, labels: "Mapping[str, str]", name: str) -> None:
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


def _write(out: Path, labels: "Mapping[str, str]", name: str) -> None:
    from workbench.data.labels.contract import sized, write_labels

    write_labels(out.absolute(), sized(labels, ()), name or format_by_name(out))


def _written_sentence(count: int, out: Path) -> str:
    return f"Wrote {count:,} labels to {out}."


def _print_entries(message: str, entries: "Sequence[Entry]") -> None:
    for entry in entries[:SHOWN]:
        print(f"{message}: {entry.path} ({entry.where})", file=sys.stderr)
    if len(entries) > SHOWN:
        print(f"{message}: {len(entries) - SHOWN:,} more", file=sys.stderr)
