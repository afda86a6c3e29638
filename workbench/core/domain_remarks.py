"""What a person should know of a folder besides its samples, in sentences for the window and the command line."""

from collections import Counter

from workbench.core.counting import count
from workbench.core.domain import Domain, Reason, Trait
from workbench.core.name_matching import near_miss_sentence, near_twins

LISTED = 8  # names that a sentence lists


def remarks(domain: Domain) -> list[str]:
    """What was decided on labels and deep images, class folders without images, and what systems left in the folder."""
    sentences = [*domain.notes, *_on_traits(domain)]
    if twins := near_miss_sentence(near_twins(domain.classes)):
        sentences.append(f"{twins} They are different classes.")
    if domain.empty:
        subject = "Folders without a usable image are no classes"
        sentences.append(f"{subject}: {_listed(domain.empty)}.")
    if domain.leftovers:
        counted = [f"{name} ({number:,})" for name, number in sorted(domain.leftovers.items())]
        sentences.append(f"Leftovers of systems and programs were passed over: {_listed(counted)}.")
    return sentences


def _on_traits(domain: Domain) -> list[str]:
    deep = sum(domain.traits.get(kind, 0) for kind in (Trait.INTEGERS, Trait.FLOATS))
    pages, colours = domain.traits.get(Trait.PAGES, 0), domain.traits.get(Trait.DEEP_COLOURS, 0)
    sentences = []
    if domain.deep is not None:
        sentences.append(f"Range of {count(deep, 'deep image')} (black to white): {domain.deep.text}.")
    if flat := domain.traits.get(Trait.FLAT, 0):
        sentences.append(
            f"{flat:,} of the deep images that were measured span less than 2 % of this range, so they look flat; "
            "their values may have another scale."
        )
    if colours:
        sentences.append(f"Of {colours:,} images with 16 bits in each colour, the upper 8 bits are used.")
    if pages:
        sentences.append(f"Of {count(pages, 'file')} with several pages or frames, the first is used.")
    return sentences


def unread_kinds(domain: Domain, reason: Reason) -> str:
    """The kinds of files that were set aside for one of WITH_KINDS, with their numbers: “HEIC 3, AVIF 1”."""
    kinds = Counter(file.detail for file in domain.set_aside if file.reason is reason)
    return ", ".join(f"{kind} {number:,}" for kind, number in kinds.most_common())


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - LISTED:,} more" if len(names) > LISTED else ""
    return ", ".join(names[:LISTED]) + more
