"""`workbench label import`, `export` and `merge`: labels between a project and files, and between people."""

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli.label_location import follow, images_of, labels_at, opened
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
    """Take labels over, say what became of them, and return 0."""
    import msgspec

    from workbench.export.label_import import import_labels

    if is_project(arguments.place):
        with opened(arguments.place) as project:
            domain = images_of(project, arguments.images)
            found = import_labels(project, domain, arguments.file, arguments.format)
            follow(project, domain)
    else:
        found = _into_file(arguments)
    if arguments.json:
        told = {name: getattr(found, name) for name in ("new", "replaced", "same", "followed")}
        told |= {name: [list(one) for one in getattr(found, name)] for name in ("unknown", "twice")}
        print(msgspec.json.encode(told).decode())
        return 0
    print(f"{found.new:,} new labels, {found.replaced:,} replaced, {found.same:,} as they were.")
    if found.followed:
        print(f"{found.followed:,} of them are of images that were moved since, found by their content.")
    _tell("There is no such image", found.unknown)
    _tell("Its image is named by another entry already", found.twice)
    return 0


def do_export(arguments: argparse.Namespace) -> int:
    """Write the file or the folders, say how many labels they hold, and return 0."""
    import msgspec

    from workbench.cli.folder import scanned
    from workbench.data.labels.class_folders import Link, write_class_folders
    from workbench.data.labels.contract import sized, write_labels

    if sum(one is not None for one in (arguments.out, arguments.folder, arguments.masks)) != 1:
        raise UserError(
            "A file, a folder of images or a folder of masks is to be written.",
            "Give a FILE, or --folder DIR, or --masks DIR.",
        )
    if arguments.masks is not None:
        return _export_masks(arguments)
    domain: Domain | None = scanned(arguments.images) if arguments.images else None
    if is_project(arguments.place):
        with opened(arguments.place) as project:
            domain = images_of(project, arguments.images)
            labels = project.labels.current()
    else:
        labels = labels_at(arguments.place)
    if arguments.folder is None:
        name = arguments.format or named_by(arguments.out)
        write_labels(arguments.out.absolute(), sized(labels, domain.samples if domain else ()), name)
        count, out = len(labels), arguments.out
    else:
        if domain is None:
            raise UserError(
                "A file of labels does not say where the images are.", "Name their folder with --images DIR."
            )
        here = {sample.path for sample in domain.samples}
        kept = {path: label for path, label in labels.items() if path in here}
        write_class_folders(arguments.folder, domain.folder, kept, Link(arguments.link))
        count, out = len(kept), arguments.folder
        if len(kept) < len(labels):
            print(f"Left out: {len(labels) - len(kept):,} labels without an image.", file=sys.stderr)
    print(msgspec.json.encode({"labels": count, "out": str(out)}).decode() if arguments.json else _wrote(count, out))
    return 0


def _export_masks(arguments: argparse.Namespace) -> int:
    import msgspec

    from workbench.cli.label_masks import write_painted

    if not is_project(arguments.place):
        raise UserError("A file of labels holds no masks.", "Give the folder of a project, NAME.workbench.")
    count, out = write_painted(arguments.place, arguments.images, arguments.masks), arguments.masks
    told = msgspec.json.encode({"masks": count, "out": str(out)}).decode()
    print(told if arguments.json else f"Wrote {count:,} masks to {out}. Learn from them: --shot-masks {out}")
    return 0


