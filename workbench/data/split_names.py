"""The names that folders of parts of a data set commonly have."""

SPLITS = frozenset(("train", "training", "val", "valid", "validation", "test", "testing"))
