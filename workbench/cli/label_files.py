"""`workbench label import`, `export` and `merge`: transfers labels between projects and files, and merges them."""

import argparse
import sys
from pathlib import Path

from workbench.core.counting import count as number

SHOWN = 20


def do_import(arguments: argparse.Namespace) -> int:
    """Show what an import does, do it unless it is a dry run, and return 0; 2 if no entry has an image."""
    from workbench.cli.import_plan import show_plan
    from workbench.library.label_transfer import import_

    plan, backup = import_(
        arguments.place,
        arguments.file,
        annotator=arguments.annotator,
        control=arguments.control,
        dry_run=arguments.dry_run,
        images=arguments.images,
        format=arguments.format,
    )
    show_plan(plan, json=arguments.json, dry_run=arguments.dry_run)
    if backup is not None:
        print(
            f"{arguments.place.name} contained more than labels; the original is kept as {backup.name}.",
            file=sys.stderr,
        )
    return 0 if plan.labels else 2


def do_export(arguments: argparse.Namespace) -> int:
    """Write labels to a file, images to class folders or masks, and print their number. Return 0."""
    import msgspec

    from workbench.library.label_transfer import export

    written = export(
        arguments.place,
        arguments.out,
        images=arguments.images,
        format=arguments.format,
        folder=arguments.folder,
        masks=arguments.masks,
        link=arguments.link,
    )
    for sentence in written.left_out:
        print(f"Left out: {sentence}", file=sys.stderr)
    count, out, corrections = written.written, written.out, written.corrections
    if arguments.json:
        values = {"masks" if written.masks else "labels": count, "out": str(out)}
        print(msgspec.json.encode(values | ({"corrections": str(corrections)} if corrections else {})).decode())
    elif written.masks:
        print(f"Wrote {number(count, 'mask')} to {out}. To train with them: --shot-masks {out}")
    else:
        print(_written_sentence(count, out))
        if corrections:
            print(f"The corrected labels of the source are in {corrections}.")
    return 0


def do_merge(arguments: argparse.Namespace) -> int:
    """Merge the labels of two people, print their agreement and conflicts, and write the result. Return 0."""
    import msgspec

    from workbench.library.label_transfer import merge

    first, second = arguments.places
    merged = merge(first, second, out=arguments.out, take=arguments.take, format=arguments.format)
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


def _written_sentence(count: int, out: Path) -> str:
    return f"Wrote {number(count, 'label')} to {out}."
