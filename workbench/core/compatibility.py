"""Checks of whether two domains can be adapted, and by which methods."""

import os
from collections.abc import Iterable, Set
from pathlib import Path

from workbench.core.catalogue import MethodCard, TaskCard
from workbench.core.counting import count
from workbench.core.domain import Domain, Side
from workbench.core.errors import UserError
from workbench.core.job import Shift

SHIFTED = {
    Shift.PARTIAL: "the target lacks some classes of the source",
    Shift.OPEN: "the target has additional classes",
    Shift.OPEN_PARTIAL: "the target lacks some classes of the source and has additional ones",
}
LISTED = 5  # names that a message lists


class SwappedFoldersError(UserError):
    """The source has no labels, but the target has: they were probably given in the wrong order."""


def check_readable(domain: Domain, side: Side) -> None:
    """Raises UserError if the domain has no readable image."""
    if not domain.samples:
        skipped = f" ({count(len(domain.set_aside), 'file')} set aside)" if domain.set_aside else ""
        raise UserError(
            f"The {side} folder {domain.root} contains no readable image{skipped}.",
            "Run “workbench scan” on it to see the reasons, or choose another folder.",
        )


def check_source(source: Domain) -> None:
    """Raises UserError if the source cannot be trained on: no readable image, no label, or only one class."""
    check_readable(source, Side.SOURCE)
    classes = source.classes
    if not source.labelled:
        raise UserError(
            f"The source folder {source.root} has no labels.",
            "Sort its images into one folder per class, give a CSV file with the columns path,label, or give each "
            "image a mask of the same name.",
        )
    if len(classes) == 1:
        raise UserError(
            f"The source folder {source.root} has only one class, “{classes[0]}”.",
            "Choose a folder with at least two classes.",
        )


def without_adaptation(source: Domain) -> str:
    """Why nothing can be trained on a source that can only be translated, and what would change that; else empty."""
    classes = len(source.classes) if source.labelled else 0
    if classes > 1:
        return ""
    found = "no labels" if not classes else f"only one class, “{source.classes[0]}”"
    return (
        f"The source has {found}, so no model can be trained: the images can be compared and translated. To adapt, "
        "label and export, sort the source into one folder for each class, or add masks or a CSV file of labels."
    )


def task_mismatch(card: MethodCard, task: str, tasks: Iterable[TaskCard]) -> str:
    """Why a method does not support a task, one of `tasks`; empty if it does."""
    if task in card.tasks:
        return ""
    labels = {known.name: known.labels for known in tasks}
    supported = " and ".join(labels.get(name, name) for name in card.tasks)
    return f"{card.title} classifies {supported}, but this source labels {labels.get(task, task)}."


def check_task(card: MethodCard, task: str, tasks: Iterable[TaskCard], others: Iterable[MethodCard]) -> None:
    """Raises UserError if a method does not support a task. The hint lists those of `others` that do."""
    if reason := task_mismatch(card, task, tasks):
        supporting = ", ".join(other.name for other in others if task in other.tasks)
        raise UserError(reason, f"Choose one of {supporting}.")


def check_order(source: Domain, target: Domain) -> None:
    """Raises SwappedFoldersError if only the target has labels to train on."""
    if not source.labelled and target.labelled and len(target.classes) > 1:
        raise SwappedFoldersError(
            f"The source folder {source.root} has no labels, but the target folder {target.root} has "
            f"({listing(target.classes)}).",
            "Swap source and target.",
        )


def overlap(source: Path, target: Path) -> str:
    """How two folders or tables share images: they are the same, or one contains the other. Empty if they do not."""
    ours, theirs = (Path(os.path.realpath(path.expanduser())) for path in (source, target))
    if ours == theirs:
        return f"The source and the target are the same: {source}."
    if ours.is_relative_to(theirs) and theirs.is_dir():
        return f"The source {source} is inside the target {target}."
    if theirs.is_relative_to(ours) and ours.is_dir():
        return f"The target {target} is inside the source {source}."
    return ""


def check_apart(source: Path, target: Path) -> None:
    """Raises UserError if two folders share images."""
    if shared := overlap(source, target):
        raise UserError(shared, "Choose folders that share no images, or insist with --overlap.")


def shift_of(source: Set[str], target: Set[str], shots: Set[str] = frozenset()) -> Shift:
    """The category shift between sets of class names: `source`, `target` and the labels of `shots`.

    If the target has no class names, no class counts as lacking.
    """
    lacking = bool(target) and bool(source - target)
    if (target | shots) - source:
        return Shift.OPEN_PARTIAL if lacking else Shift.OPEN
    return Shift.PARTIAL if lacking else Shift.CLOSED


def shift_mismatch(card: MethodCard, shift: Shift, others: Iterable[MethodCard]) -> str:
    """Why a method does not suit a category shift, and which of `others` do; empty if it does."""
    if shift.value in card.shifts or shift not in SHIFTED:
        return ""
    suitable = ", ".join(other.title for other in others if shift.value in other.shifts and "shots" not in other.needs)
    return f"{card.title} expects the same classes in both domains, but {SHIFTED[shift]}. Suitable: {suitable}."


def listing(names: Iterable[str]) -> str:
    """The first five names, and the number of the others."""
    all_names = list(names)
    more = f" and {len(all_names) - LISTED} more" if len(all_names) > LISTED else ""
    return ", ".join(all_names[:LISTED]) + more
