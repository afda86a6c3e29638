"""Prints what an import of labels does: new and replaced labels, conflicts, and entries without an image."""

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from workbench.core.counting import count

if TYPE_CHECKING:
    from workbench.data.labels.contract import Entry, LabelConflict
    from workbench.export.label_import import ImportPlan

SHOWN = 20


def show_plan(plan: "ImportPlan", *, json: bool, dry_run: bool) -> None:
    """Print the plan: numbers to stdout, what is left out to stderr; or everything as one JSON object."""
    if json:
        _print_json(plan, dry_run)
        return
    numbers = f"{count(len(plan.new), 'new label')}, {len(plan.replaced):,} replaced, {plan.same:,} unchanged"
    extra = [
        f"{len(entries):,} {name}"
        for entries, name in (
            (plan.conflicts, "in conflict"),
            (plan.unknown, "not found"),
            (plan.unusable, "unusable"),
        )
        if entries
    ]
    print("; ".join([numbers, *([", ".join(extra)] if extra else [])]) + ".", flush=True)
    if plan.followed:
        print(f"{plan.followed:,} of the images have moved and were found by their content.")
    _tell(f"  {path}: “{plan.before[path]}” → “{plan.labels[path]}”" for path in plan.replaced)
    _tell(f"In conflict, left out: {conflict.path}: {_sides(conflict)}" for conflict in plan.conflicts)
    _tell(f"No such image: {_place(entry)}: {entry.problem}" for entry in plan.unknown)
    _tell(f"Another entry has the same image: {_place(entry)}" for entry in plan.twice)
    _tell(f"Cannot be used: {_place(entry)} {entry.problem}" for entry in plan.unusable)
    if not plan.labels:
        print("No entry of the file has an image here, so nothing is imported.", file=sys.stderr)
    elif dry_run:
        print("Nothing was changed, as this is a dry run.", flush=True)


def _print_json(plan: "ImportPlan", dry_run: bool) -> None:
    import msgspec

    answer: dict[str, object] = {"new": len(plan.new), "replaced": len(plan.replaced), "same": plan.same}
    answer |= {"followed": plan.followed, "dry_run": dry_run}
    for name, entries in (("unknown", plan.unknown), ("twice", plan.twice), ("unusable", plan.unusable)):
        answer[name] = [[entry.path, entry.label, entry.where, entry.problem] for entry in entries]
    answer["conflicts"] = [
        {"path": conflict.path, "labels": [[entry.label, entry.annotator, entry.where] for entry in conflict.entries]}
        for conflict in plan.conflicts
    ]
    answer["replacements"] = {path: [plan.before[path], plan.labels[path]] for path in plan.replaced}
    print(msgspec.json.encode(answer).decode())


def _sides(conflict: "LabelConflict") -> str:
    return " | ".join(f"“{entry.label}” ({entry.annotator or entry.where})" for entry in conflict.entries)


def _place(entry: "Entry") -> str:
    return f"{entry.path} ({entry.where})" if entry.path else entry.where


def _tell(sentences: Iterable[str]) -> None:
    lines = list(sentences)
    for line in lines[:SHOWN]:
        print(line, file=sys.stderr)
    if len(lines) > SHOWN:
        print(f"  … and {len(lines) - SHOWN:,} more; --json lists all.", file=sys.stderr)
