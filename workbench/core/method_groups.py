"""The groups in which a list of methods shows them, by what each declares that it serves and needs."""

from collections.abc import Iterable
from enum import StrEnum

from workbench.core.catalogue import MethodCard


class MethodGroup(StrEnum):
    """The groups, in the order in which they are shown. The values are their titles."""

    RECOMMENDED = "Recommended"
    WITH_SHOTS = "With shots"
    CATEGORY_SHIFT = "For category shift"
    EXPERT = "Expert"


ABOUT = {
    MethodGroup.RECOMMENDED: "Automatic compares these",
    MethodGroup.WITH_SHOTS: "These learn from labelled target images as well",
    MethodGroup.CATEGORY_SHIFT: "For a target that lacks classes of the source, or has others",
    MethodGroup.EXPERT: "For those who know the method",
}


def group_of(card: MethodCard, task: str) -> MethodGroup:
    """The group of a method where the labels are of a task: the first whose condition it meets."""
    if task in card.short_listed:
        return MethodGroup.RECOMMENDED
    if "shots" in card.needs:
        return MethodGroup.WITH_SHOTS
    return MethodGroup.CATEGORY_SHIFT if set(card.shifts) > {"closed"} else MethodGroup.EXPERT


def grouped(cards: Iterable[MethodCard], task: str) -> dict[MethodGroup, list[MethodCard]]:
    """The methods of each group, in their order; groups without a method are left out."""
    groups: dict[MethodGroup, list[MethodCard]] = {group: [] for group in MethodGroup}
    for card in cards:
        groups[group_of(card, task)].append(card)
    return {group: members for group, members in groups.items() if members}
