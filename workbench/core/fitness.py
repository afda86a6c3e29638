"""Whether two domains can be adapted, and by what: said once, in the same words, by every front end."""

from collections.abc import Iterable, Set

from workbench.core.catalogue import MethodCard
from workbench.core.domain import Domain, Side
from workbench.core.errors import UserError
from workbench.core.job import Shift

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


def check_target(target: Domain, classes: Iterable[str]) -> None:
    """Raises UserError when the target has no readable image, or labels none of which the source has."""
    check_readable(target, Side.TARGET)
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
