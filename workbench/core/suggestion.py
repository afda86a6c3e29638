"""A suggestion of an image to label."""

import msgspec

STRATEGY = "typiclust"  # the best for 10 to 50 labels (tests/benchmarks/RESULTS.md, labelling)
BATCH = 10  # images per batch of suggestions


class Suggestion(msgspec.Struct, frozen=True):
    """A target sample to label. `why`: the reason in a few words; `confidence`: probability of the predicted class."""

    path: str
    why: str
    predicted: str
    confidence: float
