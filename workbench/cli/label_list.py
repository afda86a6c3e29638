"""`workbench label list` and `log`: what labels there are, and how they came to be."""

import argparse
import time
from collections import Counter

from workbench.cli.label_location import labels_at, opened
from workbench.core.domain import natural
from workbench.core.errors import UserError
from workbench.store.label_value import LabelMark, LabelValue
from workbench.store.project import is_project


def do_list(arguments: argparse.Namespace) -> int:
    """Print a table of classes and return 0."""
    import msgspec
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from workbench.store.history import shares

    if is_project(arguments.place):
        with opened(arguments.place) as project:
            given = shares(project.database)
    else:
        given = []
    counts = Counter(labels_at(arguments.place).values())
    classes = sorted(counts, key=natural)
    who = {name: [one for one in given if one.label == name] for name in classes}
    if arguments.json:
        told = [
            {
                "class": name,
                "labels": counts[name],
                "by": [{"user": one.user, "labels": one.labels, "last": one.last} for one in who[name]],
            }
            for name in classes
        ]
        print(msgspec.json.encode(told).decode())
        return 0
    console = Console(highlight=False)
    if not classes:
        console.print(f"There is no label in {arguments.place} yet.", markup=False)
        return 0
    table = Table("class", "labels", *(("by", "last") if given else ()), box=None, pad_edge=False)
    for name in classes:
        by = ", ".join(f"{one.user or 'nobody'} {one.labels:,}" for one in who[name])
        last = _when(max(one.last for one in who[name])) if who[name] else ""
        table.add_row(escape(name), f"{counts[name]:,}", *((escape(by), last) if given else ()))
    table.add_row("[bold]all[/]", f"[bold]{sum(counts.values()):,}[/]")
    console.print(table)
    return 0


def do_log(arguments: argparse.Namespace) -> int:
    """Print the last actions, the latest first, and return 0."""
    import msgspec

    if arguments.count < 1:
        raise UserError(f"{arguments.count} actions can not be listed.", "Ask for one or more.")
    if not is_project(arguments.place):
        raise UserError(f"{arguments.place} is no project, so it has no history.", "Give a folder NAME.workbench.")
    with opened(arguments.place) as project:
        actions = project.labels.history(arguments.count)
    if arguments.json:
        told = [
            one._asdict()
            | {"changes": [change._asdict() for change in one.changes]}
            | {"painted": [stroke._asdict() for stroke in one.painted]}
            for one in actions
        ]
        print(msgspec.json.encode(told).decode())
        return 0
    if not actions:
        print("Nothing was labelled yet.")
    for action in actions:
        what = action.kind if action.of is None else f"{action.kind} of {action.of}"
        why = f", {action.why}" if action.why else ""
        images = "1 image" if action.total == 1 else f"{action.total:,} images"
        if action.strokes:
            images = "1 stroke" if action.strokes == 1 else f"{action.strokes:,} strokes"
        print(f"{action.number}  {_when(action.time)}  {action.user or 'nobody'}  {what}{why}: {images}")
        for change in action.changes:
            print(f"    {change.path}: {_named(change.before)} → {_named(change.after)}")
        if action.total > len(action.changes):
            print(f"    … and {action.total - len(action.changes):,} more")
        for stroke in action.painted:
            what = f"{stroke.tool} “{stroke.label}”" if stroke.label else stroke.tool
            print(f"    {stroke.path}: {what}{'' if stroke.stands else ', taken away'}")
    return 0


def _when(seconds: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds))


def _named(said: LabelValue) -> str:
    if said is LabelMark.UNSURE:
        return "unsure"
    return "no label" if said is None else f"“{said}”"
