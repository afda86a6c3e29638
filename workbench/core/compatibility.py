"""Whether two domains can be adapted, and by what: said once, in the same words, by every front end."""

from collections.abc import Iterable, Set

from workbench.core.catalogue import MethodCard, TaskCard
from workbench.core.domain import Domain, Side
from workbench.core.errors import UserError
from workbench.core.job import Shift, TaskName

MISSED = {
    Shift.PARTIAL: "the target lacks some of the source's",
    Shift.OPEN: "the target has others too",
    Shift.OPEN_PARTIAL: "the target lacks some of the source's and has others",
}
LISTED = 5  # how many names a sentence lists


def check_readable(domain: Domain, side: Side) -> None:
    """Raises UserError when not one image of the folder can be read."""
    if not domain.samples:
        aside = f" ({len(domain.set_aside)} files were set aside)" if domain.set_aside else ""
        raise UserError(
            f"The {side} folder {domain.root} holds no readable image{aside}.",
            "“workbench scan” on it says why; or choose another folder.",
        )


def check_source(source: Domain) -> None:
    """Raises UserError when the source can teach nothing: no readable image, no label, or a single class."""
    check_readable(source, Side.SOURCE)
    classes = source.classes
    if not source.labelled:
        raise UserError(
            f"The source folder {source.root} has no labels.",
            "Sort its images into one folder for each class, give a CSV with the columns path,label, or give each "
            "image a mask of the same name.",
        )
    if len(classes) == 1:
        raise UserError(
            f"The source has a single class, “{classes[0]}”, so there is nothing to tell apart.",
            "Choose a folder with at least two class folders.",
        )


def task_of(source: Domain, asked: TaskName = TaskName.AUTO) -> TaskName:
    """What is told of images: what the labels of a job's source are of.

    Raises UserError where the job asks for something else.
    """
    found = TaskName(source.task)
    if asked in (TaskName.AUTO, found):
        return found
    if asked is TaskName.SEGMENT:
        raise UserError(f"The source {source.root} has no masks.", "Give a folder with images and masks.")
    raise UserError(f"The source {source.root} labels pixels, not images.", "Sort its images into class folders.")


def stranger(card: MethodCard, task: str, tasks: Iterable[TaskCard]) -> str:
    """Why a method does not serve a task, which is one of `tasks`; empty where it does."""
    if task in card.tasks:
        return ""
    labels = {one.name: one.labels for one in tasks}
    served = " and ".join(labels.get(name, name) for name in card.tasks)
    return f"{card.title} tells classes of {served}, and this source labels {labels.get(task, task)}."


def check_task(card: MethodCard, task: str, tasks: Iterable[TaskCard], others: Iterable[MethodCard]) -> None:
    """Raises UserError when a method does not serve a task; it names those of the `others` that do."""
    if reason := stranger(card, task, tasks):
        raise UserError(reason, f"Use one of: {', '.join(one.name for one in others if task in one.tasks)}.")


def check_target(target: Domain, classes: Iterable[str], task: TaskCard | None = None) -> None:
    """Raises UserError when the target has no readable image, or labels none of which the source has.

    `task`: the source's. Names are not compared where a job can map them, or where the labels are of another task.
    """
    check_readable(target, Side.TARGET)
    if task is not None and (task.mapping or target.task != task.name):
        return
    known = list(classes)
    if target.labelled and not set(target.classes) & set(known):
        raise UserError(
            f"Source and target share no class: {some(known)} against {some(target.classes)}.",
            "Rename the class folders so that they agree, or put the target's images into one flat folder.",
        )


def shift_of(source: Set[str], target: Set[str], shots: Set[str] = frozenset()) -> Shift:
    """What the classes of both domains say, and the labels of shots; without any, that they are the same.

    A target whose folders name no class is not said to lack any.
    """
    lacking = bool(target) and bool(source - target)
    if (target | shots) - source:
        return Shift.OPEN_PARTIAL if lacking else Shift.OPEN
    return Shift.PARTIAL if lacking else Shift.CLOSED


def misfit(card: MethodCard, shift: Shift, others: Iterable[MethodCard]) -> str:
    """Why a method is made for other targets than this one, and which `others` are not; empty where it fits."""
    if shift.value in card.shifts or shift not in MISSED:
        return ""
    fit = ", ".join(one.title for one in others if shift.value in one.shifts and "shots" not in one.needs)
    return f"{card.title} expects the same classes in both domains, and {MISSED[shift]}. Made for that: {fit}."


def some(names: Iterable[str]) -> str:
    """The first few names, and how many more there are."""
    listed = list(names)
    more = f" and {len(listed) - LISTED} more" if len(listed) > LISTED else ""
    return ", ".join(listed[:LISTED]) + more