def do_merge(arguments: argparse.Namespace) -> int:
    """Print how far two people agree and where they do not, write what they have together, and return 0."""
    import msgspec

    from workbench.analysis.label_review import Take, merge

    first, second = (labels_at(place) for place in arguments.places)
    merged = merge(first, second, Take(arguments.take))
    if arguments.out is not None:
        _write(arguments.out, merged.labels, arguments.format)
    if arguments.json:
        told = merged._asdict() | {"conflicts": [one._asdict() for one in merged.conflicts]}
        print(msgspec.json.encode(told).decode())
        return 0
    print(
        f"{merged.common:,} images are named by both, {merged.only_first:,} only by the first and "
        f"{merged.only_second:,} only by the second."
    )
    if merged.agreement is not None:
        chance = "" if merged.kappa is None else f" (Cohen's kappa {merged.kappa:.2f})"
        print(f"Both say the same of {merged.agreement:.1%} of the common ones{chance}.")
    for one in merged.conflicts[:SHOWN]:
        print(f"  {one.path}: “{one.first}” | “{one.second}”")
    if len(merged.conflicts) > SHOWN:
        print(f"  … and {len(merged.conflicts) - SHOWN:,} more; --json lists all.")
    if arguments.out is not None:
        print(_wrote(len(merged.labels), arguments.out))
    return 0


def named_by(out: Path) -> str:
    """Return the format that a file's name asks for. Raises UserError where it could be several, or none."""
    from workbench.data.label_tables import METADATA
    from workbench.data.labels.contract import formats

    if out.name.lower() in METADATA or out.suffix.lower() == ".jsonl":
        return "huggingface"
    if out.suffix.lower() == ".csv":
        return "csv"
    matching = [name for name, form in formats().items() if form.SUFFIX and out.suffix.lower() == form.SUFFIX]
    if len(matching) == 1:
        return matching[0]
    raise UserError(f"The name {out.name} does not say which format is meant.", "Say so with --format.")


def _into_file(arguments: argparse.Namespace) -> "Imported":
    """Labels of one file into another one, which need not be there yet."""
    from workbench.cli.folder import scanned
    from workbench.data.labels.contract import format_of, formats, read_labels
    from workbench.data.labels.path_matching import MatchedLabels, match_paths
    from workbench.export.label_import import Imported

    there: Path = arguments.place
    if there.exists():
        form = format_of(there)
        name = next(known for known, one in formats().items() if one is form)
    else:
        name = named_by(there)
    before = labels_at(there) if there.exists() else {}
    entries = read_labels(arguments.file, arguments.format)
    if arguments.images:
        beside = arguments.file if arguments.file.is_dir() else arguments.file.absolute().parent
        found = match_paths(entries, scanned(arguments.images), beside)
    else:
        found = MatchedLabels({entry.path: entry.label for entry in entries}, 0, [], [])
    if there.is_file():
        _keep(there, before, name)
    new = [path for path in found.labels if path not in before]
    replaced = [path for path, label in found.labels.items() if before.get(path, label) != label]
    _write(there, before | found.labels, name)
    same = len(found.labels) - len(new) - len(replaced)
    return Imported(len(new), len(replaced), same, 0, found.unknown, found.twice, [*new, *replaced])


def _keep(there: Path, labels: "Mapping[str, str]", name: str) -> None:
    """A copy of a file that says more than its labels, such as boxes or other columns, before it is written anew."""
    with tempfile.TemporaryDirectory(prefix="workbench-") as folder:
        plain = Path(folder) / there.name
        _write(plain, labels, name)
        if plain.read_bytes() == there.read_bytes():
            return
    kept = there.with_name(f"{there.name}.before")
    number = 1
    while kept.exists():
        number += 1
        kept = there.with_name(f"{there.name}.before-{number}")
    copy_atomically(there, kept)
    print(f"{there.name} said more than labels; as it was, it is kept as {kept.name}.", file=sys.stderr)


def _write(out: Path, labels: "Mapping[str, str]", name: str) -> None:
    from workbench.data.labels.contract import sized, write_labels

    write_labels(out.absolute(), sized(labels, ()), name or named_by(out))


def _wrote(count: int, out: Path) -> str:
    return f"Wrote {count:,} labels to {out}."


def _tell(what: str, entries: "Sequence[Entry]") -> None:
    for entry in entries[:SHOWN]:
        print(f"{what}: {entry.path} ({entry.where})", file=sys.stderr)
    if len(entries) > SHOWN:
        print(f"{what}: {len(entries) - SHOWN:,} more", file=sys.stderr)
