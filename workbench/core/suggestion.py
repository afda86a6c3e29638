"""What to label next: an image, and why it was chosen."""

import msgspec

STRATEGY = "typiclust"  # the one that wins at 10 to 50 labels (tests/benchmarks/RESULTS.md, labelling)
BATCH = 10  # images at a time


class Suggestion(msgspec.Struct, frozen=True):
    """A target sample worth a label, `why` in a few words; `confidence` is the probability of the predicted class."""

    path: str
    why: str
    predicted: str
    confidence: float
