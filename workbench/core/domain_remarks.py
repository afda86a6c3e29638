"""What a person should know of a folder besides its samples, in sentences for the window and the command line."""

from collections import Counter

from workbench.core.domain import Domain, Reason
from workbench.core.name_matching import near_miss_sentence, near_twins

LISTED = 8  # names that a sentence lists


def remarks(domain: Domain) -> list[str]:
    """What was decided on the folder's labels, class folders without images, and what systems left in it."""
    sentences = list(domain.notes)
    if twins := near_miss_sentence(near_twins(domain.classes)):
        sentences.append(f"{twins} They are different classes.")
    if domain.empty:
        subject = "Folders without a usable image are no classes"
        sentences.append(f"{subject}: {_listed(domain.empty)}.")
    if domain.leftovers:
        counted = [f"{name} ({number:,})" for name, number in sorted(domain.leftovers.items())]
        sentences.append(f"Leftovers of systems and programs were passed over: {_listed(counted)}.")
    return sentences


def unread_kinds(domain: Domain, reason: Reason) -> str:
    """The kinds of files that were set aside for KIND or PACKED, with their numbers: “HEIC 3, AVIF 1”."""
    kinds = Counter(file.detail for file in domain.set_aside if file.reason is reason)
    return ", ".join(f"{kind} {number:,}" for kind, number in kinds.most_common())


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - LISTED:,} more" if len(names) > LISTED else ""
    return ", ".join(names[:LISTED]) + more
