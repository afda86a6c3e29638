"""A target's class names in the terms of a source: renamed by a mapping, or left out where none is known."""

from collections.abc import Iterable, Mapping

import msgspec

from workbench.core.compatibility import listing
from workbench.core.domain import Domain
from workbench.core.name_matching import near_miss_sentence, near_misses


def relabelled(domain: Domain, mapping: Mapping[str, str]) -> Domain:
    """The domain with the labels of its images renamed. "" leaves a label out; other labels stay as they are."""
    if not set(mapping) & set(domain.classes):
        return domain
    samples = [
        msgspec.structs.replace(sample, label=mapping[sample.label] or None)
        if sample.label is not None and sample.label in mapping
        else sample
        for sample in domain.samples
    ]
    return msgspec.structs.replace(domain, samples=samples)


def known_labels(domain: Domain, classes: Iterable[str]) -> Domain:
    """The domain without labels if none of its image labels is one of `classes`; else the domain as it is."""
    if not foreign_labels(domain, classes):
        return domain
    samples = [msgspec.structs.replace(sample, label=None) for sample in domain.samples]
    return msgspec.structs.replace(domain, samples=samples)


def foreign_labels(domain: Domain, classes: Iterable[str]) -> str:
    """Why a target's image labels are left out: none is one of `classes`. Empty if one is, or without labels."""
    named = {sample.label for sample in domain.samples if sample.label is not None}
    known = list(classes)
    if not named or named & set(known):
        return ""
    ours, theirs = listing(known), listing(name for name in domain.classes if name in named)
    near = near_miss_sentence(near_misses(named, known))
    sides = f"The source ({ours}) and the target ({theirs})"
    return f"{sides} have no class in common, so the target's labels are left out. {near}".strip()
