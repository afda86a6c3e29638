"""The share of pixels of each class in a domain, estimated from a few masks."""

from collections import Counter

import numpy as np

from workbench.core.domain import Domain
from workbench.core.masks import IGNORED
from workbench.data.decode import Unreadable
from workbench.data.masks.reader import mask_reader

FEW = 64  # number of masks, evenly spaced over the domain


def pixel_shares(domain: Domain) -> dict[str, float]:
    """The share of each class in the labelled pixels, in [0, 1]. Empty if no mask can be read."""
    names = domain.table.names if domain.table else ()
    reader = mask_reader(domain)
    masked = [sample for sample in domain.samples if sample.mask]
    counts: Counter[int] = Counter()
    for row in np.unique(np.linspace(0, len(masked) - 1, min(FEW, len(masked))).round().astype(int)):
        try:
            numbers, pixels = np.unique(reader(masked[row]), return_counts=True)
        except Unreadable:
            continue
        counts.update(dict(zip(numbers.tolist(), pixels.tolist(), strict=True)))
    del counts[IGNORED]
    total = sum(counts.values())
    return {name: counts[number] / total for number, name in enumerate(names)} if total else {}
