"""Common folder names of the splits of a data set."""

SPLITS = frozenset(("train", "training", "val", "valid", "validation", "test", "testing"))
