"""`workbench label list` and `log`: lists the labels by class, and their history."""

import argparse
import time
from collections import Counter

from workbench.core.counting import count
from workbench.core.domain import natural
from workbench.core.errors import UserError
from workbench.library.label_places import open_project, read_labels_at
from workbench.store.corrections import CorrectionChange
from workbench.store.history import Action
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
    found = read_labels_at(arguments.place)
    counts, teaching = Counter(found.labels.values()), Counter(found.teaching.values())
    measuring = counts - teaching
    classes = sorted(counts, key=natural)
    by_user = {name: [entry for entry in counts_by_user if entry.label == name] for name in classes}
    if arguments.json:
        values = [
            {
                "class": name,
                "labels": counts[name],
                **({"measuring": measuring[name]} if measuring else {}),
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
    head = ("class", "labels", *(("measuring",) if measuring else ()), *(("by", "last") if counts_by_user else ()))
    table = Table(*head, box=None, pad_edge=False)
    for name in classes:
        by = ", ".join(f"{entry.user or 'nobody'} {entry.labels:,}" for entry in by_user[name])
        last = _when(max(entry.last for entry in by_user[name])) if by_user[name] else ""
        number = (f"{counts[name]:,}", *((f"{measuring[name]:,}",) if measuring else ()))
        table.add_row(escape(name), *number, *((escape(by), last) if counts_by_user else ()))
    totals = (counts.total(), *((measuring.total(),) if measuring else ()))
    table.add_row("[bold]all[/]", *(f"[bold]{total:,}[/]" for total in totals))
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
        values = [_action_values(action) for action in actions]
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
        elif not action.total and (action.draws or action.corrections):
            images = count(action.draws or action.corrections, "image")
        print(f"{action.number}  {_when(action.time)}  {action.user or 'nobody'}  {what}{why}: {images}")
        for change in action.changes:
            print(f"    {change.path}: {_label_text(change.before)} → {_label_text(change.after)}")
        if action.total > len(action.changes):
            print(f"    … and {action.total - len(action.changes):,} more")
        for stroke in action.painted:
            what = f"{stroke.tool} “{stroke.label}”" if stroke.label else stroke.tool
            print(f"    {stroke.path}: {what}{'' if stroke.stands else ', undone'}")
        _print_roles(action)
    return 0


def _print_roles(action: Action) -> None:
    """Print which target images an action drew or released, and which labels of the source it corrected."""
    for draw in action.drawn:
        print(f"    {draw.sample.path}: {'measures' if draw.stands else 'no longer measures'}")
    if action.draws > len(action.drawn):
        print(f"    … and {action.draws - len(action.drawn):,} more")
    for corrected in action.corrected:
        print(f"    source {corrected.correction.path}: {_correction_text(corrected)}")


def _correction_text(change: CorrectionChange) -> str:
    given, label = change.correction.given, change.correction.label
    text = f"“{given}” confirmed" if change.correction.confirms else f"“{given}” corrected to “{label}”"
    return text if change.stands else f"{text}, withdrawn"


def _action_values(action: Action) -> dict[str, object]:
    values = action._asdict()
    values["changes"] = [change._asdict() for change in action.changes]
    values["painted"] = [stroke._asdict() for stroke in action.painted]
    draws, drawn = values.pop("draws"), values.pop("drawn")
    corrections, corrected = values.pop("corrections"), values.pop("corrected")
    if corrections:
        listed = [
            {
                "path": one.correction.path,
                "given": one.correction.given,
                "label": one.correction.label,
                "made": one.stands,
            }
            for one in corrected
        ]
        values |= {"corrections": corrections, "corrected": listed}
    if draws:
        values |= {"draws": draws, "drawn": [{"path": draw.sample.path, "drawn": draw.stands} for draw in drawn]}
    return values


def _when(seconds: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds))


def _label_text(label: LabelValue) -> str:
    if label is LabelMark.UNSURE:
        return "unsure"
    return "no label" if label is None else f"“{label}”"
