"""`workbench label list` and `log`: lists the labels by class, and their history."""

import argparse
import time

from workbench.core.counting import count
from workbench.library.label_history import list_classes, log
from workbench.store.corrections import CorrectionChange
from workbench.store.history import Action
from workbench.store.label_value import LabelMark, LabelValue


def do_list(arguments: argparse.Namespace) -> int:
    """Print a table of classes. Return 0."""
    import msgspec
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    classes = list_classes(arguments.place)
    measuring, shared = any(one.measuring for one in classes), any(one.by for one in classes)
    if arguments.json:
        values = [
            {
                "class": one.name,
                "labels": one.labels,
                **({"measuring": one.measuring} if measuring else {}),
                "by": [{"user": entry.user, "labels": entry.labels, "last": entry.last} for entry in one.by],
            }
            for one in classes
        ]
        print(msgspec.json.encode(values).decode())
        return 0
    console = Console(highlight=False)
    if not classes:
        console.print(f"{arguments.place} contains no labels.", markup=False)
        return 0
    head = ("class", "labels", *(("measuring",) if measuring else ()), *(("by", "last") if shared else ()))
    table = Table(*head, box=None, pad_edge=False)
    for one in classes:
        by = ", ".join(f"{entry.user or 'nobody'} {entry.labels:,}" for entry in one.by)
        last = _when(max(entry.last for entry in one.by)) if one.by else ""
        number = (f"{one.labels:,}", *((f"{one.measuring:,}",) if measuring else ()))
        table.add_row(escape(one.name), *number, *((escape(by), last) if shared else ()))
    totals = [sum(one.labels for one in classes), *([sum(one.measuring for one in classes)] if measuring else [])]
    table.add_row("[bold]all[/]", *(f"[bold]{total:,}[/]" for total in totals))
    console.print(table)
    return 0


def do_log(arguments: argparse.Namespace) -> int:
    """Print the last actions, latest first. Return 0."""
    import msgspec

    actions = log(arguments.place, count=arguments.count)
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
