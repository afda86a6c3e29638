"""`workbench label list` and `log`: lists the labels by class, and their history."""

import argparse
import time
from collections import Counter

from workbench.cli.label_location import open_project, read_labels_at
from workbench.core.counting import count
from workbench.core.domain import natural
from workbench.core.errors import UserError
from workbench.store.label_value import LabelMark, LabelValue
from workbench.store.project import is_project


def do_list(arguments: argparse.Namespace) -> int:
    """Print a table of classes. Return 0."""
    import msgspec
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from workbench.store.history import shares

    if is_project(arguments.place):
        with open_project(arguments.place) as project:
            counts_by_user = shares(project.database)
    else:
        counts_by_user = []
    counts = Counter(read_labels_at(arguments.place).values())
    classes = sorted(counts, key=natural)
    by_user = {name: [entry for entry in counts_by_user if entry.label == name] for name in classes}
    if arguments.json:
        values = [
            {
                "class": name,
                "labels": counts[name],
                "by": [{"user": entry.user, "labels": entry.labels, "last": entry.last} for entry in by_user[name]],
            }
            for name in classes
        ]
        print(msgspec.json.encode(values).decode())
        return 0
    console = Console(highlight=False)
    if not classes:
        console.print(f"{arguments.place} contains no labels.", markup=False)
        return 0
    table = Table("class", "labels", *(("by", "last") if counts_by_user else ()), box=None, pad_edge=False)
    for name in classes:
        by = ", ".join(f"{entry.user or 'nobody'} {entry.labels:,}" for entry in by_user[name])
        last = _when(max(entry.last for entry in by_user[name])) if by_user[name] else ""
        table.add_row(escape(name), f"{counts[name]:,}", *((escape(by), last) if counts_by_user else ()))
    table.add_row("[bold]all[/]", f"[bold]{sum(counts.values()):,}[/]")
    console.print(table)
    return 0


def do_log(arguments: argparse.Namespace) -> int:
    """Print the last actions, latest first. Return 0."""
    import msgspec

    if arguments.count < 1:
        raise UserError(f"The value {arguments.count} of --count is too small.", "Give 1 or more.")
    if not is_project(arguments.place):
        raise UserError(
            f"{arguments.place} is not a project, so it has no history.",
            "Give the folder of a project, NAME.workbench.",
        )
    with open_project(arguments.place) as project:
        actions = project.labels.history(arguments.count)
    if arguments.json:
        values = [
            action._asdict()
            | {"changes": [change._asdict() for change in action.changes]}
            | {"painted": [stroke._asdict() for stroke in action.painted]}
            for action in actions
        ]
        print(msgspec.json.encode(values).decode())
        return 0
    if not actions:
        print("The history is empty.")
    for action in actions:
        what = action.kind if action.of is None else f"{action.kind} of {action.of}"
        why = f", {action.why}" if action.why else ""
        images = count(action.total, "image")
        if action.strokes:
            images = count(action.strokes, "stroke")
        print(f"{action.number}  {_when(action.time)}  {action.user or 'nobody'}  {what}{why}: {images}")
        for change in action.changes:
            print(f"    {change.path}: {_label_text(change.before)} → {_label_text(change.after)}")
        if action.total > len(action.changes):
            print(f"    … and {action.total - len(action.changes):,} more")
        for stroke in action.painted:
            what = f"{stroke.tool} “{stroke.label}”" if stroke.label else stroke.tool
            print(f"    {stroke.path}: {what}{'' if stroke.stands else ', undone'}")
    return 0


def _when(seconds: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds))


def _label_text(label: LabelValue) -> str:
    if label is LabelMark.UNSURE:
        return "unsure"
    return "no label" if label is None else f"“{label}”"
