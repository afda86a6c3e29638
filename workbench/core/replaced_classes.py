"""What changes for labels when another folder takes the place of a domain."""

from collections.abc import Collection, Mapping

from workbench.core.compatibility import listing
from workbench.core.counting import count


def replaced_classes(before: Collection[str], now: Collection[str], labels: Mapping[str, int]) -> str:
    """How the classes of a new source differ from those of the old one, in sentences; empty if they are the same.

    `labels`: the number of target labels by class. Labels of classes that are gone are named with their number.
    """
    gone, added = [name for name in before if name not in now], [name for name in now if name not in before]
    sentences = []
    if gone:
        sentences.append(f"The new source lacks {_named(gone)}.")
        if orphans := sum(labels.get(name, 0) for name in gone):
            have = "has one of these classes and teaches" if orphans == 1 else "have one of these classes and teach"
            sentences.append(f"{count(orphans, 'label')} of the target {have} no run until you rename it.")
    if added:
        sentences.append(f"It has {_named(added)} in addition.")
    return " ".join(sentences)


def _named(names: list[str]) -> str:
    return f"the {'class' if len(names) == 1 else 'classes'} {listing(names)}"
