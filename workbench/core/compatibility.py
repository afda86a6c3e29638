"""Whether two domains can be adapted, and by what: said once, in the same words, by every front end."""

from collections.abc import Iterable, Set

from workbench.core.catalogue import MethodCard
from workbench.core.domain import Domain, Side
from workbench.core.errors import UserError
from workbench.core.job import Shift, Task

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
    if source.table is not None and not source.labelled:
        raise UserError(
            f"No image of the source folder {source.root} has a mask.", "Give each image a mask of the same name."
        )
    if not classes:
        raise UserError(
            f"The source folder {source.root} has no labels.",
            "Sort its images into one folder for each class, or give a CSV with the columns path,label.",
        )
    if len(classes) == 1:
        raise UserError(
            f"The source has a single class, “{classes[0]}”, so there is nothing to tell apart.",
            "Choose a folder with at least two class folders.",
        )


def task_of(source: Domain, asked: Task = Task.AUTO) -> Task:
    """What is told of images: what the labels of a job's source are of.

    Raises UserError where the job asks for something else.
    """
    found = Task.CLASSIFY if source.table is None else Task.SEGMENT
    if asked in (Task.AUTO, found):
        return found
    if asked is Task.SEGMENT:
        raise UserError(f"The source {source.root} has no masks.", "Give a folder with images and masks.")
    raise UserError(f"The source {source.root} labels pixels, not images.", "Sort its images into class folders.")


def stranger(card: MethodCard, task: Task) -> str:
    """Why a method does not serve a task; empty where it does."""
    if task in card.tasks:
        return ""
    told, labelled = ("images", "pixels") if task is Task.SEGMENT else ("pixels", "images")
    return f"{card.title} tells classes of {told}, and this source labels {labelled}."


def check_task(card: MethodCard, task: Task, others: Iterable[MethodCard]) -> None:
    """Raises UserError when a method does not serve a task; it names those of the `others` that do."""
    if reason := stranger(card, task):
        raise UserError(reason, f"Use one of: {', '.join(one.name for one in others if task in one.tasks)}.")


def check_target(target: Domain, classes: Iterable[str]) -> None:
    """Raises UserError when the target has no readable image, or labels none of which the source has."""
    check_readable(target, Side.TARGET)
    if target.table is not None:
        return  # its classes may have other names: a job's mapping says which is which
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
